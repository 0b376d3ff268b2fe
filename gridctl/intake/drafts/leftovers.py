"""Values that no field takes and a row can do without: they go into the note, with a warning.

A row is refused for what must be right before it can be taken: a required field, a number of a document, a day that
does not exist. It is not refused for a hobby that is on no list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.vocabulary import RESIDENT, column_at
from gridctl.intake.dictionary.words import words_of
from gridctl.intake.reading.book import cell_text
from gridctl.intake.records.identity import NEEDED
from gridctl.schema.codelists import code_list
from gridctl.schema.col import SENSITIVE, required
from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.cells.values import ColumnValues
    from gridctl.intake.dictionary.vocabulary import Target
    from gridctl.intake.reading.book import Cell
    from gridctl.schema.codelists import CodeItem, CodeList
    from gridctl.schema.col import Column, Profile

# Between the values of a list; what stands between those of a remark is part of it.
_SEPARATORS: Final = pattern(r"[、,，;；|/\n]+(?![^(（]*[)）])")
_REMARK: Final = pattern(r"[(（][^()（）]*[)）]")
_REMARKED: Final = pattern(r"([^()（）]+)[(（]([^()（）]+)[)）]")
# A remark that may take back what it stands behind: 党员（已退）, 出租（部分）, 独居（否）.
_TAKEN_BACK: Final = pattern(
    r"^(?:原|曾|前|旧|拟|待|未|无|不|否|非|假|疑|部分|一半|也|或|兼|改|转|转为|下月)|已(?!婚|登记|核)|退|停|过期|注销|取消|[?？]|不详|待查|待定|待核"
)
_NUMBER: Final = pattern(r"[0-9]+")
_IN_WORDS: Final = pattern(r"(?=.*[0-9一二两三四五六七八九十])(?=.*[\u4e00-\u9fff]{2})")
# What says whether the record is in use at all.
_STANDING: Final = frozenset(("status", "end_reason", "end_date"))
# Before 2015 businesses had such numbers of registration, and some licences still show them.
_REGISTRATION: Final = pattern(r"[1-9][0-9]{14}")
_OF_DAYS: Final = frozenset(("I157", "I189"))
# Told as what they are.
_TOLD_SO: Final = _OF_DAYS | {"I225"}
_TOLD: Final = pattern(r"(?=.*[\u4e00-\u9fff])(?!.*[0-9]{6})[^\n]{1,19}")
_OF_WORDS: Final = frozenset(("S201", "S203", "S204"))


class Leftover(NamedTuple):
    """What stays of one cell; ``kept`` is whether it may stand in the note, ``fault`` how it is told."""

    text: str
    fault: Fault
    kept: bool


def set_aside(
    ledger: str, target: Target, values: ColumnValues, cells: Sequence[Cell], profile: Profile
) -> dict[int, Leftover]:
    """Take the faults a row can do without out of a column's faults; they come back by position."""
    if not values.faults:
        return {}
    col = column_at(ledger, target.field)
    found: dict[int, Leftover] = {}
    for position, fault in list(values.faults.items()):
        text = cell_text(cells[position])
        left = _left(ledger, target, col, fault, text, profile)
        if left is None:
            continue
        del values.faults[position]
        unknown, known, remarked = left
        if known:
            values.values[position] = known if col.kind == "list" else known[0]
        kept = may_be_noted(ledger, col)
        if fault.code == "S321":
            fault = Fault("I225")  # noqa: PLW2901 -- the same cell, told as what it is
        code = fault.code if fault.code in _TOLD_SO else "I158" if not kept else "I191" if remarked else "I156"
        found[position] = Leftover(unknown, Fault(code, {"value": unknown}), kept)
    return found


def may_be_noted(ledger: str, col: Column) -> bool:
    """Whether a value of a field may stand in the note."""
    # Note and ledger are read by more people than health is for; the special groups' ledger is for it.
    return col.col.sens < SENSITIVE or ledger == "special_groups"


def _left(
    ledger: str, target: Target, col: Column, fault: Fault, text: str, profile: Profile
) -> tuple[str, list[str], bool] | None:
    """What of a cell no field takes, its values that are on the list, and whether only remarks are left behind those.

    None if the fault stands.
    """
    path = target.field
    if path in _STANDING or (path,) in NEEDED.get(ledger, ()):
        return None
    # What a row says about the resident it is about is asked for by the residents' own ledger.
    # Who was on leave (请假) that day gave no service, with or without hours.
    on_day = target.slot and path.startswith("services.")
    asked = required(col, profile) and not path.startswith(f"{RESIDENT}.") and not on_day
    if fault.code == "S201" and col.col.codes and "mark" not in fault.params:
        codes = code_list(col.col.codes)
        parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()] if col.kind == "list" else [text]
        unknown = [part for part in parts if codes.find(part) is None]
        either = words_of(ledger).either.get(path, {})
        remarked = {
            part: item
            for part in unknown
            if "".join(nfkc(part).split()) not in either and (item := _behind_remark(part, codes))
        }
        if remarked and len(remarked) == len(unknown):
            items = [remarked.get(part) or codes.find(part) for part in parts]
            return "、".join(remarked), list(dict.fromkeys(item.key for item in items if item)), True
        if asked and not words_of(ledger).unclear.get(path, frozenset()).issuperset(map(_bare, unknown)):
            return None
        known = [item.key for part in parts if (item := codes.find(part))] if col.kind == "list" else []
        return "、".join(unknown), list(dict.fromkeys(known)), False
    if fault.code == "S321" and _REGISTRATION.fullmatch(text.strip()):
        return text.strip(), [], False
    if fault.code in _OF_DAYS or (fault.code in _OF_WORDS and not asked):
        return text, [], False
    # A count in words, 夫妻2人, is true and nobody's slip.
    if fault.code == "S203" and _IN_WORDS.match(text):
        return text, [], False
    # A day that was written in full and does not exist is a slip, and somebody knows the right one.
    if fault.code == "S202" and not asked and len(_NUMBER.findall(text)) < 3 and len(text) < 20:
        return text, [], False
    # A birth told in words, 五几年冬天, is nobody's slip either.
    if (
        fault.code == "S202"
        and path.endswith("birth_date")
        and _TOLD.fullmatch(text)
        and len(_NUMBER.findall(text)) < 3
    ):
        return text, [], False
    return None


def _behind_remark(text: str, codes: CodeList) -> CodeItem | None:
    """The value of a list that a remark stands behind, if it does not change what is meant: 武术（太极拳）."""
    found = _REMARKED.fullmatch(text)
    if found is None or _TAKEN_BACK.search(nfkc(found[2]).strip()):
        return None
    return codes.find(found[1].strip()) if not found[1].strip().isdecimal() else None


def _bare(text: str) -> str:
    """A value without what stands in brackets behind it."""
    return _REMARK.sub("", text).strip() or text
