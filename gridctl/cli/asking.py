"""Fields asked for at the terminal, one after another: an answer that cannot be taken is told and asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.text.normalize import nfkc

if TYPE_CHECKING:
    from gridctl.schema.col import Column
    from gridctl.store.fieldtable import Field, TableFields
    from gridctl.store.workspace import Workspace

_CHOICES_SHOWN = 12


_YES = frozenset(("y", "yes", "是", "好", "对"))
_NO = frozenset(("n", "no", "否", "不", "不是"))


def confirmed(question: str, *, default: bool = True) -> bool:
    """Whether somebody says yes, in either language; an empty answer is the default."""
    while True:
        shown = f"{question} [{'Y/n' if default else 'y/N'}]"
        answer = nfkc(typer.prompt(shown, default="", show_default=False, err=True)).strip().casefold()
        if not answer or answer in _YES or answer in _NO:
            return answer in _YES if answer else default
        say(t("请回答 y（是）或 n（否）。", "Please answer y or n."), style="yellow")


def ask_field(ws: Workspace, table: TableFields, field: Field, given: dict[str, Any], *, now: str = "") -> None:
    """Ask for a field until the answer can be taken, and put it under its path; an empty one leaves things as they are.

    ``now`` is the value there is.
    """
    while True:
        # Who is asked may take long; others would have to do without the index.
        ws.close()
        text = typer.prompt(_prompt(field.column, now), default="", show_default=False, err=True).strip()
        if not text or _taken(ws, table, field, text, given):
            return


def tell_how() -> None:
    """Say what an empty answer does and how one gets out."""
    say(
        t("逐项询问：直接回车跳过，Ctrl+C 放弃。", "One field after another: Enter skips one, Ctrl+C gives up."),
        style="dim",
    )


def _prompt(column: Column, now: str) -> str:
    label = column.label(language())
    parts = [t(f"现为 {now}", f"now {now}")] if now else []
    if column.col.codes is not None:
        from gridctl.schema.codelists import code_list

        items = code_list(column.col.codes).items
        listed = [each.zh if language() == "zh" else each.key for each in items[:_CHOICES_SHOWN]]
        more = "…" if len(items) > _CHOICES_SHOWN else ""
        parts.append(t("、", ", ").join(listed) + more)
    told = t("；", "; ").join(parts)
    return t(f"{label}（{told}）", f"{label} ({told})") if told else label


def _taken(ws: Workspace, table: TableFields, field: Field, text: str, given: dict[str, Any]) -> bool:
    """Whether the answer can be taken; if not, why is told."""
    from gridctl.cli.writing import tell_choices
    from gridctl.findings.message import message
    from gridctl.review.edit_changes import value_findings
    from gridctl.review.edit_values import inner_path, referred
    from gridctl.store.faults import GridctlFault

    path = inner_path(table, field)
    try:
        value = referred(ws, field, text)
    except GridctlFault as fault:
        say(fault.text(language()), style="red")
        return False
    found = value_findings(ws, table, path, value)
    for each in found:
        say(message(each, language()), style="red")
    tell_choices(found)
    if not found:
        given[path] = value
    return not found
