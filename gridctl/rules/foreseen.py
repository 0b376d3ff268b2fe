"""What `check` would newly say, were a change set written: told before it is, where the faulty value was just typed."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from gridctl.findings.registry import rules
from gridctl.rules.chosen import Chosen
from gridctl.rules.parameters import parameters
from gridctl.rules.queries import over_derived, run_query
from gridctl.rules.references import check_references
from gridctl.rules.values import generic_checks
from gridctl.schema.ledgers import ledger
from gridctl.store.supposing import supposing
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from gridctl.findings.finding import Finding, Severity
    from gridctl.findings.registry import Rule
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

    Question = Callable[[Index, frozenset[str]], Iterable[Finding]]

# Parts of a record move when another comes or goes before them.
_NUMBER = pattern(r"\[\d+\]")


def foreseen(ws: Workspace, changes: ChangeSet) -> list[Finding]:
    """The findings that the changes would make, of any record, by code; without places, as nothing is written yet.

    Rules over what other features derive of all records together (canonical addresses, doubles, the course of cases)
    are left to `check`, and so are faults of files and fields. Raises Refused as `Workspace.apply` does.
    """
    asked = list(_questions(ws, changes))
    with supposing(ws, changes) as index:
        filled = index.filled()
        answers = [list(each(index, filled)) for each in asked]
    filled = ws.index().filled()
    before: list[Finding] = []
    after: list[Finding] = []
    for each, answer in zip(asked, answers, strict=True):
        # What has nothing to say then has nothing new to say.
        if answer:
            before += each(ws.index(), filled)
            after += answer
    return sorted(_new(before, after), key=lambda each: each.sort_key)


def _questions(ws: Workspace, changes: ChangeSet) -> Iterator[Question]:
    """The rules whose answers can differ: those that ask for a table of a ledger with changes, and those for any."""
    chosen, values = Chosen(levels=ws.settings.rules), parameters(ws)
    for each in _speaking_of(changes):
        if (level := chosen.severity(each.code)) is not None:
            yield partial(_query, each, level, values)
    yield lambda index, _: check_references(index, chosen.severity)
    yield lambda index, _: generic_checks(index, chosen.severity, values["division"][:6])


def _query(
    each: Rule, level: Severity, values: dict[str, Any], index: Index, filled: frozenset[str]
) -> Iterator[Finding]:
    return run_query(each, level, index, values, filled)


def _speaking_of(changes: ChangeSet) -> list[Rule]:
    tables = {"{table}"}
    for each in changes:
        about = ledger(each.ledger)
        tables |= {about.name, *(column.col.table for column in about.columns if column.col.table)}
    spoken = re.compile("|".join(rf"\b{name}\b" if name.isidentifier() else re.escape(name) for name in sorted(tables)))
    return [each for each in rules("rules") if each.sql and not over_derived(each) and spoken.search(each.sql)]


def _new(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Finding]:
    """Those after that were not before, also where a member came or a name was put right beside them."""
    known = list(before)
    exact = Counter(_as_said(each) for each in known)
    left = []
    for each in after:
        if exact[_as_said(each)]:
            exact[_as_said(each)] -= 1
        else:
            left.append(each)
    loose: Counter[Hashable] = Counter()
    for each in known:
        if exact[_as_said(each)]:
            exact[_as_said(each)] -= 1
            loose[_about(each)] += 1
    for each in left:
        if loose[_about(each)]:
            loose[_about(each)] -= 1
        else:
            yield each


def _as_said(each: Finding) -> Hashable:
    return (each.code, each.ledger, each.record, each.field, tuple(sorted(each.params.items())))


def _about(each: Finding) -> Hashable:
    return (each.code, each.ledger, each.record, _NUMBER.sub("", each.field), each.params.get("partner", ""))
