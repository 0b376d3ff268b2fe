"""A sheet that will be imported: where its rows are and which ledger they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from gridctl.intake.cells.values import Fault
from gridctl.intake.cells.yearless import period_of
from gridctl.intake.columns.headings import is_label
from gridctl.intake.columns.profiles import fingerprint
from gridctl.intake.columns.recognise import recognise
from gridctl.intake.columns.standing import may_say_standing, with_standings
from gridctl.intake.dictionary.vocabulary import Target, column_at, vocabulary
from gridctl.intake.reading.book import is_empty
from gridctl.intake.sheets.cards import LEAST_PAIRS, CardReader, as_table, labels_of
from gridctl.intake.sheets.region import find_region
from gridctl.intake.sheets.reporting import Reporter
from gridctl.intake.sheets.tables import PartOfSheet, parts_of
from gridctl.text.normalize import label_key, squash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridctl.findings.finding import Finding
    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.columns.profiles import SenderProfile
    from gridctl.intake.columns.recognise import Recognition
    from gridctl.intake.reading.book import Book, Sheet
    from gridctl.intake.sheets.region import Region


@dataclass(slots=True)
class FoundSheet:
    """One table of a sheet with its parts and its ledger; ``number`` is its turn among all given.

    ``section`` is what it is called among several on one sheet, ``turn`` its number there.
    """

    number: int
    book: Book
    sheet: Sheet
    region: Region
    recognition: Recognition
    findings: list[Finding] = field(default_factory=list)
    section: str = ""
    turn: int = 0

    @property
    def source(self) -> tuple[str, str]:
        """What tells what this table says from what others say."""
        return self.book.sha256, f"{self.sheet.name}#{self.turn}" if self.turn else self.sheet.name

    @property
    def titles(self) -> list[str]:
        """What says what the table is about: its own title, the sheet's, the sheet's name, the file's name."""
        section = [self.section] if self.section else []
        return [*section, self.region.title, self.sheet.name, self.book.path.stem]

    def note_unknown(self) -> None:
        """Put the columns that nobody knows, and that hold something, into the note."""
        match = self.recognition.match
        columns = tuple(
            replace(each, target=Target("note", role="note"), suggestion="")
            if each.target is None and self.sheet.count(each.col, self.region.data)
            else each
            for each in match.columns
        )
        self.recognition = replace(self.recognition, match=replace(match, columns=columns))


def look_at(
    number: int,
    book: Book,
    sheet: Sheet,
    name: str | None,
    answers: Mapping[str, str],
    profiles: Callable[[str], SenderProfile | None] = lambda _fingerprint: None,
) -> tuple[list[FoundSheet], list[Finding]]:
    """Find the tables of a sheet, the first of this number; beside them, why one is not to be imported.

    ``profiles`` gives what is known about the layout with a fingerprint.
    """
    report = Reporter(book, sheet, "")
    if not any(not is_empty(cell) for row in sheet.rows for cell in row):
        return [], [report.of_sheet("I109")] if sheet.visible and len(book.sheets) == 1 else []
    if not sheet.visible:
        return [], [report.of_sheet("I110")]
    region = find_region(sheet, is_label)
    if region is None or region.cards or _names_somebody(region):
        tables, told = _of_cards(number, book, sheet, name, answers, profiles)
        if region is None and not tables:
            tables = _of_dwellings(number, book, sheet, name, answers, profiles)
        if tables or region is None:
            return tables, told or [report.of_sheet("I112")] if not tables else told
    tables = []
    findings: list[Finding] = []
    for part in parts_of(sheet, region, is_label):
        own = region if part.sheet is sheet else find_region(part.sheet, is_label)
        if own is None or (tables and not own.data):
            continue
        found = _table(number + len(tables), book, part, own, name, answers, profiles)
        if found is None:
            findings.append(report.of_sheet("I120", headings="、".join(each.text for each in own.headings[:8])))
        else:
            found.turn = len(tables)
            tables.append(found)
    return tables, findings


def _of_dwellings(
    number: int,
    book: Book,
    sheet: Sheet,
    name: str | None,
    answers: Mapping[str, str],
    profiles: Callable[[str], SenderProfile | None],
) -> list[FoundSheet]:
    """A floor plan, or a chain of replies from a chat, as a table of households; nothing if the sheet is neither."""
    from gridctl.intake.sheets.floorplan import dwellings
    from gridctl.intake.sheets.madetable import made_table
    from gridctl.intake.sheets.signupchain import replies

    if name not in (None, "households"):
        return []
    title, rows = _first_text(sheet), dwellings(sheet)
    if not rows:
        title, rows = replies(sheet)
    if not rows:
        return []
    made, own = made_table(sheet, title, rows)
    found = _table(number, book, PartOfSheet(made), own, "households", answers, profiles)
    if found is None:
        return []
    found.findings.append(Reporter(book, sheet, "households").of_sheet("I200", count=str(len(rows))))
    return [found]


def _names_somebody(region: Region) -> bool:
    """Whether somebody is described above a table, who need not be head of a household: it is their family."""
    names = vocabulary("special_groups").targets
    targets = (names.get(key) for each in region.stated if not (key := label_key(each.label)).startswith("户主"))
    return len(region.stated) >= LEAST_PAIRS and any(target and target.field == "name" for target in targets)


