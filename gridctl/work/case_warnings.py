"""Early warnings: what deserves a look before it grows, each with the cases it rests on.

A warning is about places, quarrels and matters, and about visits that are due. It says what was recorded and how
often; it never says what somebody is like. Cases that were not admitted or were merged are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.findings.table import Cell, Keyed, Table, TableColumn, Words
from gridctl.schema.col import PERSONAL
from gridctl.text.masking import mask_address, mask_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from gridctl.store.workspace import Workspace

DAYS = 90
"""How far back cases at one place and between the same parties are looked at."""
AT_ONE_PLACE, BETWEEN_PARTIES = 3, 2
MONTH, BEFORE = 30, 3
"""A matter's last days, and how many such spans before them are its own past."""
RISING_LEAST, RISING_TIMES = 3, 2.0

_COLUMNS = (
    TableColumn("kind", "预警", "warning", width=14),
    TableColumn("about", "对象", "about", width=24),
    TableColumn("count", "次数", "count", kind="count", width=6),
    TableColumn("compare", "对比", "compared", width=14),
    TableColumn("cases", "依据（事件）", "evidence (cases)", width=36, sens=PERSONAL),
    TableColumn("grid", "网格", "grid", width=16),
)
_PLACE = Keyed.of("one_place", "同地多发", "one place")
_PARTIES = Keyed.of("same_parties", "同一双方", "same parties")
_RISING = Keyed.of("rising_matter", "事项上升", "rising matter")
_DUE = Keyed.of("visit_due", "该走访且有未了事件", "visit due, open case")

_COUNTED = "s.stage NOT IN ('refused', 'merged')"


class Warned(NamedTuple):
    """One warning with the cases it rests on; ``facts`` are what ``compare`` says, for machines."""

    kind: Keyed
    about: str
    times: int
    compare: Words
    cases: list[str]
    grid_code: str
    facts: dict[str, Any]


def warnings(ws: Workspace, *, grids: Collection[str] | None = None) -> list[Warned]:
    """The warnings as of the workspace's day; ``case_status`` must be there."""
    wanted = None if grids is None else set(grids)
    every = (each for found in (_places(ws), _parties(ws), _rising(ws), _due(ws)) for each in found)
    return [each for each in every if wanted is None or each.grid_code in wanted]


def warning_data(found: Iterable[Warned]) -> list[dict[str, Any]]:
    """Warnings for machines: kinds by their keys, cases and grids by their numbers, times and figures on their own."""
    return [
        {"kind": each.kind.key, "about": each.about, "count": each.times, **each.facts, "cases": each.cases,
         "grid_code": each.grid_code}
        for each in found
    ]  # fmt: skip


def case_warnings(ws: Workspace, found: Iterable[Warned]) -> Table:
    """Warnings as a table for people."""
    names = dict(ws.index().sql("SELECT grid_code, name FROM grids"))
    rows: list[tuple[Cell, ...]] = [
        (each.kind, each.about, each.times, each.compare, " ".join(each.cases),
         names.get(each.grid_code) or each.grid_code)
        for each in found
    ]  # fmt: skip
    notes = (
        Words(
            f"依据近 {DAYS} 天的登记，供走访和研判参考，不是对任何人的评价。",
            f"From what was recorded in {DAYS} days; a reason to look, no verdict on anybody.",
        ),
    )
    return Table(Words("预警", "Early warnings"), _COLUMNS, tuple(rows), notes=notes if rows else ())


def _places(ws: Workspace) -> Iterator[Warned]:
    rows = ws.index().rows(
        f"""
        SELECT coalesce(c.house_code, c.place) AS spot, any_value(coalesce(h.address, c.place, c.house_code)) AS about,
          c.grid_code, count(DISTINCT c.id) AS n, list(DISTINCT c.case_no ORDER BY c.case_no) AS cases
        FROM cases c JOIN case_status s ON s.case_id = c.id
          LEFT JOIN households h ON h.house_code = c.house_code AND h.current
        WHERE {_COUNTED} AND s.kind = 'problem' AND coalesce(c.house_code, c.place) IS NOT NULL
          AND c.occurred_on > ? AND c.occurred_on <= ?
        GROUP BY 1, 3 HAVING count(DISTINCT c.id) >= ? ORDER BY n DESC, spot
        """,  # noqa: S608 - own names
        [ws.today - timedelta(days=DAYS), ws.today, AT_ONE_PLACE],
    )
    for row in rows:
        yield _recent(_PLACE, mask_address(row["about"]), row["n"], row["cases"], row["grid_code"])


