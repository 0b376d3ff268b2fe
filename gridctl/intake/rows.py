"""From typed columns to drafts: what each row says about a record, its members and the resident it is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from pydantic_core import PydanticCustomError

from gridctl.intake.book import Cell, Sheet, cell_text, is_empty
from gridctl.intake.filling import FilledRows, fill_rows
from gridctl.intake.values import ColumnValues, Fault, read_column
from gridctl.intake.vocabulary import HOUSE, RESIDENT, Vocabulary, column_at
from gridctl.schema.types import citizen_id_no
from gridctl.text.citizen_id import is_valid
from gridctl.text.normalize import label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gridctl.intake.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.region import Region

HEAD_SLOT: Final = -1
HOUSE_KEYS: Final = ("house_code", "household_no", "address")
HEADS: Final = ("household_head", "collective_head")

Slot = tuple[str, int]
"""A column's meaning: the path of the field and the number of the member."""


@dataclass(slots=True)
class Draft:
    """What one row says.

    ``own`` are the record's fields, ``parts`` those of its members, services, ... by slot, ``resident`` those of the
    person the record is about, ``house`` those of the house; ``fill`` is known from elsewhere and only fills gaps.
    ``faults`` and ``doubts`` (which reject nothing) name their column.
    """

    row: int
    own: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    resident: dict[str, Any] = field(default_factory=dict)
    house: dict[str, Any] = field(default_factory=dict)
    fill: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    doubts: list[tuple[int, Fault]] = field(default_factory=list)

    def value(self, name: str) -> Any:
        """A field of the record, as the row says it or as it is known from elsewhere."""
        return self.own.get(name) or self.fill.get(name)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet as drafts.

    ``cells`` are the rows as sent, with what merged cells and 同上 stand for put in; ``columns`` tells which column a
    field came from; ``cleanings`` are a column, the finding's code, how often, the first row, before and after.
    """

    drafts: list[Draft]
    cells: dict[int, list[Cell]]
    columns: dict[Slot, int]
    cleanings: list[tuple[ColumnMatch, str, int, int, str, str]]


def read_rows(
    sheet: Sheet,
    region: Region,
    match: HeadingMatch,
    vocabulary: Vocabulary,
    *,
    resolve: Callable[[str], str | Fault],
    constant_fields: frozenset[str] = frozenset(),
) -> Table:
    """Read the data rows of a sheet. The title gives ``constant_fields`` a value; there, a faulty cell is a doubt."""
    filled = fill_rows(sheet, region)
    cells = filled.cells
    drafts = [Draft(row) for row in region.data]
    columns: dict[Slot, int] = {}
    cleanings: list[tuple[ColumnMatch, str, int, int, str, str]] = []
    joined: dict[Slot, list[tuple[int, ColumnMatch, ColumnValues]]] = {}
    single: dict[Slot, ColumnValues] = {}
    # Rows with a number that is no citizen id as it stands: whether it should be, the kind of document tells.
    unsettled: set[int] = set()
    resolver = None if vocabulary.ledger.name == "grids" else resolve
    for each in _in_order(match.columns, vocabulary):
        target = each.target
        if target is None or target.role in ("ignore", "serial"):
            continue
        values = read_column(vocabulary.ledger.name, target, filled.column(each.col), resolve=resolver)
        cleanings += [(each, c.code, c.count, region.data[c.first], c.before, c.after) for c in values.cleanings]
        if count := filled.carried.get(each.col):
            cleanings.append((each, "I132", count[0], count[1], "", cell_text(_at(cells[count[1]], each.col))))
        if count := filled.dittos.get(each.col):
            cleanings.append((each, "I142", count[0], count[1], "同上", cell_text(_at(cells[count[1]], each.col))))
        if target.role == "note":
            _put_note(drafts, each, values)
            continue
        if target.field.rpartition(".")[2] == "id_no":
            unsettled.update(at for at, value in enumerate(values.values) if value and not is_valid(value))
        slot = (target.field, target.slot)
        first = slot not in columns
        columns.setdefault(slot, each.col)
        doubtful = target.field in constant_fields
        for position, fault in values.faults.items():
            if doubtful:
                _doubt(drafts[position], each, fault)
            else:
                drafts[position].faults.append((each.col, fault))
        if target.join:
            joined.setdefault(slot, []).append((target.join, each, values))
        elif first and target.field != "note":
            single[slot] = values
        else:
            if slot in single:
                _put_all(drafts, {slot: single.pop(slot)})
            _put(drafts, slot, each, values, many=column_at(vocabulary.ledger.name, target.field).kind == "list")
    _put_all(drafts, single)
    for slot, group in joined.items():
        _put_joined(drafts, slot, [values for _, _, values in sorted(group, key=lambda item: item[0])])
    for row, col in filled.orphans:
        drafts[region.data.index(row)].faults.append((col, Fault("I152", {"value": "同上"})))
    _cell_errors(sheet, drafts, {each.col for each in match.columns if each.target})
    if vocabulary.ledger.name == "households":
        _settle_members(drafts, columns)
        if house := _carry_house(drafts, filled, columns):
            each = next(each for each in match.columns if each.col == house[0])
            cleanings.append((each, "I132", house[1], house[2], "", cell_text(_at(cells[house[2]], each.col))))
    check = IdCheck(columns)
    for position in sorted(unsettled):
        check.of(drafts[position])
    by_col = {each.col: each for each in match.columns}
    cleanings += [(by_col[col], "I146", *found) for col, found in check.settled.items() if col in by_col]
    return Table(drafts, cells, columns, cleanings)


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


def _put(drafts: list[Draft], slot: Slot, each: ColumnMatch, values: ColumnValues, *, many: bool) -> None:
    holder_of, name = _holder_of(slot)
    for draft, value in zip(drafts, values.values, strict=True):
        if value is None:
            continue
        holder = holder_of(draft)
        present = holder.get(name)
        if present is None:
            holder[name] = value
        elif many:
            holder[name] = [*present, *(item for item in value if item not in present)]
        elif present != value:
            draft.doubts.append((each.col, Fault("I124", {"value": str(value), "kept": str(present)})))


def _put_all(drafts: list[Draft], columns: Mapping[Slot, ColumnValues]) -> None:
    """Put in columns that are alone in giving their field: all columns of one holder at once."""
    holders: dict[tuple[str, int], list[Slot]] = {}
    for path, number in columns:
        head, _, rest = path.partition(".")
        holders.setdefault((head if rest else "", number), []).append((path, number))
    for slots in holders.values():
        holder_of, _ = _holder_of(slots[0])
        full = [slot for slot in slots if None not in columns[slot].values]
        if full:
            names = [path.rpartition(".")[2] for path, _ in full]
            for draft, row in zip(drafts, zip(*(columns[slot].values for slot in full), strict=True), strict=True):
                holder_of(draft).update(zip(names, row, strict=True))
        for slot in slots:
            if slot in full:
                continue
            name = slot[0].rpartition(".")[2]
            for draft, value in zip(drafts, columns[slot].values, strict=True):
                if value is not None:
                    holder_of(draft)[name] = value


def _put_joined(drafts: list[Draft], slot: Slot, columns: list[ColumnValues]) -> None:
    holder_of, name = _holder_of(slot)
    for position, draft in enumerate(drafts):
        text = "".join(str(each.values[position] or "") for each in columns)
        if text:
            holder_of(draft)[name] = text


def _doubt(draft: Draft, each: ColumnMatch, fault: Fault) -> None:
    """The title gives the value; what the cell says stays in the note."""
    said = fault.params.get("value", "")
    draft.doubts.append((each.col, Fault("I131", {"value": said})))
    heading = label_key(each.heading.split("/")[-1])
    draft.own["note"] = "; ".join(filter(None, (draft.own.get("note"), f"{heading}: {said}")))


def _put_note(drafts: list[Draft], each: ColumnMatch, values: ColumnValues) -> None:
    heading = label_key(each.heading.split("/")[-1])
    for draft, value in zip(drafts, values.values, strict=True):
        if value is not None:
            draft.own["note"] = "; ".join(filter(None, (draft.own.get("note"), f"{heading}: {value}")))


def _cell_errors(sheet: Sheet, drafts: list[Draft], columns: set[int]) -> None:
    if not sheet.error_cells:
        return
    rows = {draft.row: draft for draft in drafts}
    for row, col in sorted(sheet.error_cells):
        if row in rows and col in columns:
            rows[row].faults.append((col, Fault("I114")))


def _settle_members(drafts: list[Draft], columns: dict[Slot, int]) -> None:
    """Decide who the unnumbered columns of a household form are about.

    With a name column of their own each row is one person, and the head's name beside it only refers to the head.
    Without one the row is a household and they are about its head. The note of a person's row is that person's.
    """
    if ("members.name", 0) in columns:
        for draft in drafts:
            members = draft.parts.get("members", {})
            members.pop(HEAD_SLOT, None)
            if members.get(0) and (note := draft.own.pop("note", None)):
                members[0]["note"] = note
        return
    if not any(path.startswith("members.") and slot == HEAD_SLOT for path, slot in columns):
        return
    for (path, slot), col in list(columns.items()):
        if slot == 0 and path.startswith("members."):
            columns.setdefault((path, HEAD_SLOT), col)
    for draft in drafts:
        members = draft.parts.get("members", {})
        head = {**members.pop(0, {}), **members.get(HEAD_SLOT, {})}
        if head:
            head.setdefault("relation", "household_head")
            draft.parts["members"] = {
                HEAD_SLOT: head,
                **{slot: each for slot, each in members.items() if slot != HEAD_SLOT},
            }


def _carry_house(drafts: list[Draft], filled: FilledRows, columns: dict[Slot, int]) -> tuple[int, int, int] | None:
    """Members below their head, with the household's cells left blank, belong to the household above.

    What is carried is put into the cells too, so that a returned row still says where it belongs. Returns the column,
    how many rows, and the first of them.
    """
    keys = {path: columns[path, 0] for path in (*HOUSE_KEYS, "grid_code") if (path, 0) in columns}
    house_keys = [path for path in HOUSE_KEYS if path in keys]
    if not house_keys or ("members.name", 0) not in columns:
        return None
    above: Draft | None = None
    carried: list[int] = []
    cells = filled.cells
    cols = [keys[path] for path in house_keys]
    for draft in drafts:
        row = cells[draft.row]
        if any(not is_empty(_at(row, col)) for col in cols):
            above = draft
            continue
        relation = draft.parts.get("members", {}).get(0, {}).get("relation")
        if above is None or relation is None or relation in HEADS:
            continue
        for path, col in keys.items():
            if path in above.own and path not in draft.own:
                draft.own[path] = above.own[path]
            filled.put(draft.row, col, _at(cells[above.row], col))
        draft.faults += [(col, fault) for col, fault in above.faults if col in keys.values()]
        carried.append(draft.row)
    return (keys[house_keys[0]], len(carried), carried[0]) if carried else None


class IdCheck:
    """Checks the document numbers of drafts, each by the kind of document its own row names."""

    def __init__(self, columns: dict[Slot, int]) -> None:
        self._columns = columns
        # By column: how many numbers were brought into their form here, the first row, before and after.
        self.settled: dict[int, tuple[int, int, str, str]] = {}

    def of(self, draft: Draft) -> None:
        """Put in the settled form of each number of a draft, or a fault."""
        if "id_no" in draft.own:
            self._check(draft, "", 0, draft.own)
        if "id_no" in draft.resident:
            self._check(draft, f"{RESIDENT}.", 0, draft.resident)
        for name, slots in draft.parts.items():
            for slot, fields in slots.items():
                if "id_no" in fields:
                    self._check(draft, f"{name}.", slot, fields)

    def _check(self, draft: Draft, prefix: str, slot: int, fields: dict[str, Any]) -> None:
        number = fields["id_no"]
        col = self._columns.get((f"{prefix}id_no", slot), self._columns.get((f"{prefix}id_no", 0), 0))
        try:
            settled = citizen_id_no(number, fields.get("id_type"))
        except PydanticCustomError as error:
            params = {key: str(value) for key, value in (error.context or {}).items()}
            draft.faults.append((col, Fault(error.type, {"value": str(number), **params})))
            return
        if settled != number:
            fields["id_no"] = settled
            count, row, before, after = self.settled.get(col, (0, draft.row, number, str(settled)))
            self.settled[col] = (count + 1, row, before, after)
