"""The demo's inbox: workbooks as people send them, with known, changed, new and faulty rows, in four layouts.

Layouts: ``form`` (a provincial platform's form, one row a person), ``members`` (one row a household with numbered
members), ``list`` (headings, serial numbers, total, signatures) and ``pages`` (headings repeated on every page).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.demo.chance import stream
from gridctl.demo.columns import (
    BUSINESS_LIST,
    CARE_FORM,
    HOUSE_ROW,
    MEMBERS_ON_A_ROW,
    PERSON_FORM,
    VISIT_LIST,
    VOLUNTEER_LIST,
)
from gridctl.demo.incoming import ARRIVING_FROM, DOORS, Arrival, split
from gridctl.demo.layouts import form, plain_list, printed_pages
from gridctl.demo.sheet import write_sheet
from gridctl.demo.staffing import numeral
from gridctl.demo.tables import members_table, persons_table, records_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.demo.community import Community
    from gridctl.demo.incoming import Intent
    from gridctl.demo.sheet import Sheet
    from gridctl.demo.tables import Table

UNKNOWN_GRID = "513399001002099"


@dataclass(frozen=True, slots=True)
class ExpectedFault:
    """One faulty cell: row from 1 as the sender counts, the heading above it, what is wrong, the finding it must give.

    ``code`` is empty where the finding depends on the ledgers and not on the cell alone.
    """

    row: int
    heading: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One workbook: what it is for, which rows hold data (from 1), what they were meant as, and the faults put in.

    ``rows`` = ``known`` + ``changed`` + ``new`` + ``faulty``; a faulty row counts as nothing else.
    """

    path: Path
    ledger: str
    layout: str
    data_rows: tuple[int, ...]
    known: int
    changed: int
    new: int
    faults: tuple[ExpectedFault, ...]

    @property
    def rows(self) -> int:
        """How many rows hold data."""
        return len(self.data_rows)

    @property
    def faulty(self) -> int:
        """How many rows have a fault."""
        return len({each.row for each in self.faults})


