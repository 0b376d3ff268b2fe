"""Check: everything wrong or notable in the ledgers, as findings with their places.

A whole result is kept under the digest of the files, the program, the day and the choice of rules. Where it is
known, neither the models nor the database are loaded: what needs them is imported in `_compute`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from gridctl.rules.kept import from_kept, to_kept
from gridctl.store.changeset import ChangeSet, Set
from gridctl.store.digests import digest_of
from gridctl.store.results import ResultCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gridctl.findings.finding import Finding, Severity
    from gridctl.findings.registry import Rule
    from gridctl.rules.chosen import Chosen
    from gridctl.store.workspace import Workspace

_THREADS = 2


def check(
    ws: Workspace,
    *,
    changed_since: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    derive: Callable[[Workspace], object] | None = None,
) -> list[Finding]:
    """All findings, by place and code.

    ``select`` and ``ignore`` are codes or beginnings of codes; the severities of the community's settings hold.
    ``changed_since`` keeps what changes since that revision have to do with. ``derive`` is called before the index is
    asked and puts other features' tables into it; without it their rules are left out. Raises NotFound for an
    unknown revision.
    """
    choice = json.dumps([sorted(select), sorted(ignore), derive is not None])
    # A revision's result, which reports ask for, does not take the place of that of the files.
    name = f"check {choice}" if ws.rev is None else f"check {choice} of a revision"
    cache = ResultCache(ws.root)
    kept = cache.get(name, _digest(ws))
    if kept is not None:
        found = from_kept(kept)
    else:
        found = _compute(ws, select, ignore, derive)
        cache.put(name, _digest(ws), to_kept(found))
    if changed_since is not None:
        from gridctl.rules.changed import DOUBLES, of_changed

        found = of_changed(ws, changed_since, found, lambda before: check(before, select=DOUBLES, derive=derive))
    return found


def fix(findings: Iterable[Finding]) -> ChangeSet:
    """The change set that makes the safe corrections of these findings; of two for one field, the first."""
    changes: dict[tuple[str, str, str], Set] = {}
    for each in findings:
        if each.fix is not None and each.record:
            change = Set(each.ledger, each.record, each.fix.field, each.fix.old, each.fix.new)
            changes.setdefault((each.ledger, each.record, each.fix.field), change)
    return ChangeSet(tuple(changes.values()), title="check --fix")


def _digest(ws: Workspace) -> str:
    return digest_of([ws.digest(), ws.today.isoformat()])


def _compute(
    ws: Workspace, select: Sequence[str], ignore: Sequence[str], derive: Callable[[Workspace], object] | None
) -> list[Finding]:
    from gridctl.rules.chosen import Chosen

    chosen = Chosen(select, ignore, ws.settings.rules)
    found = [*_of_files(ws, chosen), *_of_records(ws, chosen, derive)]
    return sorted(_placed(ws, found), key=lambda each: each.sort_key)


def _of_files(ws: Workspace, chosen: Chosen) -> Iterator[Finding]:
    for each in ws.load_findings():
        severity = chosen.severity(each.code)
        if severity is not None:
            yield each if severity is each.severity else replace(each, severity=severity)


def _of_records(ws: Workspace, chosen: Chosen, derive: Callable[[Workspace], object] | None) -> Iterator[Finding]:
    """Queries run on two threads, as the database leaves Python alone meanwhile, and beside the deriving."""
    from concurrent.futures import ThreadPoolExecutor

    from gridctl.findings.registry import rules
    from gridctl.rules.house_codes import check_house_codes
    from gridctl.rules.old_ids import check_old_ids
    from gridctl.rules.parameters import parameters
    from gridctl.rules.queries import over_derived, run_query
    from gridctl.rules.references import check_references
    from gridctl.rules.values import generic_checks

    index, values = ws.index(), parameters(ws)
    filled = index.filled()

    def query(rule: Rule, severity: Severity, filled: frozenset[str]) -> list[Finding]:
        return list(run_query(rule, severity, index.beside(), values, filled))

    with ThreadPoolExecutor(_THREADS) as pool:
        wanted = [(each, level) for each in rules("rules") if each.sql and (level := chosen.severity(each.code))]
        asked = {each.code: pool.submit(query, each, level, filled) for each, level in wanted if not over_derived(each)}
        others = (
            pool.submit(lambda: list(check_references(index.beside(), chosen.severity))),
            pool.submit(lambda: list(generic_checks(index.beside(), chosen.severity, values["division"][:6]))),
        )
        if derive is not None:
            derive(ws)
        filled = index.filled()
        asked |= {each.code: pool.submit(query, each, level, filled) for each, level in wanted if over_derived(each)}
        for each in (*(asked[rule.code] for rule, _ in wanted), *others):
            yield from each.result()
    yield from check_house_codes(ws, chosen.severity)
    if (severity := chosen.severity("S306")) is not None:
        yield from check_old_ids(ws, severity)


def _placed(ws: Workspace, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Fill in the places, a file at a time: each file is then read once for its lines."""
    homes = ws.homes()

    def where(finding: Finding) -> tuple[str, int]:
        shard, number = homes.get((finding.ledger, finding.record), (None, 0))
        return (shard.path if shard else "", number)

    ordered = sorted(findings, key=where)
    return (each if each.place.path else ws.locate(each) for each in ordered)
