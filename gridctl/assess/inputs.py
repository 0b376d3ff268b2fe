"""Scores that people gave: read by the scheme's names, and as the queries of indicators that are scored inputs."""

# ruff: noqa: S608 - queries are put together from own text; names of inputs have their quotes doubled

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.assess.finding import finding
from gridctl.store.digests import digest_of
from gridctl.text.periods import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from gridctl.assess.indicator import Indicator
    from gridctl.assess.scheme import Scheme
    from gridctl.findings.finding import Finding
    from gridctl.store.index import Index

SCORES_PATH = "ledgers/assessment/scores.yaml"
_COLUMNS = {
    "id": "VARCHAR",
    "input": "VARCHAR",
    "unit_kind": "VARCHAR",
    "unit": "VARCHAR",
    "counts_on": "DATE",
    "points": "DOUBLE",
}
_DESCRIBE = {
    "": ("打分，项目按考核方案识别", "scores given, their inputs as the scheme names them"),
    "id": ("打分记录编号", "key of the score"),
    "input": ("项目", "key of the input"),
    "unit_kind": ("考评对象类别", "kind of unit"),
    "unit": ("考评对象", "unit"),
    "counts_on": (
        "计入的日子：所属期最后一天，没有写的为打分日期",
        "the day it counts on: its period's last, or its own",
    ),
    "points": ("分值", "points"),
}
# Everybody that has full points before any are taken off.
_ALL = {
    "staff": "SELECT DISTINCT staff_no AS unit FROM serving WHERE ranked",
    "grid": "SELECT DISTINCT unit FROM ranked_grids WHERE ranked",
    "community": "SELECT '' AS unit",
    "department": "SELECT DISTINCT lead_department AS unit FROM matters WHERE current AND lead_department IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Given:
    """One score that counts: its key, the input's key, for whom, on which day and how many points."""

    id: str
    input: str
    unit_kind: str
    unit: str
    counts_on: date
    points: float
    approved: bool
    reason: str
    given_by: str


def read_scores(index: Index, scheme: Scheme) -> tuple[list[Given], list[Finding]]:
    """The scores on record by day and key, and what keeps others from counting.

    Points are the score's own, else those of its level, else those the scheme gives for the input. Findings: A112 an
    input the scheme does not name, A113 a unit nobody is, A116 no points, or out of range, or a period that is none.
    """
    known = {
        "staff": {code for (code,) in index.sql("SELECT staff_no FROM staff")},
        "grid": {code for (code,) in index.sql("SELECT grid_code FROM grids")},
    }
    given, findings = [], []
    for row in index.rows("SELECT * FROM scores WHERE current ORDER BY scored_on, id"):
        key = scheme.input_key(row["input"] or "")
        kind, unit = row["unit_kind"] or "staff", row["unit"] or ""
        points = None if key is None else points_of(scheme, key, row["points"], row["level"])
        day = counts_on(row["period"], row["scored_on"])
        if key is None:
            findings.append(_fault("A112", row["id"], input=row["input"] or ""))
        elif kind in known and unit not in known[kind]:
            findings.append(_fault("A113", row["id"], unit=unit))
        elif points is None or day is None:
            value = str(row["period"] or row["scored_on"] or "") if day is None else _shown(row["points"])
            findings.append(_fault("A116", row["id"], input=row["input"], given=value))
        else:
            texts = (row["reason"] or "", row["given_by"] or "")
            given.append(Given(row["id"], key, kind, unit, day, points, bool(row["approved_by"]), *texts))
    return given, findings


def put_scores(index: Index, given: list[Given]) -> None:
    """Fill the index's table ``input_scores``."""
    rows = [(each.id, each.input, each.unit_kind, each.unit, each.counts_on, each.points) for each in given]
    index.put("input_scores", _COLUMNS, rows, digest_of([repr(rows)]), describe=_DESCRIBE)


def queries_of(indicator: Indicator) -> tuple[str, str]:
    """An indicator's denominator and numerator; those of a scored input are made from the scores.

    Points taken off: everybody ranked begins with the full number, and each score takes its points off, whichever sign
    it was written with. Mean: each score counts with its points, out of the full number.
    """
    each = indicator.input
    if each is None:
        return indicator.denominator, indicator.numerator
    name = each.name.replace("'", "''")
    scores = (
        f"FROM input_scores WHERE input = '{name}' AND unit_kind = '{indicator.unit}' "
        "AND counts_on BETWEEN $from AND $to"
    )
    if each.combine == "mean":
        return (
            f'SELECT unit, id AS record, {each.full} AS amount, counts_on AS "on" {scores}',
            f"SELECT id AS record, points AS amount {scores}",
        )
    everybody = _ALL[indicator.unit]
    taken = f"{scores} AND unit IN ({everybody})"
    begin = f"SELECT unit, unit AS record, {each.full} AS amount FROM ({everybody})"
    return (
        f"{begin} UNION ALL SELECT unit, id, 0 {taken}",
        f"{begin} UNION ALL SELECT unit, id, -abs(points) {taken}",
    )


def scores_of(given: Iterable[Given], start: date, end: date) -> Iterator[Given]:
    """The scores that count between two days."""
    return (each for each in given if start <= each.counts_on <= end)


def points_of(scheme: Scheme, key: str, written: float | None, level: str | None) -> float | None:
    """The points a score counts with; None where there are none, or they are out of the input's range."""
    if key in scheme.inputs:
        each = scheme.inputs[key]
        if written is None:
            return 0.0 if key == scheme.veto else None
        return written if min(each.least, -each.most) <= written <= each.most else None
    item = next(group.items[key] for group in scheme.adjustments if key in group.items)
    if written is not None:
        return written
    return item.levels.get(level or "", item.points)


def counts_on(period: str | None, day: date | None) -> date | None:
    """The day a score counts on: the last of the period it names, or its own; None for a period that is none."""
    if not period:
        return day
    try:
        return parse_period(period).end
    except ValueError:
        return None


def _shown(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _fault(code: str, record: str, **params: str) -> Finding:
    return finding(code, SCORES_PATH, params=params, record=record)