def write_inbox(folder: Path, community: Community, seed: int = 7) -> list[InboxFile]:
    """Write the workbooks into ``folder``. The same community and seed give the same cells.

    What ``incoming.split`` holds back from the ledgers arrives here as new rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrivals = split(community).arrivals
    return [maker(folder, arrivals, seed) for maker in _MAKERS]


Arrivals = dict[str, list[Arrival]]


def _persons(folder: Path, arrivals: Arrivals, seed: int) -> InboxFile:
    first = arrivals["households"][0].record["grid_code"]
    houses = [each for each in _inhabited(arrivals) if each.record["grid_code"] == first]
    table = persons_table(stream(seed, "persons"), PERSON_FORM, houses)
    row = table.row_of("person.id_no")
    table.spoil(row, "person.id_no", _wrong_check(str(table.cell(row, "person.id_no"))), "wrong_check_digit", "S302")
    table.spoil(table.row_of("person.name", start=9), "person.name", "", "missing_name", "S102")
    table.spoil(table.row_of("person.relation", start=15), "person.relation", "远房亲家", "unknown_code", "S201")
    sheet = form(table, "户籍人口信息登记表")
    return _sent(folder, "户籍人口信息登记表（第一网格）.xlsx", "households", "form", table, sheet)


def _members(folder: Path, arrivals: Arrivals, seed: int) -> InboxFile:
    first = arrivals["households"][0].record["grid_code"]
    houses = [each for each in _inhabited(arrivals) if each.record["grid_code"] != first]
    table = members_table(stream(seed, "members"), HOUSE_ROW, houses, MEMBERS_ON_A_ROW)
    row = table.row_of("1.id_no")
    # What Excel makes of 18 digits in a number cell: 15 of them are left.
    table.spoil(row, "1.id_no", float(str(table.cell(row, "1.id_no"))[:17] + "0"), "rounded_id", "S305")
    row = table.row_of("house_code", start=4)
    table.spoil(row, "house_code", float(str(table.cell(row, "house_code"))), "house_code_as_number", "S333")
    table.spoil(table.row_of("1.birth_date", start=7), "1.birth_date", "1986-02-30", "impossible_date", "S202")
    sheet = plain_list(table, "第二网格住户台账")
    return _sent(folder, "第二网格住户（一户一行）.xls", "households", "members", table, sheet)


def _shops(folder: Path, arrivals: Arrivals, seed: int) -> InboxFile:
    table = records_table(stream(seed, "businesses"), BUSINESS_LIST, arrivals["businesses"])
    table.spoil(table.row_of("opened_on"), "opened_on", "2025年13月1日", "impossible_date", "S202")
    table.spoil(table.row_of("grid_code", start=1), "grid_code", UNKNOWN_GRID, "unknown_grid", "")
    row = table.row_of("uscc", start=5)
    table.spoil(row, "uscc", str(table.cell(row, "uscc"))[:-1], "short_credit_code", "S321")
    sheet = plain_list(table, "清荷社区企业商户摸排表")
    return _sent(folder, "企业商户摸排表.xlsx", "businesses", "list", table, sheet)


def _care(folder: Path, arrivals: Arrivals, seed: int) -> InboxFile:
    table = records_table(stream(seed, "care"), CARE_FORM, arrivals["special_groups"])
    row = table.row_of("id_no", start=3)
    table.spoil(row, "id_no", _wrong_check(str(table.cell(row, "id_no"))), "wrong_check_digit", "S302")
    table.spoil(table.row_of("category", start=6), "category", "高龄困难", "unknown_code", "S201")
    return _sent(folder, "特殊人群关爱登记表.xls", "special_groups", "form", table, form(table, "特殊人群关爱登记表"))


def _volunteers(folder: Path, arrivals: Arrivals, seed: int) -> InboxFile:
    # This sender writes grids by name.
    named = [
        Arrival(each.record | {"grid_code": _grid_name(each.record["grid_code"])}, each.intent)
        for each in arrivals["volunteers"]
    ]
    table = records_table(stream(seed, "volunteers"), VOLUNTEER_LIST, named)
    table.spoil(table.row_of("name", start=2), "name", "", "missing_name", "S102")
    sheet = plain_list(table, "清荷社区志愿者花名册", merged=False)
    return _sent(folder, "志愿者花名册.csv", "volunteers", "list", table, sheet, "gb18030")


def _visits(folder: Path, arrivals: Arrivals, seed: int) -> InboxFile:
    visits = _to_doors(arrivals)
    late = [each for each in visits if each.intent == "new" and each.record["visited_on"] >= ARRIVING_FROM]
    known = [each for each in visits if each.intent == "known" and "house_code" in each.record][-3:]
    table = records_table(stream(seed, "visits"), VISIT_LIST, known + late[: len(late) // 2])
    table.spoil(table.row_of("visited_on", start=4), "visited_on", "2026-9-31", "impossible_date", "S202")
    sheet = plain_list(table, "9月入户走访记录", merged=False)
    return _sent(folder, "9月走访记录.csv", "visits", "list", table, sheet, "utf-8-sig")


def _visit_pages(folder: Path, arrivals: Arrivals, seed: int) -> InboxFile:
    visits = _to_doors(arrivals)
    late = [each for each in visits if each.intent == "new" and each.record["visited_on"] >= ARRIVING_FROM]
    early = [each for each in visits if each.intent == "new" and each.record["visited_on"] < ARRIVING_FROM]
    table = records_table(stream(seed, "pages"), VISIT_LIST, early + late[len(late) // 2 :])
    table.spoil(table.row_of("mode", start=3), "mode", "入护", "unknown_code", "S201")
    table.spoil(table.row_of("grid_code", start=5), "grid_code", UNKNOWN_GRID, "unknown_grid", "")
    return _sent(folder, "走访登记（打印稿）.xlsx", "visits", "pages", table, printed_pages(table, "民情走访登记表"))


_MAKERS: tuple[Callable[[Path, Arrivals, int], InboxFile], ...] = (
    _persons, _members, _shops, _care, _volunteers, _visits, _visit_pages,
)  # fmt: skip


def _sent(
    folder: Path, name: str, ledger: str, layout: str, table: Table, sheet: Sheet, encoding: str = "utf-8-sig"
) -> InboxFile:
    write_sheet(sheet, folder / name, encoding)
    faults = tuple(
        ExpectedFault(sheet.data_rows[each.row], _full_heading(table, each.col), each.kind, each.code)
        for each in table.spoilt
    )
    faulty = {each.row for each in table.spoilt}
    sound = [intent for row, intent in enumerate(table.intents) if row not in faulty]

    def count(intent: Intent) -> int:
        return sound.count(intent)

    return InboxFile(
        folder / name, ledger, layout, sheet.data_rows, count("known"), count("changed"), count("new"), faults
    )


def _full_heading(table: Table, col: int) -> str:
    column = table.columns[col]
    return f"{column.group}/{column.heading}" if column.group else column.heading


def _inhabited(arrivals: Arrivals) -> list[Arrival]:
    return [each for each in arrivals["households"] if "members" in each.record]


def _to_doors(arrivals: Arrivals) -> list[Arrival]:
    return [each for each in arrivals["visits"] if each.record["target_kind"] in DOORS]


def _grid_name(code: str) -> str:
    return f"第{numeral(int(code[-3:]))}网格"


def _wrong_check(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")
