"""From typed columns to drafts: what each row says about a record, its members and the resident it is about."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.addressparts import AddressParts
from gridctl.intake.book import cell_text, is_empty
from gridctl.intake.dayparts import as_days, days_in_parts
from gridctl.intake.documentnumbers import IdCheck, of_other_sex
from gridctl.intake.filling import fill_rows
from gridctl.intake.householdrows import CarriedHouse, settle_members
from gridctl.intake.leftovers import Leftover, set_aside
from gridctl.intake.manners import says_part_of, year_of_partial
from gridctl.intake.nameremarks import Remark, remarks_of
from gridctl.intake.severalvalues import several_of
from gridctl.intake.values import ColumnValues, Fault, read_column
from gridctl.intake.vocabulary import CATEGORY, HOUSE, RESIDENT, Target, Vocabulary, column_at
from gridctl.schema.codelists import code_list
from gridctl.text.citizen_id import is_valid
from gridctl.text.normalize import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gridctl.intake.book import Cell, Sheet
    from gridctl.intake.filling import FilledRows
    from gridctl.intake.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.region import Region
    from gridctl.schema.col import Profile

# Drafts that are there at one time.
_BLOCK: Final = 4096

Slot = tuple[str, int]
"""A column's meaning: the path of the field and the number of the member."""

_Step = Callable[[list["Draft"], int, int], None]
"""Puts what a column gives into the drafts from one position to before another."""


