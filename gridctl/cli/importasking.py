"""What ``import`` asks at a terminal: columns nobody knows, values that differ from the ledger's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gridctl.intake.columns.profiles import SenderProfile
    from gridctl.intake.outcome import ImportPlan
    from gridctl.intake.reading.book import Book
    from gridctl.store.workspace import Workspace


class Planning:
    """A plan that is made again when somebody has answered what it was unsure of; ``options`` are `plan_import`'s."""

    def __init__(self, ws: Workspace, books: Iterable[Book], profile: str, **options: Any) -> None:
        from gridctl.intake.columns.profiles import load_profiles, profile_named
        from gridctl.intake.dictionary.kept import recall
        from gridctl.store.results import ResultCache

        recall(ResultCache(ws.root), ws.program)
        self._ws = ws
        self._options = options
        self._profiles, self._faults = load_profiles(ws.root)
        if profile:
            self._options["profile"] = profile_named(self._profiles, profile)
        self._books: list[Book] = []
        self.plan = self._made(self._keeping(books))

    def ask_headings(self, *, save: bool) -> None:
        """Ask what unknown columns are; with ``save`` the answers are kept for the next sheet of this layout."""
        from gridctl.intake.columns.profiles import save_profile

        answered = _answers(self.plan)
        if not answered:
            return
        for each in answered if save else ():
            path = save_profile(self._ws.root, each)
            say(t(f"已记下，以后自动套用：{path}", f"Kept for the next time: {path}"), style="green")
        # Of two profiles for one layout the later counts.
        self._profiles = (*self._profiles, *answered)
        self.plan = self._made(self._books)

    def ask_conflicts(self) -> None:
        """Ask of each value that differs from the ledger's whether to take it."""
        keep = _kept_fields(self.plan)
        if keep:
            self._options["keep"] = keep
            self.plan = self._made(self._books)

    def _made(self, books: Iterable[Book]) -> ImportPlan:
        from dataclasses import replace

        from gridctl.intake.plan import plan_import

        plan = plan_import(self._ws, books, profiles=self._profiles, **self._options)
        return replace(plan, findings=(*self._faults, *plan.findings))

    def _keeping(self, books: Iterable[Book]) -> Iterator[Book]:
        for each in books:
            self._books.append(each)
            yield each


def _answers(plan: ImportPlan) -> list[SenderProfile]:
    from gridctl.intake.columns.profiles import field_named
    from gridctl.intake.questions import layout_of, profile_from, unsure_headings

    answers: dict[str, dict[str, str]] = {}
    sources = {}
    for question in unsure_headings(plan):
        layout = layout_of(question.source)
        known = answers.setdefault(layout, {})
        sources[layout] = question.source
        if question.heading in known:
            continue
        say(
            t(
                f"「{question.heading}」这一列（{question.count} 个值）是什么？写字段名或「备注」，「-」不导入。",
                f"What is column {question.heading} ({question.count} values)? A field, or note; - leaves it out.",
            )
        )
        while True:
            said = typer.prompt(t("字段", "field"), default=question.guess or "-", err=True)
            answer = field_named(question.source.ledger, said)
            if answer is not None:
                break
            say(t(f"没有「{said}」这个字段。", f"There is no field {said}."), style="yellow")
        known[question.heading] = answer
    return [profile_from(sources[layout], known) for layout, known in answers.items() if known]


def _kept_fields(plan: ImportPlan) -> frozenset[tuple[str, str, str]]:
    from gridctl.findings.message import field_label
    from gridctl.intake.questions import conflicting

    keep: set[tuple[str, str, str]] = set()
    said = ""
    for each in conflicting(plan):
        # A capital letter answered for all that follow.
        if said not in ("T", "K"):
            old, new = (_shown(each.ledger, each.field, value) for value in (each.old, each.new))
            say(f"{each.record}  {field_label(each.ledger, each.field, language())}：{old} → {new}")
            said = ""
            while said not in ("t", "k", "T", "K"):
                said = typer.prompt(
                    t(
                        "t 用新值，k 留旧值，T 余下全用新值，K 余下全留旧值",
                        "t take, k keep, T take all others, K keep all others",
                    ),
                    default="k",
                    err=True,
                )
        if said in ("k", "K"):
            keep.add((each.ledger, each.record, each.field))
    return frozenset(keep)


def _shown(ledger: str, field: str, value: object) -> str:
    """A value masked, a coded one by its label."""
    from gridctl.findings.message import shown_value
    from gridctl.intake.dictionary.vocabulary import column_at
    from gridctl.schema.codelists import code_list

    codes = column_at(ledger, _bare(field)).col.codes
    words = [str(each) for each in (value if isinstance(value, list) else [value])]
    if codes:
        items = [code_list(codes).item(each) for each in words]
        words = [t(item.zh, item.en) for item in items]
    return shown_value(ledger, field, t("、", ", ").join(words))


def _bare(field: str) -> str:
    """A field's path without the numbers of parts: ``members[P1].sex`` is ``members.sex``."""
    return re.sub(r"\[[^\]]*\]", "", field)
