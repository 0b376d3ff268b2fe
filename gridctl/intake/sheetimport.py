"""One sheet's rows are read, completed and taken in; the result is its SourcePlan."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from gridctl.intake.cells.values import Fault
from gridctl.intake.cells.yearless import period_of
from gridctl.intake.columns.recognise import with_named
from gridctl.intake.dictionary.titleplaces import compound_in, team_in
from gridctl.intake.dictionary.vocabulary import column_at, vocabulary
from gridctl.intake.drafts.addressparts import AddressParts
from gridctl.intake.drafts.rows import Table, read_rows
from gridctl.intake.drafts.sheetnotes import of_sheet, of_values
from gridctl.intake.drafts.statedvalues import StatedValues, stated_parts
from gridctl.intake.outcome import Outcomes, SourcePlan
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.intake.records.gridnames import GridNames, StaffNames
from gridctl.intake.records.knownhouses import place_by_building
from gridctl.intake.records.linking import link_visit, name_staff
from gridctl.intake.records.registeredaddress import as_registered
from gridctl.intake.records.taking import taker_of
from gridctl.intake.sheets.bannerrows import banner_rows, section_rows
from gridctl.intake.sheets.filling import SentRows
from gridctl.intake.sheets.region import without_rows
from gridctl.intake.sheets.reporting import Reporter
from gridctl.schema.ledgers import ledger
from gridctl.text.normalize import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gridctl.findings.finding import Finding
    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.records.merging import Conflicts
    from gridctl.intake.records.state import State
    from gridctl.intake.records.taken import Taken
    from gridctl.intake.records.unmasking import Unmasker
    from gridctl.intake.sheets.foundsheet import FoundSheet

_HEAD_OF_LINE: Final = 16
# Two columns for one field say different things.
_DIFFERING: Final = ("I124", "I199")


def import_sheet(found: FoundSheet, state: State, given_grid: str, conflicts: Conflicts) -> SourcePlan:
    """Take a sheet's rows into the state. ``given_grid`` is for rows that do not know theirs."""
    if found.recognition.match.clashes:
        return _stopped(found, state)
    if found.region.cards:
        return _of_cards(found)
    return _SheetImport(found, state, given_grid, conflicts).run()


def _stopped(found: FoundSheet, state: State) -> SourcePlan:
    """A sheet in which two columns claim one field: every row is rejected, until the sender says which counts."""
    match = found.recognition.match
    report = Reporter(found.book, found.sheet, match.ledger)
    findings = found.findings + of_sheet(found, report, state.settings.profile)
    for one, two in match.clashes:
        findings.append(report.of_column("I123", two, found.region.heading_rows[1], other=one.heading))
    first, second = match.clashes[0]
    return _rejected(found, findings, report, Fault("I123", {"other": first.heading}), second)


def _of_cards(found: FoundSheet) -> SourcePlan:
    """A sheet of cards: every row is rejected, as one household's values would land in another's."""
    report = Reporter(found.book, found.sheet, found.recognition.match.ledger)
    return _rejected(found, found.findings, report, Fault("I137", {"row": str(found.region.cards[0] + 1)}), None)


def _rejected(
    found: FoundSheet, findings: Sequence[Finding], report: Reporter, fault: Fault, at: ColumnMatch | None
) -> SourcePlan:
    """A sheet all of whose rows are rejected for one fault, told at a column or at the first."""
    match, region = found.recognition.match, found.region
    rows = Outcomes()
    for row in region.data:
        rows.add(row, "rejected", findings=(report.of_cell(fault, row, at.col if at else 0, at),))
    cells = SentRows(found.sheet, region.data)
    return SourcePlan(found.book, found.sheet, region, match.ledger, match, rows, tuple(findings), cells)


