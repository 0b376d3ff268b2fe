"""From typed columns to drafts: what each row says about a record, its members and the resident it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.draft import Draft, Slot
from gridctl.intake.cells.nameremarks import remarks_of
from gridctl.intake.cells.severalnames import cells_with_names
from gridctl.intake.cells.severalvalues import several_of
from gridctl.intake.cells.values import ColumnValues, Fault, read_column
from gridctl.intake.columns.asked import refuse_other_places
from gridctl.intake.columns.couples import Couples
from gridctl.intake.columns.headings import is_label
from gridctl.intake.columns.standing import put_standings, standings_in
from gridctl.intake.columns.tenants import let_by_dwelling, put_let
from gridctl.intake.dictionary.vocabulary import CATEGORY, Target, Vocabulary, column_at
from gridctl.intake.drafts.addressparts import AddressParts
from gridctl.intake.drafts.dayparts import as_days, days_in_parts
from gridctl.intake.drafts.documentnumbers import IdCheck, of_other_birth, of_other_sex
from gridctl.intake.drafts.houseruns import HouseRuns
from gridctl.intake.drafts.leftovers import may_be_noted, set_aside
from gridctl.intake.drafts.longdays import over_a_day
from gridctl.intake.drafts.notnames import NAMES, nobodies, put_nobody
from gridctl.intake.drafts.plaincolumns import PlainColumns
from gridctl.intake.drafts.putting import (
    put_also,
    put_doubts,
    put_faults,
    put_further,
    put_leftovers,
    put_persons,
    put_remarks,
)
from gridctl.intake.drafts.together import completed, differing, is_blank, joined, listed, with_note, with_other
from gridctl.intake.reading.book import cell_text, is_empty
from gridctl.intake.records.householdrows import CarriedHouse, settle_members
from gridctl.intake.sheets.filling import fill_rows
from gridctl.text.citizen_id import is_valid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.drafts.putting import Step
    from gridctl.intake.reading.book import Cell, Sheet
    from gridctl.intake.sheets.filling import FilledRows
    from gridctl.intake.sheets.region import Region
    from gridctl.schema.col import Profile

# Drafts that are there at one time.
_BLOCK: Final = 4096
_NOTE: Final = ("note", 0)
# Whom a row is about.
_OF_ROW: Final = frozenset(("name", "members.name"))


@dataclass(slots=True)
class Table:
    """The rows of one sheet as drafts, made as they are asked for: of a large sheet they would fill the memory.

    ``cells`` are the rows as sent, with what merged cells and 同上 stand for put in; ``columns`` tells which column a
    field came from; ``cleanings`` are a column, the finding's code, how often, the first row, before and after. They
    are complete when the drafts have been taken.
    """

    cells: Mapping[int, list[Cell]]
    columns: dict[Slot, int] = field(default_factory=dict)
    cleanings: list[tuple[ColumnMatch, str, int, int, str, str]] = field(default_factory=list)
    drafts: Iterator[Draft] = field(default_factory=lambda: iter(()))


def read_rows(
    sheet: Sheet,
    region: Region,
    match: HeadingMatch,
    vocabulary: Vocabulary,
    *,
    resolve: Callable[[str], str | Fault],
    constant_fields: frozenset[str] = frozenset(),
    parts: AddressParts | None = None,
    period: str = "",
    profile: Profile = "default",
) -> Table:
    """Read the data rows of a sheet. The title gives ``constant_fields`` a value; there, a faulty cell is a doubt.

    ``parts`` are the columns that make an address together, ``period`` that of days without year or month; ``profile``
    tells which fields are required.
    """
    filled = fill_rows(sheet, region)
    parts = parts or AddressParts(vocabulary.ledger.name, match.columns)
    parts.continue_down(filled, _whole_addresses(match))
    parts.under_banners(filled)
    table = Table(filled.cells)
    if vocabulary.ledger.name == "visits":
        from gridctl.intake.records.diaries import carry_days

        if carried := carry_days(filled, match, period):
            table.cleanings.append(carried)
    grids = None if vocabulary.ledger.name == "grids" else resolve
    reading = _Reading(sheet, region, match, vocabulary, filled, table, parts, period, profile, grids, constant_fields)
    reading.read_columns()
    table.drafts = reading.drafts()
    return table


class _Reading:
    """Columns are read as a whole; what they give to drafts is kept as steps, for one block of rows after the other."""

    def __init__(
        self,
        sheet: Sheet,
        region: Region,
        match: HeadingMatch,
        vocabulary: Vocabulary,
        filled: FilledRows,
        table: Table,
        parts: AddressParts,
        period: str,
        profile: Profile,
        resolve: Callable[[str], str | Fault] | None,
        constant_fields: frozenset[str],
    ) -> None:
        self._sheet = sheet
        self._region = region
        self._match = match
        self._ledger = vocabulary.ledger.name
        self._order = _in_order(match.columns, vocabulary)
        self._filled = filled
        self._table = table
        self._parts = parts
        self._period = period
        self._profile = profile
        self._resolve = resolve
        self._constant_fields = constant_fields
        self._couples = Couples(match.columns)
        # By slot: what the only column of a field so far says, what several do, those that make one text, and all.
        self._alone: dict[Slot, list[Any]] = {}
        self._shared: dict[Slot, list[Any]] = {}
        self._joined: dict[Slot, list[tuple[int, ColumnValues]]] = {}
        self._told: dict[Slot, tuple[ColumnMatch, ColumnValues]] = {}
        # Steps to take when those of all columns are taken.
        self._aside: list[Step] = []
        self._steps: list[Step] = []
        self._plain: list[PlainColumns] = []
        # Rows of which more is said than their plain columns do.
        self._single: set[int] = set()
        # Rows with a number that is no citizen id as it stands: whether it should be, the kind of document tells.
        self._unsettled: set[int] = set()

    def read_columns(self) -> None:
        """Read all columns."""
        for each in self._order:
            target = each.target
            if target is None or target.role in ("ignore", "serial", "day"):
                continue
            cells = self._filled.column(each.col)
            if target.role == "standing":
                if found := standings_in(cells, each):
                    self._put_aside(found, partial(put_standings, self._ledger, each, found))
            elif target.role == "family":
                self._read_families(each, cells)
            elif target.field != "id" or not all(map(_counts, cells)):
                self._read_column(each, target, cells)
        self._put_plainly(self._shared)
        self._read_days()
        self._compare_sexes()
        self._compare_births()
        self._table.cleanings += over_a_day(self._told, self._region.data)
        if let := let_by_dwelling(self._told):
            self._put_aside(let[1], partial(put_let, *let))
        self._put_plainly(self._alone)
        for slot, group in self._joined.items():
            ordered = [values.values for _, values in sorted(group, key=lambda item: item[0])]
            self._put_plainly({slot: joined(ordered)})
        if self._parts:
            self._table.columns.setdefault((self._parts.field, 0), self._parts.col)
            self._steps.append(self._parts.put)
        self._steps += self._aside

    def _read_column(self, each: ColumnMatch, target: Target, cells: Sequence[Cell]) -> None:
        """Read one column that gives a field a value, or goes into the note."""
        # A person on several lists is as many records.
        several = self._ledger == "special_groups" and target.field == CATEGORY
        others: Sequence[Sequence[Cell]] = ()
        if several and not target.flag:
            cells, *others = several_of(cells, self._ledger)
        if target.role == "hint":
            from gridctl.intake.drafts.hints import hinted, put_hints

            if found := hinted(self._ledger, target, cells):
                self._put_aside(found, partial(put_hints, each, target.field, found))
            target = Target("note", role="note")
        values = read_column(self._ledger, target, cells, resolve=self._resolve, period=self._period)
        self._note_cleanings(each, values)
        if target.role == "note":
            self._put_other(each, values.values)
            return
        if target.field.endswith("id_no"):
            # The kind of document tells whether they should be citizen ids.
            self._unsettled.update(values.cleaned.where(lambda number: not is_valid(number)))
        slot = (target.field, target.slot)
        first = slot not in self._table.columns
        if not target.part:
            self._table.columns.setdefault(slot, each.col)
        self._told[slot] = (each, values)
        self._look_at_names(slot, each, values, cells)
        if target.also:
            self._put_aside(_said(values), partial(put_also, slot, target.also, values))
        if target.part:
            refuse_other_places(values)
        constant = target.field in self._constant_fields
        if not constant and (left := set_aside(self._ledger, target, values, cells, self._profile)):
            from gridctl.intake.drafts.hints import fill_hints, likely, put_by_name

            self._put_aside(left, partial(put_by_name, self._ledger, target.field, left))
            if found := likely(self._ledger, target, left):
                self._put_aside(found, partial(fill_hints, target.field, found))
            self._put_aside(left, partial(put_leftovers, slot, each, left))
        if values.faults and constant:
            # The title gives the value.
            said = {at: fault.params.get("value", "") for at, fault in values.faults.items()}
            self._doubt(each, said, "I131", noted=True)
        elif values.faults:
            self._put_where(values.faults, partial(put_faults, each, values.faults))
        if target.part:
            self._parts.add(each, values)
        elif target.join:
            self._joined.setdefault(slot, []).append((target.join, values))
        elif first and target.field != "note" and not others:
            self._alone[slot] = values.values
        elif several:
            for one in (values, *(read_column(self._ledger, target, other) for other in others)):
                self._put_further(slot, one.values)
        else:
            self._share(slot, each, values.values, cells)

    def _look_at_names(self, slot: Slot, each: ColumnMatch, values: ColumnValues, cells: Sequence[Cell]) -> None:
        """Take out of a column of names what is none, and what stands beside them."""
        name = slot[0]
        if self._couples and name == "name":
            self._part_couples(slot, each, values, cells)
        if column_at(self._ledger, name).col.mask == "name":
            self._take_remarks(slot, each, values)
            if name in _OF_ROW and (named := cells_with_names(cells, is_label)):
                self._part_names(slot, each, values, named)
        if name == NAMES.get(self._ledger) and (none := nobodies(self._ledger, values.values)):
            self._leave_out(slot, each, values, none)

    def _share(self, slot: Slot, each: ColumnMatch, said: list[Any], cells: Sequence[Cell]) -> None:
        """Put in a column that is not the only one of its field: a value before it counts, and lists are one list."""
        before = self._before(slot)
        col = column_at(self._ledger, slot[0])
        if col.name == "note":
            self._shared[slot] = with_note(before, each.key, said)
        elif col.kind == "list":
            self._shared[slot] = listed(before, said)
        else:
            self._shared[slot] = completed(before, said)
            if others := {at: cell_text(cells[at]).strip() for at in differing(before, said)}:
                noted = may_be_noted(self._ledger, col)
                self._doubt(each, others, "I124" if noted else "I199", noted=noted, count="1")

    def _put_further(self, slot: Slot, said: list[Any]) -> None:
        """Put in a column of further values of a field, that make as many records."""
        before = self._before(slot)
        self._shared[slot] = completed(before, said)
        further = {at: said[at] for at in differing(before, said)}
        self._put_where(further, partial(put_further, further))

    def _before(self, slot: Slot) -> list[Any]:
        """What the columns of a field said so far."""
        if slot in self._alone:
            self._shared[slot] = self._alone.pop(slot)
        return self._shared.get(slot) or [None] * len(self._region.data)

    def _doubt(self, each: ColumnMatch, said: Mapping[int, str], code: str, *, noted: bool, **more: str) -> None:
        """Tell of cells whose text does not count; where it may be ``noted``, it stays in the note."""
        doubts = {at: Fault(code, {"value": text, **more}) for at, text in said.items()}
        self._put_where(doubts, partial(put_doubts, each, doubts))
        if noted:
            self._put_other(each, [said.get(at) for at in range(len(self._region.data))])

    def _put_other(self, each: ColumnMatch, said: list[str | None]) -> None:
        """Put what a column says that gives no field a value into the note."""
        if not is_blank(said):
            self._shared[_NOTE] = with_other(self._before(_NOTE), each.key, said)

    def _put_plainly(self, columns: Mapping[Slot, list[Any]]) -> None:
        self._plain.append(PlainColumns(columns))
        self._steps.append(self._plain[-1].put)

    def _put_where(self, positions: Iterable[int], step: Step) -> None:
        """Take a step that says more of the rows at some positions."""
        self._single.update(positions)
        self._steps.append(step)

    def _put_aside(self, positions: Iterable[int], step: Step) -> None:
        """Take a step that comes after all columns are in."""
        self._single.update(positions)
        self._aside.append(step)

    def _read_days(self) -> None:
        """Read the days whose years, months and days are in columns of their own."""
        for path, columns in days_in_parts(self._match.columns).items():
            each = columns[-1]
            cells = as_days([self._filled.column(one.col) for one in columns])
            values = read_column(self._ledger, Target(path), cells, period=self._period)
            self._note_cleanings(each, values)
            slot = (path, 0)
            self._table.columns.setdefault(slot, each.col)
            self._put_where(values.faults, partial(put_faults, each, values.faults))
            self._put_plainly({slot: values.values})

    def _compare_sexes(self) -> None:
        """Tell of the persons whose sex is not that of their number: which was copied wrongly, only they can say."""
        for each, values, _, numbers in self._beside_numbers("sex"):
            if found := of_other_sex(values.values, numbers.values):
                self._table.cleanings.append((each, "I179", len(found), self._region.data[found[0]], "", ""))

    def _compare_births(self) -> None:
        """Send back who has another birth date than their number says: somebody has to look at the document."""
        for each, values, of, numbers in self._beside_numbers("birth_date"):
            if found := of_other_birth(values.values, numbers.values):
                faults = {at: Fault("I220", {"value": str(values.values[at]), "numbers": of.heading}) for at in found}
                self._put_where(faults, partial(put_faults, each, faults))

    def _beside_numbers(self, field: str) -> Iterator[tuple[ColumnMatch, ColumnValues, ColumnMatch, ColumnValues]]:
        """The columns of a field of persons, each with the column of the same persons' document numbers."""
        for (path, slot), (each, values) in self._told.items():
            holder, _, name = path.rpartition(".")
            if name == field and (numbers := self._told.get((f"{holder}.id_no" if holder else "id_no", slot))):
                yield each, values, *numbers

    def _take_remarks(self, slot: Slot, each: ColumnMatch, values: ColumnValues) -> None:
        """Take what stands in brackets behind names out of them."""
        found = remarks_of(values.values)
        for position, remark in found.items():
            values.values[position] = remark.name
        if found:
            first = min(found)
            row = self._region.data[first]
            before = cell_text(_at(self._table.cells[row], each.col))
            self._table.cleanings.append((each, "I178", len(found), row, before, found[first].name))
            self._put_where(found, partial(put_remarks, slot, found))

    def _leave_out(self, slot: Slot, each: ColumnMatch, values: ColumnValues, found: Mapping[int, str]) -> None:
        """Leave out what is no name: a dwelling is entered without anybody, the row of a shop comes back."""
        said = {at: str(values.values[at]) for at in found}
        for at in found:
            values.values[at] = None
        if "." in slot[0]:
            self._put_aside(found, partial(put_nobody, slot, each, {at: (found[at], said[at]) for at in found}))
        else:
            values.faults.update({at: Fault("I217", {"value": said[at]}) for at in found})

    def _read_families(self, each: ColumnMatch, cells: Sequence[Cell]) -> None:
        """Read a column whose cells name the members of a household, with what is said of each."""
        from gridctl.intake.columns.familytext import families_in, invalid_numbers, put_families, slots_of

        found = families_in(cells)
        columns = self._table.columns
        for slot in slots_of(found):
            columns.setdefault(slot, each.col)
        self._unsettled.update(invalid_numbers(found))
        said = (*found.members, *found.unread, *found.gone)
        self._put_aside(said, partial(put_families, each, found, columns))
        self._put_where(found.faults, partial(put_faults, each, found.faults))
        if found.members:
            at = min(found.members)
            names = "、".join(str(own.get("name")) for own in found.members[at])
            self._table.cleanings.append((each, "I208", found.count, self._region.data[at], "", names))

    def _part_couples(self, slot: Slot, each: ColumnMatch, values: ColumnValues, cells: Sequence[Cell]) -> None:
        """Leave out which of two people in a row is none, and tell of the second ones."""
        if none := self._couples.nobodies(values, cells):
            self._aside.append(partial(self._couples.put_nobody, slot, each, none))
        if slot[1] and (named := _said(values)):
            row = self._region.data[named[0]]
            self._table.cleanings.append((each, "I206", len(named), row, "", str(values.values[named[0]])))

    def _part_names(
        self, slot: Slot, each: ColumnMatch, values: ColumnValues, named: dict[int, tuple[str, ...]]
    ) -> None:
        """Cells with several names: a household has as many members; of anything else a row is about one person."""
        if slot == ("members.name", 0):
            first = min(named)
            row = self._region.data[first]
            before = cell_text(_at(self._table.cells[row], each.col))
            self._table.cleanings.append((each, "I197", len(named), row, before, "、".join(named[first])))
            for position, names in named.items():
                values.values[position] = names[0]
            self._put_aside(named, partial(put_persons, each, named))
        elif slot[1] >= 0:
            for position, names in named.items():
                values.values[position] = None
                values.faults[position] = Fault("I198", {"value": "、".join(names)})

    def drafts(self) -> Iterator[Draft]:
        """All drafts in their order; the cleanings are complete after the last."""
        table, rows = self._table, self._region.data
        is_household = self._ledger == "households"
        house = CarriedHouse(self._filled, table.columns, self._parts.elsewhere) if is_household else None
        check = IdCheck(table.columns, table.cells)
        errors = _cell_errors(self._sheet, {each.col for each in self._match.columns if each.target})
        orphans: dict[int, list[int]] = {}
        for row, col in self._filled.orphans:
            orphans.setdefault(row, []).append(col)
        faulty = orphans.keys() | errors.keys()
        self._single.update(self._unsettled, (at for at, row in enumerate(rows if faulty else ()) if row in faulty))
        runs = HouseRuns(self._plain, self._single) if is_household and not self._parts else None
        runs = runs if runs and runs.wanted else None
        for start in range(0, len(rows), _BLOCK):
            stop = min(start + _BLOCK, len(rows))
            heads = runs.heads(start, stop) if runs else {at: [] for at in range(start, stop)}
            placed = {at: Draft(rows[at]) for at in heads}
            for step in self._steps:
                step(placed)
            drafts = list(placed.values())
            if runs:
                runs.put_below(drafts, heads, rows)
            for draft in drafts if orphans or errors else ():
                draft.faults += [(col, Fault("I152", {"value": "同上"})) for col in orphans.get(draft.row, ())]
                draft.faults += [(col, Fault("I114")) for col in errors.get(draft.row, ())]
            if house is not None:
                settle_members(drafts, table.columns)
                house.carry(drafts)
            for at in sorted(placed.keys() & self._unsettled):
                check.of(placed[at])
            for draft in drafts if self._couples else ():
                self._couples.part(draft)
            # Each draft is let go of as it is taken.
            placed.clear()
            drafts.reverse()
            while drafts:
                yield drafts.pop()
        by_col = {each.col: each for each in self._match.columns}
        if house is not None and house.found is not None:
            col, count, row = house.found
            table.cleanings.append((by_col[col], "I132", count, row, "", cell_text(_at(table.cells[row], col))))
        check.add_to(table.cleanings, self._match.columns)

    def _note_cleanings(self, each: ColumnMatch, values: ColumnValues) -> None:
        cells, rows, cleanings = self._table.cells, self._region.data, self._table.cleanings
        cleanings += [(each, c.code, c.count, rows[c.first], c.before, c.after) for c in values.cleanings]
        if count := self._filled.carried.get(each.col):
            cleanings.append((each, "I132", count[0], count[1], "", cell_text(_at(cells[count[1]], each.col))))
        if count := self._parts.continued.get(each.col):
            cleanings.append((each, "I133", count[0], count[1], "", cell_text(_at(cells[count[1]], each.col))))
        if under := self._parts.under.get(each.col):
            cleanings.append((each, "I159", *under))
        if count := self._filled.dittos.get(each.col):
            cleanings.append((each, "I142", count[0], count[1], "同上", cell_text(_at(cells[count[1]], each.col))))


