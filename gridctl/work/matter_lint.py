"""What is wrong with a catalogue of matters: overlap, gaps, admissions that ran out, too much from one department."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, cast

from rapidfuzz import fuzz, process

from gridctl.findings.finding import Finding
from gridctl.findings.registry import rule
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import label_key
from gridctl.work.admission import admitted, finding
from gridctl.work.duties import Duties
from gridctl.work.spells import spells
from gridctl.work.targets import Cohorts
from gridctl.work.task import PARTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gridctl.schema.matter import Duty, Matter
    from gridctl.schema.window import Window
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period

# Names of two matters of one domain that are as like as this are taken for one matter.
_ALIKE = 92
# Two items of one matter that ask the same and whose names are as like as this were one before it was renamed.
_RENAMED = 60
# A department has too much with so many items and so many times the others' median.
_MANY_ITEMS, _TIMES_MEDIAN = 15, 4
_REACHED = ("households", "special_groups", "businesses", "buildings")
_KEYS = {"buildings": "building_code"}
_SAMPLE = 3


class Load(NamedTuple):
    """How many items a department leads."""

    department: str
    items: int


def lint(ws: Workspace, period: Period) -> list[Finding]:
    """The findings about the catalogue as it would be assigned in a period, by matter."""
    matters = [cast("Matter", each.record) for each in ws.entries("matters")]
    used = [each for each in matters if each.status != "ended"]
    found = [
        *_admissions(used, period), *_overlaps(used), *_domains(used, period), *_loads(used),
        *(each for matter in used for each in _one(matter)),
        *_unreached(ws, used, period),
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.record or "~", each.code))


def _admissions(matters: Iterable[Matter], period: Period) -> Iterator[Finding]:
    for matter in matters:
        _, note = admitted(matter, period)
        if note is not None:
            yield note


def _one(matter: Matter) -> Iterator[Finding]:
    roles = matter.roles
    if roles is None or not any("handle" in getattr(roles, party) for party in PARTIES):
        yield finding("T245", matter, "roles")
    if not matter.evidence:
        yield finding("T246", matter, "evidence", missing_field="evidence")
    if not matter.done_when:
        yield finding("T246", matter, "done_when", missing_field="done_when")
    named = Counter((each.situation, each.item) for each in matter.duties if each.item)
    for (_, item), count in named.items():
        if count > 1:
            yield finding("T247", matter, "duties", item=item or "")
    yield from _renamed(matter)
    for number, duty in enumerate(matter.duties):
        if not duty.deadline_profile:
            yield finding("T248", matter, f"duties[{number}].deadline_profile", item=duty.item or str(number))


def _renamed(matter: Matter) -> Iterator[Finding]:
    """Items that ask the same of the same targets under names that are alike but not the same."""
    for (_, one), (number, other) in combinations(enumerate(matter.duties), 2):
        if _asked(one) != _asked(other) or not one.item or not other.item or one.item == other.item:
            continue
        if fuzz.ratio(label_key(one.item), label_key(other.item)) >= _RENAMED:
            yield finding("T249", matter, f"duties[{number}].item", item=one.item, other_item=other.item)


def _asked(duty: Duty) -> tuple[object, ...]:
    return duty.situation, duty.frequency, duty.every_days, duty.times, duty.target, duty.cohort or ""


def _overlaps(matters: Sequence[Matter]) -> Iterator[Finding]:
    by_domain: dict[str, list[Matter]] = defaultdict(list)
    for each in matters:
        by_domain[each.domain or ""].append(each)
    told: set[tuple[str, str]] = set()
    for listed in by_domain.values():
        names = [label_key(each.name or "") for each in listed]
        for at, one in enumerate(listed):
            later = dict(enumerate(names[at + 1 :], at + 1)) if names[at] else {}
            for _, _, to in process.extract_iter(names[at], later, scorer=fuzz.ratio, score_cutoff=_ALIKE):
                told.add((one.code or "", listed[to].code or ""))
                yield _overlap(one, listed[to], listed[to].name or "")
    same: dict[tuple[str, ...], list[tuple[Matter, Duty]]] = defaultdict(list)
    for matter in matters:
        for duty in matter.duties:
            if duty.item:
                same[_work(duty)].append((matter, duty))
    for pairs in same.values():
        for (matter, duty), (second, _) in combinations(pairs, 2):
            codes = (matter.code or "", second.code or "")
            if codes[0] != codes[1] and codes not in told:
                told.add(codes)
                yield _overlap(matter, second, duty.item or "")


def _work(duty: Duty) -> tuple[str, ...]:
    return duty.situation or "", duty.target or "", duty.cohort or "", label_key(duty.item or "")


def _overlap(matter: Matter, other: Matter, what: str) -> Finding:
    return finding("T241", matter, "name", other=other.code or "", what=what)


def _domains(matters: Iterable[Matter], period: Period) -> Iterator[Finding]:
    covered = {each.domain for each in matters if admitted(each, period)[0] is not None}
    for item in code_list("matter_domain").items:
        if item.key not in covered and item.key != "other":
            yield Finding(
                "T242", rule("T242").severity, ledger="matters", field="domain",
                params={"domain": f"{item.zh} / {item.en}"},
            )  # fmt: skip


def _loads(matters: Iterable[Matter]) -> Iterator[Finding]:
    counts: Counter[str] = Counter()
    for each in matters:
        counts[each.lead_department or ""] += len(each.duties)
    counts.pop("", None)
    total = counts.total()
    for load in (Load(*each) for each in counts.most_common()):
        others = [count for name, count in counts.items() if name != load.department]
        middle = median(others) if others else 0
        if load.items >= _MANY_ITEMS and others and load.items >= _TIMES_MEDIAN * middle:
            params = {
                "department": load.department, "count": str(load.items), "share": f"{load.items / total:.0%}",
                "median": f"{middle:g}",
            }  # fmt: skip
            yield Finding("T244", rule("T244").severity, ledger="matters", field="lead_department", params=params)


def _unreached(ws: Workspace, matters: Sequence[Matter], period: Period) -> Iterator[Finding]:
    """Duties that cannot be asked, and current records that no routine duty reaches."""
    index = ws.index()
    duties = Duties(period, spells(cast("Window", each.record) for each in ws.entries("windows")),
                    Cohorts(index, period.start).cohort)  # fmt: skip
    duties.add_matters(matters)
    yield from (each for each in duties.findings if each.code in ("T211", "T212"))
    for table in _REACHED:
        cohorts = [each.cohort for each in duties.items if each.target == table and each.situation == "routine"]
        key = _KEYS.get(table, "id")
        # Somebody on several lists is reached by any of them.
        same = "coalesce(person, id)" if table == "special_groups" else key
        rows = index.sql(
            f"select {key} from {table} where current and {key} is not null and {same} not in "  # noqa: S608 - own names
            f"(select {same} from {table} join plan_targets t on t.key = {table}.{key} "
            "where cohort in (select unnest(?::integer[]))) order by 1",
            [cohorts],
        )
        if rows:
            params = {
                "duty_target": table, "count": str(len(rows)),
                "sample": ", ".join(str(row[0]) for row in rows[:_SAMPLE]),
            }  # fmt: skip
            yield Finding("T243", rule("T243").severity, ledger="matters", params=params)
