"""Putting what columns say into drafts: each function takes one column, or what was found in it, by positions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from gridctl.intake.cells.draft import Draft, Slot, holder_and_name
from gridctl.intake.cells.manners import is_age, says_part_of, year_of_partial
from gridctl.intake.cells.severalnames import part_persons
from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.vocabulary import RESIDENT
from gridctl.intake.reading.book import cell_text
from gridctl.schema.codelists import code_list
from gridctl.text.citizen_id import is_valid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.cells.nameremarks import Remark
    from gridctl.intake.cells.values import ColumnValues
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.drafts.leftovers import Leftover
    from gridctl.intake.reading.book import Cell

# The field's own label: what stands below it needs no heading in the note.
_NOTE: Final = "备注"

Step: TypeAlias = Callable[[Mapping[int, Draft]], None]
"""Puts what a column gives into drafts, by their positions."""


def put_faults(each: ColumnMatch, faults: Mapping[int, Fault], drafts: Mapping[int, Draft], *, doubtful: bool) -> None:
    """What is wrong with cells of a column; ``doubtful``: it rejects nothing, as the title gives the value."""
    for position in faults.keys() & drafts.keys():
        if doubtful:
            _doubt(drafts[position], each, faults[position])
        else:
            drafts[position].faults.append((each.col, faults[position]))


def put_shared(
    slot: Slot,
    each: ColumnMatch,
    values: ColumnValues,
    drafts: Mapping[int, Draft],
    *,
    cells: Sequence[Cell],
    noted: bool,
    many: bool,
    several: bool,
) -> None:
    """Put in a column that shares its field: ``many`` values make a list, ``several`` make as many records.

    Of any other field a value before it counts; what the column's cells say goes into the note, where it may be
    ``noted``.
    """
    holder_of, name = holder_and_name(slot)
    for at, draft in drafts.items():
        value = values.values[at]
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
        elif name == "note":
            if value not in present:
                holder[name] = f"{present}; {value}" if each.key == _NOTE else f"{present}; {each.key}: {value}"
        elif present != value:
            said = cell_text(cells[at]).strip()
            draft.doubts.append((each.col, Fault("I124" if noted else "I199", {"value": said, "count": "1"})))
            if noted:
                draft.add_note(f"{each.key}: {said}")


def put_joined(slot: Slot, columns: list[ColumnValues], drafts: Mapping[int, Draft]) -> None:
    """What columns that make one text say together."""
    holder_of, name = holder_and_name(slot)
    for at, draft in drafts.items():
        text = "".join(str(each.values[at] or "") for each in columns)
        if text:
            holder_of(draft)[name] = text


def _doubt(draft: Draft, each: ColumnMatch, fault: Fault) -> None:
    """The title gives the value; what the cell says stays in the note."""
    said = fault.params.get("value", "")
    draft.doubts.append((each.col, Fault("I131", {"value": said})))
    draft.add_note(f"{each.key}: {said}")


def put_note(each: ColumnMatch, values: ColumnValues, drafts: Mapping[int, Draft]) -> None:
    """What a column without a field says, behind its heading."""
    heading = each.key
    for at, draft in drafts.items():
        if (value := values.values[at]) is not None:
            draft.add_note(f"{heading}: {value}")


def put_also(slot: Slot, also: tuple[tuple[str, str], ...], values: ColumnValues, drafts: Mapping[int, Draft]) -> None:
    """What a filled cell says of other fields, where no column of theirs does: /field is of the row's own record."""
    holder_of, _ = holder_and_name(slot)
    for at, draft in drafts.items():
        if values.values[at] is not None:
            for name, said in also:
                (draft.own if name[0] == "/" else holder_of(draft)).setdefault(name.lstrip("/"), said)


def put_remarks(slot: Slot, remarks: Mapping[int, Remark], drafts: Mapping[int, Draft]) -> None:
    """What is said behind names of a resident's fields, where no column says it; anything else into the note."""
    holder_of, _ = holder_and_name(slot)
    for position in sorted(remarks.keys() & drafts.keys()):
        draft, remark = drafts[position], remarks[position]
        draft.add_note(remark.note)
        if slot[0] == "members.name":
            holder = holder_of(draft)
            for name, said in remark.fields.items():
                if holder.get(name) is None:
                    holder[name] = said
        else:
            for name, said in remark.fields.items():
                draft.add_note(code_list(name).item(said).zh)


def put_persons(each: ColumnMatch, named: Mapping[int, tuple[str, ...]], drafts: Mapping[int, Draft]) -> None:
    """Several people named in a cell as as many members, unless other cells are of one of them alone."""
    for position in sorted(named.keys() & drafts.keys()):
        if not part_persons(drafts[position], named[position]):
            drafts[position].faults.append((each.col, Fault("I198", {"value": "、".join(named[position])})))


def put_leftovers(slot: Slot, each: ColumnMatch, left: Mapping[int, Leftover], drafts: Mapping[int, Draft]) -> None:
    """What a column says and its field cannot hold: told, and kept in the note where it may be."""
    holder_of, name = holder_and_name(slot)
    heading = each.key
    for position in sorted(left.keys() & drafts.keys()):
        found, draft = left[position], drafts[position]
        if found.fault.code == "I157" and name == "birth_date":
            number = str(holder_of(draft).get("id_no") or draft.own.get("id_no") or "")
            if is_valid(number) and (is_age(found.text) or says_part_of(found.text, number[6:10], number[10:12])):
                # The number says the same, and the day as well.
                continue
            if slot[0].startswith(RESIDENT) and (year := year_of_partial(found.text)):
                draft.fill.setdefault("birth_year", year)
        draft.doubts.append((each.col, found.fault))
        if found.kept:
            draft.add_note(f"{heading}: {found.text}")