def _counts(cell: Cell) -> bool:
    """Whether a cell of a column 编号 only counts the rows, as 序号 does: no record's id is a mere number."""
    return is_empty(cell) or cell_text(cell).strip().isdecimal()


def _whole_addresses(match: HeadingMatch) -> list[int]:
    """The columns that say an address as a whole."""
    made = {each.target.field for each in match.columns if each.target and each.target.part}
    return [each.col for each in match.columns if each.target and each.target.field in made and not each.target.part]


def _said(values: ColumnValues) -> list[int]:
    """Where a column says something."""
    return [at for at, value in enumerate(values.values) if value is not None]


def _at(row: list[Cell], col: int) -> Cell:
    return row[col] if col < len(row) else ""


def _in_order(columns: Iterable[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """Columns by place, but of alternatives for one field the best first."""

    def rank(each: ColumnMatch) -> tuple[int, int]:
        order = vocabulary.alternatives.get(each.target.field, ()) if each.target else ()
        return (order.index(each.key) if each.key in order else 0, each.col)

    return sorted(columns, key=rank)


def _cell_errors(sheet: Sheet, columns: set[int]) -> dict[int, list[int]]:
    """The columns of error cells by row."""
    found: dict[int, list[int]] = {}
    for row, col in sorted(sheet.error_cells):
        if col in columns:
            found.setdefault(row, []).append(col)
    return found
