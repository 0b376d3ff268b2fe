"""The groups of one house as a table, a row a record: what the terminal, JSON and the decision workbook show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from gridctl.addresses.doubles.words import reason, reasons, words
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import PERSONAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.doubles.evidence import Case, House
    from gridctl.findings.table import Cell

KEEP: Final = Words("保留", "keep")
VERDICTS: Final = "duplicate_verdict"

# The address is what the work is about, so it is shown in full; the names of those who live there are not.
COLUMNS: Final = (
    TableColumn("group", "组", "group", "count", 4),
    TableColumn("tier", "把握", "tier", width=6),
    TableColumn("verdict", "判断", "verdict", width=8),
    TableColumn("keep", "保留", "keep", width=6),
    TableColumn("house_code", "房屋编码", "house code", width=27),
    TableColumn("address", "地址", "address", width=40),
    TableColumn("people", "人数", "people", "count", 6),
    TableColumn("names", "住户", "residents", width=16, sens=PERSONAL, mask="name"),
    TableColumn("references", "被引用", "referred to", "count", 8),
    TableColumn("collected_on", "采集日期", "collected on", "date", 12),
    TableColumn("first_seen", "台账里最早", "in the ledgers since", "date", 12),
    TableColumn("grid_code", "网格", "grid", width=16),
    TableColumn("reasons", "理由", "reasons", width=30),
    TableColumn("why", "为什么", "why", width=20),
    TableColumn("id", "编号", "id", width=15),
)
_TITLE: Final = Words("一房多码", "Houses under several codes")
_NOTES: Final = (
    Words(
        "一组是一处房屋的几条登记。在每组第一行“判断”里选：同一、不同、待查，整组有效；个别行另有判断的写在那一行，"
        "是与保留行相比。判为同一的，在“保留”里只标一行。",
        "A group is one house listed several times. Choose a verdict in the first row of each group: it holds for the "
        "group; a verdict in another row holds for that row beside the one kept. Mark one row to keep.",
    ),
    Words(
        "填好后运行 gridctl codes decide 文件，再用 gridctl codes apply 合并。改变以前的判断要在“为什么”里写明。",
        "Then run gridctl codes decide FILE, and gridctl codes apply to merge. To change an earlier verdict, say why.",
    ),
)


def case_table(cases: Sequence[Case], *, blocks: bool = False) -> Table:
    """The groups as a table; with ``blocks`` an empty row stands between groups and notes say what to fill in."""
    rows: list[tuple[Cell, ...]] = []
    for number, case in enumerate(cases):
        if blocks and number:
            rows.append((None,) * len(COLUMNS))
        rows += [_row(case, house) for house in case.houses]
    return Table(_TITLE, COLUMNS, tuple(rows), notes=_NOTES if blocks else ())


def choices(language: str) -> dict[str, list[str]]:
    """What the cells of the decision workbook drop down."""
    return {
        "verdict": [item.zh if language == "zh" else item.en for item in code_list(VERDICTS).items],
        "keep": [KEEP.text(language)],
    }


def case_data(case: Case, *, reveal: bool, language: str) -> dict[str, Any]:
    """One group for machines; names are left out unless ``reveal``."""
    return {
        "group": case.number,
        "tier": case.tier,
        "reasons": list(case.reasons),
        "explanation": [reason(key).text(language) for key in case.reasons],
        "verdict": case.verdict or None,
        "keeper": {"id": case.keeper.id, "house_code": case.keeper.code, "why": case.why_keep},
        "houses": [_data(house, reveal=reveal) for house in case.houses],
    }


def _row(case: Case, house: House) -> tuple[Cell, ...]:
    first = house is case.keeper
    verdict = code_list(VERDICTS).item(case.verdict) if case.verdict and first else None
    why = words("keeper", case.why_keep)
    told = reasons(case.reasons) if not first else Words(
        f"{reasons(case.reasons).zh}；建议保留：{why.zh}", f"{reasons(case.reasons).en}; proposed to keep: {why.en}"
    )  # fmt: skip
    return (
        case.number,
        words("tiers", case.tier),
        Words(verdict.zh, verdict.en) if verdict else None,
        KEEP if first else None,
        house.code,
        house.address,
        len(house.people),
        "、".join(house.people),
        sum(house.references.values()),
        date.fromisoformat(house.collected_on) if house.collected_on else None,
        date.fromisoformat(house.first_seen) if house.first_seen else None,
        house.grid,
        told,
        None,
        house.id,
    )


def _data(house: House, *, reveal: bool) -> dict[str, Any]:
    data = {
        "id": house.id,
        "house_code": house.code or None,
        "address": house.address,
        "grid_code": house.grid or None,
        "people": len(house.people),
        "references": dict(house.references),
        "collected_on": house.collected_on or None,
        "first_seen": house.first_seen or None,
        "sound": house.sound,
    }
    return data | {"names": list(house.people)} if reveal else data