class _SheetImport:
    """The import of one sheet: what stays the same from row to row."""

    def __init__(self, found: FoundSheet, state: State, given_grid: str, conflicts: Conflicts) -> None:
        self._found = found
        self._state = state
        self._match = found.recognition.match
        self._ledger = ledger(self._match.ledger)
        self._report = Reporter(found.book, found.sheet, self._match.ledger)
        self._columns: dict[int, ColumnMatch] = {each.col: each for each in self._match.columns}
        self._grids = GridNames(state.records("grids"), state.settings)
        self._staff = StaffNames(state.records("staff"))
        columns = self._ledger.columns
        self._staff_fields = tuple(each.name for each in columns if each.col.ref == "staff")
        self._staff_follow = state.staff_follow and self._ledger.name == "grids"
        self._has_grid = self._ledger.key != "grid_code" and any(each.name == "grid_code" for each in columns)
        self._grid = (given_grid or self._grid_of_title()) if self._has_grid else ""
        self._asks_grid = self._ledger.sharding != "single"
        self._taker = taker_of(state, self._ledger.name, found.source, conflicts, keyed=self._gives_keys())
        stated = stated_parts(found.region.stated, vocabulary(self._ledger.name))
        compounds = cache(self._compounds)
        if self._ledger.name == "buildings" and "compound" not in self._match.fields():
            found.recognition = with_named(found.recognition, "compound", compound_in(self._places(), compounds()))
        if self._ledger.name == "volunteers" and "team" not in self._match.fields() and state.fill:
            teams = {str(each.data.get("team") or "") for each in state.records("volunteers").by_key.values()}
            found.recognition = with_named(found.recognition, "team", team_in(found.titles, teams))
        parts = AddressParts(self._ledger.name, self._match.columns, self._places(), compounds, stated)
        if parts and (banners := banner_rows(found.sheet, found.region.data, compounds, parts.col)):
            parts.banners = banners
            found.region = without_rows(found.region, banners)
        if found.region.lone and (sections := section_rows(found.sheet, found.region)):
            found.region = without_rows(found.region, sections, "section")
        self._in_parts = bool(parts)
        self._units = cache(self._names_units)
        self._unmasker = cache(self._make_unmasker)
        self._table: Table = read_rows(
            found.sheet,
            found.region,
            self._match,
            vocabulary(self._ledger.name),
            resolve=self._grids.resolve,
            constant_fields=frozenset(each.field for each in found.recognition.constants),
            parts=parts,
            period=period_of((*found.titles, found.region.unit)),
            profile=state.settings.profile,
        )

    def run(self) -> SourcePlan:
        """Take all rows in."""
        found = self._found
        fields = frozenset(path for path, _ in self._table.columns)
        several = any(slot for _, slot in self._table.columns)
        stated = StatedValues(vocabulary(self._ledger.name), fields, in_parts=self._in_parts, several=several)
        stated.read(found.region.stated, self._grids.resolve)
        if stated.values:
            self._taker.say_of_all(stated.values)
        signing, absent = self._not_signed() if stated.service else (0, frozenset())
        heads = self._names() if stated.head else frozenset()
        notices: dict[tuple[str, int], list[Finding]] = {}
        rows = Outcomes()
        named = 0
        # Constants are the same for the rows below another as for that.
        linked = self._ledger.name == "visits" or not fields.isdisjoint(self._staff_fields)
        complete = linked or bool(found.recognition.constants)
        as_said = not (stated.values or stated.head or self._grid or linked)
        for draft in self._drafts(as_said=as_said):
            if stated.values or stated.service:
                stated.put(draft, came=draft.row not in absent)
                if draft.row in absent:
                    draft.doubts.append((signing, Fault("I229")))
            if "name" in stated.head:
                stated.put_head(draft, heads, first=draft.row == found.region.data[0])
            if self._grid:
                draft.fill["grid_code"] = self._grid
                if self._ledger.name == "households" and draft.own.get("address") and not self._is_known(draft):
                    self._place(draft, told=False)
                    draft.fill["grid_code"] = self._grid
            elif self._has_grid and draft.own.get("address") and not draft.own.get("grid_code"):
                self._place(draft)
            if complete:
                named += self._complete(draft)
            for col, finding in (*self._row(draft, rows), *self._below(draft, rows)):
                notices.setdefault((finding.code, col), []).append(finding)
        findings = (
            *found.findings,
            *of_sheet(found, self._report, self._state.settings.profile),
            *of_values(self._table, self._match, self._report, named),
            *self._of_numbers(),
            *self._of_stated(stated),
            *(_counted(group) for group in notices.values()),
        )
        return SourcePlan(
            found.book,
            found.sheet,
            found.region,
            self._ledger.name,
            self._match,
            rows,
            findings,
            self._table.cells,
        )

    def _not_signed(self) -> tuple[int, frozenset[int]]:
        from gridctl.intake.sheets.attendance import absent_rows

        return absent_rows(self._found.sheet, self._found.region, self._match.columns)

    def _gives_keys(self) -> bool:
        """Whether some row says its record's key."""
        cols = [each.col for each in self._match.columns if each.target and each.target.field == self._ledger.key]
        data = self._found.region.data
        return any(not is_empty(cell) for col in cols for cell in self._found.sheet.distinct(col, data))

    def _drafts(self, *, as_said: bool) -> Iterator[Draft]:
        """The rows; those below another that say the same of their house stay with it where nothing else is known."""
        for draft in self._table.drafts:
            if draft.below and not (as_said and draft.own.get("grid_code")):
                yield from draft.apart()
            else:
                yield draft

    def _of_numbers(self) -> Iterator[Finding]:
        """What was filled in from numbers of documents, told at their column."""
        prefix = "members." if self._ledger.name == "households" else ""
        each = self._columns.get(self._column_of(f"{prefix}{self._taker.numbers.field}"))
        if each is None:
            return
        for name, (count, row) in self._taker.numbers.found.items():
            col = column_at(self._ledger.name, prefix + name).col
            yield self._report.of_column("I155", each, row, count=str(count), label=col.zh, label_en=col.en)

    def _names(self) -> frozenset[str]:
        """The names of all members in the table."""
        col = self._table.columns.get(("members.name", 0))
        if col is None:
            return frozenset()
        return frozenset(squash(cell_text(row[col])) for row in self._table.cells.values() if col < len(row))

    def _of_stated(self, stated: StatedValues) -> Iterator[Finding]:
        """What was said above the table, taken or not."""
        count = str(len(self._found.region.data))
        for code, group in (("I136", stated.used), ("I138", stated.unused)):
            for each in group:
                yield self._report.of_cell(Fault(code, {"label": each.label, "count": count}), each.row, each.col, None)
        for each, fault in stated.faults:
            yield self._report.of_cell(fault, each.row, each.col, None)

    def _grid_of_title(self) -> str:
        for text in (self._found.region.unit, *self._found.titles):
            if code := self._grids.mentioned(text):
                return code
        # 第一网格  网格员：方某, in a line of its own; further on in a text it may be about anything.
        said = {self._grids.mentioned(text[:_HEAD_OF_LINE]) for text in self._found.region.above}
        if len(said - {""}) == 1:
            return max(said)
        return self._grids.only

    def _place(self, draft: Draft, *, told: bool = True) -> None:
        """Put a row without a grid where its building is."""
        houses = self._state.houses if self._state.fill else None
        if houses is None:
            return
        if place_by_building(houses, self._ledger.name, draft.own, draft.fill) and told:
            draft.doubts.append((self._column_of("address"), Fault("I139")))
        if self._ledger.name == "households":
            self._write_as_registered(draft)

    def _is_known(self, draft: Draft) -> bool:
        return bool(self._state.records("households").find({**draft.fill, **draft.own}))

    def _write_as_registered(self, draft: Draft) -> None:
        """Write the address of a new house as the register of buildings does."""
        building = self._state.records("buildings").by_key.get(str(draft.value("building_code") or ""))
        address = str(draft.own["address"])
        if building is None or self._state.records("households").find({"address": address}):
            return
        if (houses := self._state.houses) is not None and houses.settle("", address)[1] == "address":
            # A house of the ledger, typed otherwise: it keeps its own.
            return
        unit = self._units().get(building.key) if building.data.get("units") == 1 else None
        if written := as_registered(address, building.data, unit):
            draft.own["address"] = written
            draft.doubts.append((self._column_of("address"), Fault("I188", {"before": address, "after": written})))

    def _names_units(self) -> dict[str, bool | None]:
        """Whether the known houses of a building name a unit, by the building's code; None where some do."""
        found: dict[str, bool | None] = {}
        for each in self._state.records("households").by_key.values():
            code, address = each.data.get("building_code"), str(each.data.get("address") or "")
            if code and address:
                said = "单元" in address
                found[code] = said if found.setdefault(code, said) is said else None
        return found

    def _places(self) -> list[str]:
        """The titles, what names the building first: of sheets copied in a book, the name had to be changed."""
        sheet, titles = self._found.sheet.name, self._found.titles
        return titles if len(self._found.book.sheets) == 1 else [sheet, *titles]

    def _compounds(self) -> tuple[str, ...]:
        """The names of compounds in the register of buildings."""
        buildings = self._state.records("buildings").by_key.values()
        return tuple(str(each.data.get("compound") or "") for each in buildings)

    def _complete(self, draft: Draft) -> int:
        """Add what the row does not say: constants, visited household, numbers of staff (returns how many)."""
        for constant in self._found.recognition.constants:
            # The category is part of what makes a record, not only a value of it.
            holder = draft.own if constant.field == "category" else draft.fill
            holder.setdefault(constant.field, constant.value)
        if self._ledger.name == "visits":
            link_visit(draft, self._state, self._table.columns)
        return name_staff(draft, self._staff_fields, self._table.columns, self._staff, told=not self._staff_follow)

    def _row(self, draft: Draft, rows: Outcomes) -> Sequence[tuple[int, Finding]]:
        """Take one row in; returns what is to be told about it, with its column, beside why it is rejected."""
        if any(fault.code == "I153" for _, fault in draft.faults):
            self._unmasker().settle(draft)
        if draft.faults:
            self._taker.pass_over()
            faults = [*draft.faults, *_differing(draft.doubts)]
            rows.add(draft.row, "rejected", findings=self._told(draft.row, faults))
            return ()
        taken = self._taker.take(draft)
        if taken.status == "added" and self._asks_grid and not draft.value("grid_code"):
            taken = taken._replace(notices=(("grid_code", Fault("I161")), *taken.notices))
        return self._enter(draft.row, taken, draft.doubts, rows)

    def _make_unmasker(self) -> Unmasker:
        from gridctl.intake.records.unmasking import Unmasker

        return Unmasker(self._state, self._ledger.name, self._table.columns)

    def _below(self, draft: Draft, rows: Outcomes) -> Sequence[tuple[int, Finding]]:
        """Take the rows below one in that say the same of their house, as `_row` does."""
        below = draft.below
        told: list[tuple[int, Finding]] = []
        while below:
            found = self._taker.newcomers(draft, below)
            for (row, _), taken in zip(below, found, strict=False):
                told += self._enter(row, taken, (), rows)
            below = below[len(found) :]
            if below:
                told += self._row(draft.with_person(*below[0]), rows)
                below = below[1:]
        return told

    def _enter(
        self, row: int, taken: Taken, doubts: Sequence[tuple[int, Fault]], rows: Outcomes
    ) -> Sequence[tuple[int, Finding]]:
        """Note what became of a row."""
        status, record, changes, faults, noticed = taken
        if not noticed and not doubts and not faults:
            rows.add(row, status, record, changes)
            return ()
        beside = _differing(doubts) if faults else []
        doubts = [*(each for each in doubts if each not in beside), *self._at_columns(noticed)]
        said = list(zip((col for col, _ in doubts), self._told(row, doubts, record), strict=True))
        rows.add(row, status, record, changes, self._told(row, [*self._at_columns(faults), *beside]))
        return said

    def _told(self, row: int, faults: Sequence[tuple[int, Fault]], record: str = "") -> tuple[Finding, ...]:
        return tuple(self._report.of_cell(fault, row, col, self._columns.get(col), record) for col, fault in faults)

    def _at_columns(self, faults: tuple[tuple[str, Fault], ...]) -> list[tuple[int, Fault]]:
        return [(self._column_of(name), fault) for name, fault in faults]

    def _column_of(self, name: str) -> int:
        """The column a fault of a field is shown at; the first column that is imported if the field has none."""
        bare = name.rpartition(".")[2]
        columns = self._table.columns
        for exact in (True, False):
            for (path, _slot), col in columns.items():
                if path == name if exact else path.rpartition(".")[2] == bare:
                    return col
        return min(columns.values(), default=min(self._columns, default=0))


def _differing(doubts: Iterable[tuple[int, Fault]]) -> list[tuple[int, Fault]]:
    """What is told beside the faults of a row: whoever puts it right can settle between two columns as well."""
    return [(col, fault) for col, fault in doubts if fault.code in _DIFFERING]


def _counted(group: list[Finding]) -> Finding:
    """Many findings of one kind in one column as the first of them, with their number."""
    return replace(group[0], params={**group[0].params, "count": str(len(group))})
