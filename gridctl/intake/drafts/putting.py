"""Putting what columns say into drafts: each function takes one column, or what was found in it, by positions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from gridctl.intake.cells.draft import Draft, Slot, holder_and_name
from gridctl.intake.cells.manners import is_age, says_part_of, year_of_partial
from gridctl.intake.cells.severalnames import part_persons
from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.vocabulary import RESIDENT
from gridctl.schema.codelists import code_list
from gridctl.text.citizen_id import is_valid

if TYPE_CHECKING:
    from gridctl.intake.cells.nameremarks import Remark
    from gridctl.intake.cells.values import ColumnValues
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.drafts.leftovers import Leftover

Step: TypeAlias = Callable[[Mapping[int, Draft]], None]
"""Puts what a column gives into drafts, by their positions."""


def put_faults(each: ColumnMatch, faults: Mapping[int, Fault], drafts: Mapping[int, Draft]) -> None:
    """What is wrong with cells of a column."""
    for position in faults.keys() & drafts.keys():
        drafts[position].faults.append((each.col, faults[position]))


def put_doubts(each: ColumnMatch, faults: Mapping[int, Fault], drafts: Mapping[int, Draft]) -> None:
    """What is told of cells of a column and rejects nothing."""
    for position in faults.keys() & drafts.keys():
        drafts[position].doubts.append((each.col, faults[position]))


def put_further(further: Mapping[int, str], drafts: Mapping[int, Draft]) -> None:
    """Further values of a field, that make as many records."""
    for position in further.keys() & drafts.keys():
        if further[position] not in drafts[position].also:
            drafts[position].also.append(further[position])


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