def _of_cards(
    number: int,
    book: Book,
    sheet: Sheet,
    name: str | None,
    answers: Mapping[str, str],
    profiles: Callable[[str], SenderProfile | None],
) -> tuple[list[FoundSheet], list[Finding]]:
    """A sheet of cards as a table of its own; nothing if it has none."""
    cards = CardReader(sheet, is_label).read()
    if sum(len(card.pairs) for card in cards) < LEAST_PAIRS:
        return [], []
    title = _first_text(sheet)
    title = "" if is_label(title) else title
    labels = labels_of(cards)
    recognition = recognise(labels, [title, sheet.name, book.path.stem], ledger=name, answers=answers)
    if recognition is None:
        return [], []
    ledger = recognition.match.ledger
    made, own = as_table(sheet, cards, ledger, title)
    found = _table(number, book, PartOfSheet(made), own, ledger, answers, profiles)
    if found is None:
        return [], []
    report = Reporter(book, sheet, ledger)
    found.findings.append(report.of_sheet("I177", count=str(len(cards))))
    for card in cards:
        left = [*card.unread]
        if ledger != "households":
            left += [
                (f"{label}…", (rows[0], col))
                for headings, rows in card.tables
                for col, label in [*headings.items()][:1]
                if rows
            ]
        for text, (row, col) in left:
            found.findings.append(report.of_cell(Fault("I138", {"label": text[:12]}), row, col, None))
    return [found], []


def _first_text(sheet: Sheet) -> str:
    """The first text near the top of a sheet that is no table: most likely its title."""
    return next((squash(cell) for row in sheet.rows[:5] for cell in row if isinstance(cell, str) and cell.strip()), "")


def _may_name_family(each: ColumnMatch) -> bool:
    return each.target is None or each.target.role == "note" or each.target.slot == -1


def _table(
    number: int,
    book: Book,
    part: PartOfSheet,
    region: Region,
    name: str | None,
    answers: Mapping[str, str],
    profiles: Callable[[str], SenderProfile | None],
) -> FoundSheet | None:
    # Every ledger's vocabulary asks anew.
    @cache
    def filled(col: int) -> bool:
        # Most that are filled are so in their first row; of one that is not, nearly all cells are alike.
        begins_filled = any(not is_empty(part.sheet.value(row, col)) for row in region.data[:1])
        return begins_filled or not all(map(is_empty, part.sheet.distinct(col, region.data)))

    profile = profiles(fingerprint(each.text for each in region.headings))
    if profile is not None:
        answers = {**profile.answers, **answers}
        name = name or profile.ledger
    titles = [region.title, part.sheet.name, book.path.stem]
    recognition = recognise(region.headings, titles, ledger=name, answers=answers, filled=filled, section=part.section)
    if recognition is None:
        return None
    match = _by_what_stands_below(recognition, titles, part.sheet, region)
    unknown = {each.col for each in recognition.match.unknown}
    days = [
        each
        for each in match.columns
        if each.col in unknown and each.target and each.target.field.startswith("services.")
    ]
    licence = ""
    if any(each.target and each.target.field.startswith("licences.") for each in match.columns):
        from gridctl.intake.columns.titledlicences import of_titled_kind

        match, licence = of_titled_kind(match, titles)
    recognition = replace(recognition, match=match)
    found = FoundSheet(number, book, part.sheet, region, recognition, section=part.section)
    report = Reporter(book, part.sheet, recognition.match.ledger)
    if days:
        headings = "、".join(" ".join(each.heading.split()) for each in days[:8])
        found.findings.append(report.of_sheet("I194", headings=headings, count=str(len(days))))
    if licence:
        label = column_at(match.ledger, "licences.kind").col.zh
        found.findings.append(report.of_sheet("I128", word=licence, label=label, constant=licence))
    if profile is not None:
        found.findings.append(report.of_sheet("I117", profile=profile.name))
    if recognition.rival:
        found.findings.append(report.of_sheet("I119", ledger=recognition.match.ledger, rival=recognition.rival))
    return found


def _by_what_stands_below(found: Recognition, titles: Sequence[str], sheet: Sheet, region: Region) -> HeadingMatch:
    """The columns with what their cells tell where headings alone do not.

    Most sheets have no column that one of these ways is for: it is loaded only for a sheet that has.
    """
    match = found.match
    if match.ledger == "volunteers" and (match.unknown or "services.date" in match.fields()):
        from gridctl.intake.columns.dated import with_services

        match = with_services(match, region.headings, period_of((*titles, region.unit)), sheet, region.data)
    if any(each.target is None or each.variant or each.target.field == "status" for each in match.columns):
        from gridctl.intake.columns.byvalues import known_by_values

        titled = {each.field for each in found.constants}
        match = known_by_values(match, vocabulary(match.ledger), sheet, region.data, titled)
    if any(map(may_say_standing, match.columns)):
        match = with_standings(match, sheet, region.data)
    if match.ledger == "households" and any(map(_may_name_family, match.columns)):
        from gridctl.intake.columns.familytext import with_families

        match = with_families(match, sheet, region.data)
    return match
