"""Rented dwellings graded by a scoring sheet: points off by condition, a grade by the points left.

The sheet is data, ``rent_grading.yaml`` or a community's own file of that form. Its conditions are looked at before
they are run, as those of matters are. The grade sets how often the dwelling is visited (``deadlines.yaml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import PERSONAL
from gridctl.store.changeset import ChangeSet, Set
from gridctl.store.database import DatabaseError
from gridctl.store.faults import UsageFault
from gridctl.text.packaged import shipped
from gridctl.text.yamltree import read_tree
from gridctl.work.condition import ConditionError, ensure_harmless

if TYPE_CHECKING:
    from pathlib import Path

    from gridctl.findings.table import Cell
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sheet: what is looked at, and the points off; None bars the dwelling at once."""

    key: str
    words: Words
    when: str
    points: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scoring sheet. ``bands`` are the least points of each grade (keys of ``rent_grade``), the best first."""

    full: float
    cohort: str
    bands: tuple[tuple[str, float], ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Graded:
    """One dwelling with its points, its grade by the sheet, the one in the ledger, and what cost points."""

    household: str
    house_code: str
    grid_code: str
    address: str
    points: float
    grade: str
    was: str
    reasons: tuple[Item, ...]


def read_sheet(path: Path | None = None) -> Sheet:
    """The sheet in a file, or the one that comes with the program; raises UsageFault when it cannot be used."""
    content = (path or shipped("gridctl.work", "rent_grading.yaml")).read_bytes()
    tree = read_tree(content)
    name = path.name if path else "rent_grading.yaml"
    try:
        return _sheet(tree.value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageFault(f"评分表 {name} 写法有误：{error}", f"The scoring sheet {name} is wrong: {error}") from None


def _sheet(value: Any) -> Sheet:
    """The sheet of a file's content; ValueError, KeyError or TypeError where it has not the form."""
    known = {each.key for each in code_list("rent_grade").items}
    bands = sorted(((key, float(least)) for key, least in value["bands"].items()), key=lambda each: -each[1])
    if {key for key, _ in bands} != known or bands[-1][1] > 0:
        raise ValueError(f"bands: {', '.join(sorted(known))}; 0")
    items = [_item(each, float(each["points"])) for each in value["items"]]
    items += [_item(each, None) for each in value.get("veto", ())]
    return Sheet(float(value["full"]), str(value["cohort"]), tuple(bands), tuple(items))


def grade_dwellings(ws: Workspace, sheet: Sheet) -> list[Graded]:
    """The dwellings of the sheet's cohort with their grades; raises UsageFault for a condition that cannot be run."""
    index = ws.index()
    flags = ", ".join(f"coalesce(({each.when}\n), false)" for each in sheet.items)
    query = (
        "select id, coalesce(house_code, ''), coalesce(grid_code, ''), coalesce(address, ''), "  # noqa: S608 - looked at
        f"coalesce(rent_grade, ''), {flags} from households where current and ({sheet.cohort}\n) order by grid_code, 2"
    )
    rows = _asked(index, query)
    found = []
    for id_, house, grid, address, was, *hits in rows:
        reasons = tuple(each for each, hit in zip(sheet.items, hits, strict=True) if hit)
        points = max(sheet.full - sum(each.points or 0 for each in reasons), 0)
        barred = any(each.points is None for each in reasons)
        grade = sheet.bands[-1][0] if barred else next(key for key, least in sheet.bands if points >= least)
        found.append(Graded(id_, house, grid, address, points, grade, was, reasons))
    return found


def changes_of(graded: list[Graded]) -> ChangeSet:
    """What grading changes in the ledger."""
    return ChangeSet(
        tuple(
            Set("households", each.household, "rent_grade", each.was or None, each.grade)
            for each in graded
            if each.grade != each.was
        )
    )


_COLUMNS = (
    TableColumn("house_code", "房屋编码", "house code", width=16),
    TableColumn("address", "地址", "address", width=20, sens=PERSONAL, mask="address"),
    TableColumn("points", "得分", "points", "number", 6),
    TableColumn("was", "原等级", "was", width=6),
    TableColumn("grade", "等级", "grade", width=6),
    TableColumn("reasons", "扣分项", "points off for", width=24),
)


def grades_table(graded: list[Graded]) -> Table:
    """A row a dwelling with its points and why."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            each.house_code, each.address, each.points, grade_words(each.was), grade_words(each.grade),
            Words(
                "、".join(_told(item, item.words.zh) for item in each.reasons),
                ", ".join(_told(item, item.words.en) for item in each.reasons),
            ),
        )
        for each in graded
    )  # fmt: skip
    return Table(Words("出租屋评级", "Grades of rented dwellings"), _COLUMNS, rows)


def grade_words(key: str) -> Words:
    """A grade's name in both languages."""
    if not key:
        return Words("未评", "not graded")
    item = code_list("rent_grade").item(key)
    return Words(item.zh, item.en)


def _told(item: Item, words: str) -> str:
    return words if item.points is None else f"{words}-{item.points:g}"


def _item(value: dict[str, Any], points: float | None) -> Item:
    return Item(str(value["key"]), Words(str(value["zh"]), str(value["en"])), str(value["when"]), points)


def _asked(index: Index, query: str) -> list[tuple[Any, ...]]:
    try:
        ensure_harmless(index, query)
        return index.sql(query)
    except (DatabaseError, ConditionError) as error:
        reason = str(error).splitlines()[0]
        raise UsageFault(
            f"评分表的条件不能查询：{reason}", f"A condition of the scoring sheet cannot be asked: {reason}"
        ) from None