class Draft:
    """What one row says.

    ``own`` are the record's fields, ``parts`` those of its members, services, ... by slot, ``resident`` those of the
    person the record is about, ``house`` those of the house; ``fill`` is known from elsewhere and only fills gaps.
    ``also`` are further categories of somebody on several lists. ``faults`` and ``doubts`` (which reject nothing) name
    their column.
    """

    # Written out: one is made of every row, and a dataclass takes twice as long over eight fields.
    __slots__ = ("also", "doubts", "faults", "fill", "house", "own", "parts", "resident", "row")

    def __init__(self, row: int) -> None:
        self.row = row
        self.own: dict[str, Any] = {}
        self.parts: dict[str, dict[int, dict[str, Any]]] = {}
        self.resident: dict[str, Any] = {}
        self.house: dict[str, Any] = {}
        self.fill: dict[str, Any] = {}
        self.also: list[str] = []
        self.faults: list[tuple[int, Fault]] = []
        self.doubts: list[tuple[int, Fault]] = []

    def each(self) -> Iterator[Draft]:
        """The row as said of each of its categories."""
        yield self
        for category in self.also:
            other = copy(self)
            other.own, other.fill = {**self.own, "category": category}, dict(self.fill)
            yield other

    def value(self, name: str) -> Any:
        """A field of the record, as the row says it or as it is known from elsewhere."""
        return self.own.get(name) or self.fill.get(name)


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
    reading = _Reading(sheet, region, match, vocabulary, filled, table, parts, period, profile)
    reading.read_columns(None if vocabulary.ledger.name == "grids" else resolve, constant_fields)
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
        self._steps: list[_Step] = []
        # Rows with a number that is no citizen id as it stands: whether it should be, the kind of document tells.
        self._unsettled: set[int] = set()

    def read_columns(self, resolve: Callable[[str], str | Fault] | None, constant_fields: frozenset[str]) -> None:
        """Read all columns."""
        columns = self._table.columns
        joined: dict[Slot, list[tuple[int, ColumnValues]]] = {}
        single: dict[Slot, ColumnValues] = {}
        aside: list[_Step] = []
        told: dict[Slot, tuple[ColumnMatch, ColumnValues]] = {}
        for each in self._order:
            target = each.target
            if target is None or target.role in ("ignore", "serial", "day"):
                continue
            cells = self._filled.column(each.col)
            if target.field == "id" and all(map(_counts, cells)):
                continue
            several = self._ledger == "special_groups" and target.field == CATEGORY
            more: list[ColumnValues] = []
            if several and not target.flag:
                cells, *others = several_of(cells, self._ledger)
                more = [read_column(self._ledger, target, each_other) for each_other in others]
            values = read_column(self._ledger, target, cells, resolve=resolve, period=self._period)
            self._note_cleanings(each, values)
            if target.role == "note":
                self._steps.append(partial(_put_note, each, values))
                continue
            if target.field.endswith("id_no"):
                # The kind of document tells whether they should be citizen ids.
                self._unsettled.update(values.cleaned.where(lambda number: not is_valid(number)))
            slot = (target.field, target.slot)
            first = slot not in columns
            if not target.part:
                columns.setdefault(slot, each.col)
            told[slot] = (each, values)
            if column_at(self._ledger, target.field).col.mask == "name":
                self._take_remarks(slot, each, values)
            if target.also:
                aside.append(partial(_put_also, slot, target.also, values))
            if target.field not in constant_fields and (
                left := set_aside(self._ledger, target, values, cells, self._profile)
            ):
                aside.append(partial(_put_leftovers, slot, each, left))
            if values.faults:
                self._steps.append(partial(_put_faults, each, values.faults, doubtful=target.field in constant_fields))
            if target.part:
                self._parts.add(each, values)
            elif target.join:
                joined.setdefault(slot, []).append((target.join, values))
            elif first and target.field != "note" and not more:
                single[slot] = values
            else:
                if slot in single:
                    self._steps.append(partial(_put_all, {slot: single.pop(slot)}))
                many = column_at(self._ledger, target.field).kind == "list"
                self._steps.append(partial(_put, slot, each, values, many=many, several=several))
            for further in more:
                self._steps.append(partial(_put, slot, each, further, many=False, several=True))
        self._read_days()
        self._compare_sexes(told)
        self._steps.append(partial(_put_all, single))
        for slot, group in joined.items():
            ordered = [values for _, values in sorted(group, key=lambda item: item[0])]
            self._steps.append(partial(_put_joined, slot, ordered))
        if self._parts:
            columns.setdefault((self._parts.field, 0), self._parts.col)
            self._steps.append(self._parts.put)
        self._steps += aside

    def _read_days(self) -> None:
        """Read the days whose years, months and days are in columns of their own."""
        for path, columns in days_in_parts(self._match.columns).items():
            each = columns[-1]
            cells = as_days([self._filled.column(one.col) for one in columns])
            values = read_column(self._ledger, Target(path), cells, period=self._period)
            self._note_cleanings(each, values)
            slot = (path, 0)
            self._table.columns.setdefault(slot, each.col)
            self._steps.append(partial(_put_faults, each, values.faults, doubtful=False))
            self._steps.append(partial(_put_all, {slot: values}))

    def _compare_sexes(self, told: Mapping[Slot, tuple[ColumnMatch, ColumnValues]]) -> None:
        """Tell of the persons whose sex is not that of their number: which was copied wrongly, only they can say."""
        for (path, number), (each, values) in told.items():
            holder, _, name = path.rpartition(".")
            numbers = told.get((f"{holder}.id_no" if holder else "id_no", number)) if name == "sex" else None
            if found := of_other_sex(values.values, numbers[1].values) if numbers else []:
                self._table.cleanings.append((each, "I179", len(found), self._region.data[found[0]], "", ""))

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
            self._steps.append(partial(_put_remarks, slot, found))

    def drafts(self) -> Iterator[Draft]:
        """All drafts in their order; the cleanings are complete after the last."""
        table, rows = self._table, self._region.data
        is_household = self._ledger == "households"
        house = CarriedHouse(self._filled, table.columns, self._parts.elsewhere) if is_household else None
        check = IdCheck(table.columns)
        errors = _cell_errors(self._sheet, {each.col for each in self._match.columns if each.target})
        orphans: dict[int, list[int]] = {}
        for row, col in self._filled.orphans:
            orphans.setdefault(row, []).append(col)
        for start in range(0, len(rows), _BLOCK):
            stop = min(start + _BLOCK, len(rows))
            drafts = [Draft(row) for row in rows[start:stop]]
            for step in self._steps:
                step(drafts, start, stop)
            for draft in drafts if orphans or errors else ():
                draft.faults += [(col, Fault("I152", {"value": "同上"})) for col in orphans.get(draft.row, ())]
                draft.faults += [(col, Fault("I114")) for col in errors.get(draft.row, ())]
            if house is not None:
                settle_members(drafts, table.columns)
                house.carry(drafts)
            for at, draft in enumerate(drafts, start) if self._unsettled else ():
                if at in self._unsettled:
                    check.of(draft)
            drafts.reverse()
            while drafts:
                yield drafts.pop()
        by_col = {each.col: each for each in self._match.columns}
        if house is not None and house.found is not None:
            col, count, row = house.found
            table.cleanings.append((by_col[col], "I132", count, row, "", cell_text(_at(table.cells[row], col))))
        table.cleanings += [(by_col[col], "I146", *found) for col, found in check.settled.items() if col in by_col]

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


