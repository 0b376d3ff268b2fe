"""Staff whom a list of grids names, and who are only in a later list of the same import."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gridctl.intake.records.gridnames import StaffNames
from gridctl.intake.records.linking import as_told
from gridctl.intake.sheets.reporting import Reporter
from gridctl.schema.ledgers import ledger

if TYPE_CHECKING:
    from gridctl.findings.finding import Finding
    from gridctl.intake.records.state import State
    from gridctl.intake.sheets.foundsheet import FoundSheet


def number_staff_of_grids(state: State, sheet: FoundSheet) -> list[Finding]:
    """Put numbers for the names of staff in grids that an import touched; what is told stands at ``sheet``."""
    staff = StaffNames(state.records("staff"))
    fields = [each for each in ledger("grids").columns if each.col.ref == "staff"]
    named, unclear = 0, Counter[str]()
    for code, working in state.records("grids").by_key.items():
        for each in fields if working.touched else ():
            value = working.data.get(each.name)
            names = [*map(str, value)] if isinstance(value, list) else [str(value)] if value else []
            numbers = [staff.resolve(name, code) for name in names]
            unclear.update(name for name, number in zip(names, numbers, strict=True) if number is None)
            settled = [number or name for name, number in zip(names, numbers, strict=True)]
            if settled != names:
                named += sum(one != other for one, other in zip(settled, names, strict=True))
                working.touch()[each.name] = settled if isinstance(value, list) else settled[0]
    report = Reporter(sheet.book, sheet.sheet, "grids")
    told = [report.of_sheet("I149", heading=ledger("grids").zh, count=str(named))] if named else []
    told += [report.of_sheet("I168", staff=as_told(name), count=str(count)) for name, count in unclear.items()]
    return told