def _parties(ws: Workspace) -> Iterator[Warned]:
    """Disputes that come back between two people, whoever raised them."""
    rows = ws.index().sql(
        f"""
        SELECT c.case_no, c.grid_code, p.name, coalesce(p.id_no, p.person, p.name) AS who
        FROM case_parties p JOIN cases c ON c.id = p.parent JOIN case_status s ON s.case_id = c.id
        WHERE {_COUNTED} AND c.occurred_on > ? AND c.occurred_on <= ? AND who IS NOT NULL
        ORDER BY c.case_no, p.seq
        """,  # noqa: S608 - own names
        [ws.today - timedelta(days=DAYS), ws.today],
    )
    of_case: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for case_no, grid, name, who in rows:
        of_case[case_no or "", grid or ""][who] = name or ""
    pairs: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for (case_no, grid), people in of_case.items():
        for one, other in combinations(sorted(people), 2):
            pairs[one, other].append((case_no, grid, "、".join(mask_name(people[each]) for each in (one, other))))
    for found in sorted(pairs.values(), key=lambda each: (-len(each), each)):
        if len(found) >= BETWEEN_PARTIES:
            yield _recent(_PARTIES, found[0][2], len(found), [each[0] for each in found], found[0][1])


def _rising(ws: Workspace) -> Iterator[Warned]:
    """A matter in a grid against its own past there: the last days against as long spans before."""
    today: date = ws.today
    rows = ws.index().rows(
        f"""
        SELECT c.matter_code, c.grid_code, any_value(m.name) AS name,
          count(*) FILTER (c.occurred_on > past.since) AS n,
          count(*) FILTER (c.occurred_on <= past.since) / {BEFORE} AS usual,
          list(c.case_no ORDER BY c.case_no) FILTER (c.occurred_on > past.since) AS cases
        FROM (SELECT CAST(? AS DATE) AS today, CAST(? AS DATE) AS since, CAST(? AS DATE) AS first) past, cases c
          JOIN case_status s ON s.case_id = c.id LEFT JOIN matters m ON m.code = c.matter_code
        WHERE {_COUNTED} AND s.kind = 'problem' AND c.matter_code IS NOT NULL
          AND c.occurred_on > past.first AND c.occurred_on <= past.today
        GROUP BY 1, 2 HAVING n >= {RISING_LEAST} AND n >= {RISING_TIMES} * usual AND usual > 0 ORDER BY n DESC, 1, 2
        """,  # noqa: S608 - own names
        [today, today - timedelta(days=MONTH), today - timedelta(days=MONTH * (1 + BEFORE))],
    )
    for row in rows:
        usual = Words(f"此前每 {MONTH} 天 {row['usual']:.1f} 次", f"before: {row['usual']:.1f} in {MONTH} days")
        about = f"{row['matter_code']} {row['name'] or ''}".strip()
        facts = {"days": MONTH, "usual": round(row["usual"], 1)}
        yield Warned(_RISING, about, row["n"], usual, _numbers(row["cases"]), row["grid_code"], facts)


def _due(ws: Workspace) -> Iterator[Warned]:
    """People on a list of care whose next visit is past due while a case at their house is open."""
    rows = ws.index().rows(
        """
        WITH last AS (
          SELECT g.id, g.name, g.house_code, g.grid_code, coalesce(g.visit_cycle_days, 30) AS cycle,
            max(v.visited_on) AS seen
          FROM special_groups g LEFT JOIN visits v ON v.current AND v.target IN (g.id, g.person)
            AND coalesce(v.mode, 'home') = 'home' AND v.visited_on <= CAST(? AS DATE)
          WHERE g.current AND g.house_code IS NOT NULL GROUP BY ALL)
        SELECT any_value(last.name) AS name, last.grid_code, max(last.seen) AS seen, min(last.cycle) AS cycle,
          list(DISTINCT c.case_no ORDER BY c.case_no) AS cases
        FROM last JOIN cases c ON c.house_code = last.house_code JOIN case_status s ON s.case_id = c.id
        WHERE s.stage NOT IN ('finished', 'refused', 'merged', 'evaluate')
          AND (seen IS NULL OR date_diff('day', seen, CAST(? AS DATE)) > cycle)
        GROUP BY last.house_code, last.name, last.grid_code ORDER BY seen NULLS FIRST, name
        """,
        [ws.today, ws.today],
    )
    for row in rows:
        seen: Any = row["seen"]
        when = Words(f"上次走访 {seen}，周期 {row['cycle']} 天", f"last seen {seen}, every {row['cycle']} days")
        if seen is None:
            when = Words("没有走访记录", "never visited")
        facts = {"last_visit": seen and seen.isoformat(), "cycle_days": row["cycle"]}
        name, cases = mask_name(row["name"] or ""), _numbers(row["cases"])
        yield Warned(_DUE, name, len(row["cases"]), when, cases, row["grid_code"], facts)


def _recent(kind: Keyed, about: str, times: int, cases: list[str], grid: str) -> Warned:
    days = Words(f"{DAYS} 天内", f"in {DAYS} days")
    return Warned(kind, about, times, days, _numbers(cases), grid, {"days": DAYS})


def _numbers(cases: list[str]) -> list[str]:
    return [each for each in cases if each]
