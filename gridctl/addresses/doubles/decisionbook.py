"""The decision workbook as it comes back: what somebody marked in each row, and what cannot be read in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.doubles.barelist import HEADING_WITHIN, read_sheets
from gridctl.addresses.doubles.casetable import COLUMNS, KEEP, VERDICTS
from gridctl.findings.finding import Finding, Place, Severity
from gridctl.schema.codelists import code_list
from gridctl.store.faults import UsageFault
from gridctl.text.cellname import cell_name
from gridctl.text.normalize import label_key, squash

if TYPE_CHECKING:
    from pathlib import Path

_WANTED: Final = frozenset(("group", "verdict", "keep", "id"))
_KEEP: Final = frozenset((KEEP.zh, KEEP.en, "是", "√", "✓", "1", "y", "yes", "x"))
_LABELS: Final = {label_key(label): each.key for each in COLUMNS for label in (each.zh, each.en, each.key)}


class Mark(NamedTuple):
    """One row: the record, or the mention of a person, its verdict ("" for none), whether it is kept, and why.

    ``place`` is its verdict's cell.
    """

    group: str
    record: str
    house_code: str
    verdict: str
    keep: bool
    why: str
    place: Place


def read_marks(path: Path) -> tuple[list[list[Mark]], list[Finding]]:
    """Read a workbook's groups in order, and the findings C311 (a verdict that is none).

    A group with a verdict that cannot be read is left out. Raises NotFound and UsageFault for a file that is no
    decision workbook.
    """
    for name, rows in read_sheets(path):
        for at, row in enumerate(rows[:HEADING_WITHIN]):
            columns = {key: n for n, cell in enumerate(row) if (key := _LABELS.get(label_key(cell)))}
            if columns.keys() >= _WANTED:
                return _read(path.name, name, rows, at + 1, columns)
    raise UsageFault(
        f"{path.name} 不是判断表：没有“组、判断、保留、编号”这些列。请用 gridctl codes duplicates --format xlsx 生成。",
        f"{path.name} is no decision workbook: it lacks the columns group, verdict, keep and id. "
        "Make one with gridctl codes duplicates --format xlsx.",
    )


def _read(
    file: str, sheet: str, rows: list[list[str]], first: int, columns: dict[str, int]
) -> tuple[list[list[Mark]], list[Finding]]:
    groups: dict[str, list[Mark]] = {}
    findings: list[Finding] = []
    broken: set[str] = set()
    for number, cells in enumerate(rows[first:], start=first + 1):
        told = {key: squash(cells[n]) if n < len(cells) else "" for key, n in columns.items()}
        if not told["id"]:
            continue
        place = Place(file, sheet=sheet, cell=cell_name(number - 1, columns["verdict"]))
        found = code_list(VERDICTS).find(told["verdict"]) if told["verdict"] else None
        if told["verdict"] and found is None:
            findings.append(Finding("C311", Severity.ERROR, place, params={"verdict": told["verdict"]}))
            broken.add(told["group"])
        mark = Mark(
            told["group"],
            told["id"],
            told.get("house_code", ""),
            found.key if found else "",
            told["keep"].casefold() in _KEEP,
            told.get("why", ""),
            place,
        )
        groups.setdefault(told["group"], []).append(mark)
    return [marks for group, marks in groups.items() if group not in broken], findings