def _put_faults(
    each: ColumnMatch, faults: Mapping[int, Fault], drafts: list[Draft], start: int, stop: int, *, doubtful: bool
) -> None:
    for position in faults.keys() & range(start, stop):
        if doubtful:
            _doubt(drafts[position - start], each, faults[position])
        else:
            drafts[position - start].faults.append((each.col, faults[position]))


def _at(row: list[Cell], col: int) -> Cell:
    return row[col] if col < len(row) else ""


def _in_order(columns: Iterable[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """Columns by place, but of alternatives for one field the best first."""

    def rank(each: ColumnMatch) -> tuple[int, int]:
        order = vocabulary.alternatives.get(each.target.field, ()) if each.target else ()
        key = label_key(each.heading.split("/")[-1])
        return (order.index(key) if key in order else 0, each.col)

    return sorted(columns, key=rank)


def _holder_of(slot: Slot) -> tuple[Callable[[Draft], dict[str, Any]], str]:
    """Where the values of a column go in a draft, and under which name."""
    path, number = slot
    head, _, rest = path.partition(".")
    if not rest:
        return attrgetter("own"), path
    if head in (RESIDENT, HOUSE):
        return attrgetter("resident" if head == RESIDENT else "house"), rest
    return lambda draft: draft.parts.setdefault(head, {}).setdefault(number, {}), rest


def _put(
    slot: Slot,
    each: ColumnMatch,
    values: ColumnValues,
    drafts: list[Draft],
    start: int,
    stop: int,
    *,
    many: bool,
    several: bool,
) -> None:
    """Put in a column that shares its field: ``many`` values make a list, ``several`` make as many records."""
    holder_of, name = _holder_of(slot)
    for draft, value in zip(drafts, values.values[start:stop], strict=True):
        if value is None:
            continue
        holder = holder_of(draft)
        present = holder.get(name)
        if present is None:
            holder[name] = value
        elif many:
            holder[name] = [*present, *(item for item in value if item not in present)]
        elif present != value and several:
            if value not in draft.also:
                draft.also.append(value)
        elif present != value and slot[0] == "note":
            holder[name] = f"{present}; {value}"
        elif present != value:
            draft.doubts.append((each.col, Fault("I124", {"value": str(value), "kept": str(present)})))


def _put_all(columns: Mapping[Slot, ColumnValues], drafts: list[Draft], start: int, stop: int) -> None:
    """Put in columns that are alone in giving their field: all columns of one holder at once."""
    holders: dict[tuple[str, int], list[Slot]] = {}
    for path, number in columns:
        head, _, rest = path.partition(".")
        holders.setdefault((head if rest else "", number), []).append((path, number))
    for slots in holders.values():
        holder_of, _ = _holder_of(slots[0])
        parts = {slot: columns[slot].values[start:stop] for slot in slots}
        full = [slot for slot in slots if None not in parts[slot]]
        if full:
            names = [path.rpartition(".")[2] for path, _ in full]
            found = list(map(holder_of, drafts))
            for holder, row in zip(found, zip(*(parts[slot] for slot in full), strict=True), strict=True):
                holder.update(zip(names, row, strict=False))
        for slot in slots:
            if slot in full:
                continue
            name = slot[0].rpartition(".")[2]
            # A row of which no column says anything gets no holder.
            for at, value in enumerate(parts[slot]):
                if value is not None:
                    (found[at] if full else holder_of(drafts[at]))[name] = value


def _put_joined(slot: Slot, columns: list[ColumnValues], drafts: list[Draft], start: int, stop: int) -> None:
    holder_of, name = _holder_of(slot)
    for draft, texts in zip(drafts, zip(*(each.values[start:stop] for each in columns), strict=True), strict=True):
        text = "".join(str(each or "") for each in texts)
        if text:
            holder_of(draft)[name] = text


def _doubt(draft: Draft, each: ColumnMatch, fault: Fault) -> None:
    """The title gives the value; what the cell says stays in the note."""
    said = fault.params.get("value", "")
    draft.doubts.append((each.col, Fault("I131", {"value": said})))
    heading = label_key(each.heading.split("/")[-1])
    draft.own["note"] = "; ".join(filter(None, (draft.own.get("note"), f"{heading}: {said}")))


def _put_note(each: ColumnMatch, values: ColumnValues, drafts: list[Draft], start: int, stop: int) -> None:
    heading = label_key(each.heading.split("/")[-1])
    for draft, value in zip(drafts, values.values[start:stop], strict=True):
        if value is not None:
            draft.own["note"] = "; ".join(filter(None, (draft.own.get("note"), f"{heading}: {value}")))


def _put_also(
    slot: Slot, also: tuple[tuple[str, str], ...], values: ColumnValues, drafts: list[Draft], start: int, stop: int
) -> None:
    """What a filled cell says of other fields, where no column of theirs does."""
    holder_of, _ = _holder_of(slot)
    for draft, value in zip(drafts, values.values[start:stop], strict=True):
        if value is not None:
            for name, said in also:
                holder_of(draft).setdefault(name, said)


def _put_remarks(slot: Slot, remarks: Mapping[int, Remark], drafts: list[Draft], start: int, stop: int) -> None:
    """What is said behind names of a resident's fields, where no column says it; anything else into the note."""
    holder_of, _ = _holder_of(slot)
    for position in sorted(remarks.keys() & range(start, stop)):
        draft, remark = drafts[position - start], remarks[position]
        notes = [draft.own.get("note"), remark.note]
        if slot[0] == "members.name":
            holder = holder_of(draft)
            for name, said in remark.fields.items():
                if holder.get(name) is None:
                    holder[name] = said
        else:
            notes += [code_list(name).item(said).zh for name, said in remark.fields.items()]
        if note := "; ".join(filter(None, notes)):
            draft.own["note"] = note


def _put_leftovers(
    slot: Slot, each: ColumnMatch, left: Mapping[int, Leftover], drafts: list[Draft], start: int, stop: int
) -> None:
    holder_of, name = _holder_of(slot)
    heading = label_key(each.heading.split("/")[-1])
    for position in sorted(left.keys() & range(start, stop)):
        found, draft = left[position], drafts[position - start]
        if found.fault.code == "I157" and name == "birth_date":
            number = str(holder_of(draft).get("id_no") or draft.own.get("id_no") or "")
            if is_valid(number) and says_part_of(found.text, number[6:10], number[10:12]):
                # The number says the same, and the day as well.
                continue
            if slot[0].startswith(RESIDENT) and (year := year_of_partial(found.text)):
                draft.fill.setdefault("birth_year", year)
        draft.doubts.append((each.col, found.fault))
        if found.kept:
            draft.own["note"] = "; ".join(filter(None, (draft.own.get("note"), f"{heading}: {found.text}")))


def _cell_errors(sheet: Sheet, columns: set[int]) -> dict[int, list[int]]:
    """The columns of error cells by row."""
    found: dict[int, list[int]] = {}
    for row, col in sorted(sheet.error_cells):
        if col in columns:
            found.setdefault(row, []).append(col)
    return found
