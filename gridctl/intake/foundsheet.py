"""A sheet that will be imported: where its rows are and which ledger they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gridctl.intake.book import is_empty
from gridctl.intake.headings import is_label
from gridctl.intake.profiles import fingerprint
from gridctl.intake.recognise import recognise
from gridctl.intake.region import find_region
from gridctl.intake.reporting import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gridctl.findings.finding import Finding
    from gridctl.intake.book import Book, Sheet
    from gridctl.intake.profiles import SenderProfile
    from gridctl.intake.recognise import Recognition
    from gridctl.intake.region import Region


@dataclass(slots=True)
class FoundSheet:
    """One sheet with its parts and its ledger; ``number`` is its turn among all sheets given."""

    number: int
    book: Book
    sheet: Sheet
    region: Region
    recognition: Recognition
    findings: list[Finding] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """What says what the sheet is about: its title, its name, the file's name."""
        return [self.region.title, self.sheet.name, self.book.path.stem]


def look_at(
    number: int,
    book: Book,
    sheet: Sheet,
    name: str | None,
    answers: Mapping[str, str],
    profiles: Callable[[str], SenderProfile | None] = lambda _fingerprint: None,
) -> tuple[FoundSheet | None, list[Finding]]:
    """Find what a sheet is; None, with the reason, if it is not to be imported.

    ``profiles`` gives what is known about the layout with a fingerprint.
    """
    report = Reporter(book, sheet, "")
    if not any(not is_empty(cell) for row in sheet.rows for cell in row):
        return None, [report.of_sheet("I109")] if sheet.visible and len(book.sheets) == 1 else []
    if not sheet.visible:
        return None, [report.of_sheet("I110")]
    region = find_region(sheet, is_label)
    if region is None:
        return None, [report.of_sheet("I112")]

    def filled(col: int) -> bool:
        return any(not is_empty(sheet.value(row, col)) for row in region.data)

    profile = profiles(fingerprint(each.text for each in region.headings))
    if profile is not None:
        answers = {**profile.answers, **answers}
        name = name or profile.ledger
    titles = [region.title, sheet.name, book.path.stem]
    recognition = recognise(region.headings, titles, ledger=name, answers=answers, filled=filled)
    if recognition is None:
        return None, [report.of_sheet("I120", headings="、".join(each.text for each in region.headings[:8]))]
    found = FoundSheet(number, book, sheet, region, recognition)
    report = Reporter(book, sheet, recognition.match.ledger)
    if profile is not None:
        found.findings.append(report.of_sheet("I117", name=profile.name))
    if recognition.rival:
        found.findings.append(report.of_sheet("I119", ledger=recognition.match.ledger, rival=recognition.rival))
    return found, []
