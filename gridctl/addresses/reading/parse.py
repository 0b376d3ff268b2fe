"""Typed address → ordered parts. Order-free: every number is taken by its type word, wherever it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.reading.address import LETTERS, ORDER, Address, Part, door
from gridctl.addresses.reading.doubt import EITHER, ILLEGIBLE
from gridctl.addresses.reading.draft import NAMES, unread
from gridctl.addresses.reading.grammar import grammar
from gridctl.addresses.reading.names import chinese, is_village, name_value
from gridctl.addresses.reading.prefix import Context, head_span
from gridctl.addresses.reading.reader import read_form
from gridctl.addresses.reading.readings import read_open
from gridctl.addresses.reading.spelling import spell
from gridctl.addresses.reading.tokens import number_value

if TYPE_CHECKING:
    from gridctl.addresses.reading.draft import Draft, Slot
    from gridctl.addresses.reading.readings import Reading
    from gridctl.addresses.reading.spelling import Spelled

_RANK: Final = {kind: rank for rank, kind in enumerate(ORDER)}
# A form's digits are all nines and its numerals all ones: which they are does not matter to what is which part.
_FORM: Final = str.maketrans("012345678?二三四五六七八九贰叁肆伍陆柒捌玖", "9" * 10 + "一" * 8 + "壹" * 8)
# The name of the village before its committee.
_COMMITTEE: Final = re.compile("([^省市县区乡镇道]{1,5}?村)(?:村?民委员会|村?委会)$")
_SAID_TWICE: Final = ("group", "row", "building", "unit", "house", "room")
_NOWHERE: Final = Context()


class Values(NamedTuple):
    """An address as lists are read: values by kind without their places in the text.

    ``head`` is its administrative head, ``alternatives`` the readings of numbers divided by strokes, likeliest first;
    ``unread``: it holds a number that nothing was made of; ``unclear``: a word between its parts could not be read;
    ``doubtful``: one of its numbers may stand for several.
    """

    values: dict[str, str]
    head: str
    alternatives: tuple[Reading, ...]
    unread: bool
    unclear: bool = False
    doubtful: bool = False


def parse(text: str, context: Context | None = None) -> Address:
    """Return `text` read as an address. Never fails: what cannot be read becomes an "extra" part.

    `context` names the administrative units of the ledger the address comes from.
    """
    spelled = spell(text)
    plain = spelled.text
    first, last = head_span(plain, context or _NOWHERE)
    body, head = plain[:first] + plain[last:], plain[first:last]
    found = _resolve(body, read_form(body.translate(_FORM)), head)
    return Address(
        text,
        _placed(text, spelled, (first, last), found),
        tuple([dict(reading) for reading in found.alternatives]),
        found.numbers,
        found.word,
        found.unclear or any(unread(body[start:end]) for start, end in found.extras),
    )


def read_values(text: str, context: Context) -> Values:
    """Return what :func:`parse` finds in `text` without its places: for lists, where only values are compared."""
    plain = spell(text).text
    start, end = head_span(plain, context)
    body, head = (plain[:start] + plain[end:], plain[start:end]) if end else (plain, "")
    draft = read_form(body.translate(_FORM))
    if draft.settled:
        values = {
            kind: (
                number_value(body[first:last])
                if kind not in NAMES
                else name_value(body[first:last])
                if section is None
                else _sectioned(body, first, section)
            )
            for kind, first, last, _, section in draft.slots
        }
        return Values(values, head, (), draft.unread, draft.unclear, ILLEGIBLE in body or EITHER in body)
    found = _resolve(body, draft, head)
    return Values(
        {kind: part.value for kind, part in found.parts.items()},
        head,
        found.alternatives,
        any(unread(body[first:last]) for first, last in found.extras),
        found.unclear,
        ILLEGIBLE in body or EITHER in body,
    )


class _Resolved(NamedTuple):
    """Parts and extras with their places in the text after its head, and the readings of open numbers."""

    parts: dict[str, Part]
    extras: list[tuple[int, int]]
    remarks: tuple[tuple[int, int], ...]
    alternatives: tuple[Reading, ...]
    numbers: tuple[str, ...]
    word: str
    unclear: bool


def _resolve(body: str, draft: Draft, head: str) -> _Resolved:
    parts = _parts(body, draft)
    _floor_or_building(body, parts, draft)
    numbers = tuple([number_value(body[a:b]) for a, b in draft.chain])
    alternatives: tuple[Reading, ...] = ()
    extras = list(draft.extras)
    if numbers and numbers == _last_numbers(parts, len(numbers)):
        numbers = ()  # 3栋2单元501室 3-2-501: said twice
    if numbers:
        alternatives = _read_chain(numbers, draft, parts)
        if not alternatives:
            extras.append((draft.chain[0][0], draft.chain[-1][1]))
    elif "floor" in parts and "room" in parts:
        _join_door(parts)
    unclear = draft.unclear
    for slot in draft.repeats:
        unclear |= not _repeat(number_value(body[slot.start : slot.end]), slot, parts, extras)
    if "shop" in parts and "floor" in parts and parts["floor"].value == "1":
        del parts["floor"]
    if head:
        _village_committee(head, parts)
    return _Resolved(parts, extras, draft.remarks, alternatives, numbers, draft.chain_word, unclear)


def _last_numbers(parts: dict[str, Part], count: int) -> tuple[str, ...]:
    """The values of the last so many parts of a dwelling that were typed with their words; nothing for a single one."""
    if count < 2 or not parts.keys() & {"room", "house"}:
        return ()
    found = tuple(parts[kind].value for kind in _SAID_TWICE if kind in parts)
    return found[-count:] if len(found) >= count else ()


def _parts(body: str, draft: Draft) -> dict[str, Part]:
    parts = {}
    for kind, start, end, below, section in draft.slots:
        if kind in NAMES:
            value = name_value(body[start:end]) if section is None else _sectioned(body, start, section)
        elif kind == "spot":
            value = grammar().spots[body[start:end]]
        else:
            value = number_value(body[start:end])
            if below:
                value = "-" + value.lstrip("-B")
        parts[kind] = Part(kind, value, start, end)
    return parts


def _sectioned(body: str, start: int, section: tuple[int, int]) -> str:
    """The name of a road with its section, as roads' sections are written: 清荷路二段."""
    return f"{name_value(body[start : section[0]])}{chinese(number_value(body[section[0] : section[1]]))}段"


def _village_committee(head: str, parts: dict[str, Part]) -> None:
    """清荷村委会3组: the committee's village, if groups follow and no other name."""
    if "group" not in parts or parts.keys() & NAMES:
        return
    match = _COMMITTEE.search(head)
    if match is not None:
        parts["village"] = Part("village", match[1], match.start(1) - len(head), match.end(1) - len(head))


def _floor_or_building(body: str, parts: dict[str, Part], draft: Draft) -> None:
    """3楼2单元501: a storey typed where the building stands is the building."""
    floor = parts.get("floor")
    if floor is None or "building" in parts or floor.value.startswith("-") or body[floor.end : floor.end + 1] != "楼":
        return
    unit, room = parts.get("unit"), parts.get("room")
    clash = room is not None and len(room.value) > len("99") and door(floor.value, room.value) is None
    if (unit is not None and unit.start > floor.start) or clash or len(draft.chain) > 1:
        del parts["floor"]
        parts["building"] = floor._replace(kind="building")


def _read_chain(numbers: tuple[str, ...], draft: Draft, parts: dict[str, Part]) -> tuple[Reading, ...]:
    name = parts.get("village") or parts.get("compound")
    if name is not None:
        place = "village" if name.kind == "village" or is_village(name.value) else "compound"
    else:
        place = "road" if "road" in parts and "lane" not in parts else ""
    floor = parts["floor"].value if "floor" in parts else ""
    found = read_open(numbers, "building" in parts, "unit" in parts, floor, place, draft.sub_open)
    # A number typed with its word is not read again as something else.
    found = tuple([reading for reading in found if not _contradicts(reading, parts)])
    if not found:
        return ()
    if floor and all(kind != "floor" for kind, _ in found[0]):
        del parts["floor"]
    spans = dict(zip(numbers, draft.chain, strict=True))
    whole = (draft.chain[0][0], draft.chain[-1][1])
    if place != "village" and any(number[0] in LETTERS for number in numbers):
        found = tuple([_lettered(reading, parts) for reading in found])
    for kind, value in found[0]:
        if kind not in parts:
            parts[kind] = Part(kind, value, *spans.get(value, whole))
    return found


def _contradicts(reading: Reading, parts: dict[str, Part]) -> bool:
    return any(kind in parts and kind != "floor" and parts[kind].value != value for kind, value in reading)


def _lettered(reading: Reading, parts: dict[str, Part]) -> Reading:
    """A3-2-501 is zone A, building 3; 3-A501 is building 3, unit A."""
    there = {*parts, *(kind for kind, _ in reading)}
    found: list[tuple[str, str]] = []
    for kind, value in reading:
        above = {"building": "zone", "room": "unit" if "building" in there else "building"}.get(kind, kind)
        lettered = value[0] in LETTERS and value[1:].isdigit() and (kind != "room" or len(value) > len("A50"))
        if lettered and above not in there:
            found += ((above, value[0]), (kind, value[1:]))
        else:
            found.append((kind, value))
    return tuple(found)


def _join_door(parts: dict[str, Part]) -> None:
    floor, room = parts["floor"], parts["room"]
    joined = door(floor.value, room.value)
    if joined is not None:
        del parts["floor"]
        parts["room"] = Part("room", joined, min(room.start, floor.start), max(room.end, floor.end))


def _repeat(value: str, slot: Slot, parts: dict[str, Part], extras: list[tuple[int, int]]) -> bool:
    """Take a number whose part was there before: said twice, or a room within a room. False if it contradicts."""
    there = parts.get(slot.kind)
    if there is not None and there.value == value:
        return True
    if slot.kind == "room" and there is not None and there.value.isdigit() and value in LETTERS:
        parts["room"] = there._replace(value=there.value + value, end=max(there.end, slot.end))
    elif slot.kind == "room" and "subroom" not in parts:
        parts["subroom"] = Part("subroom", value, slot.start, slot.end)
    else:
        extras.append((slot.start, slot.end))
        return False
    return True


def _placed(text: str, spelled: Spelled, head: tuple[int, int], found: _Resolved) -> tuple[Part, ...]:
    """Return the parts in canonical order with spans of the typed text."""
    plain, at = spelled.text, spelled.at
    first, last = head
    body = plain[:first] + plain[last:]
    ordered = [found.parts[kind] for kind in sorted(found.parts, key=_RANK.__getitem__)]
    extras = (*found.extras, *found.remarks)
    ordered += [Part("extra", body[start:end], start, end) for start, end in extras]
    if last:
        moved = last - first
        ordered = [
            part._replace(
                start=part.start + (moved if part.start >= first else 0),
                end=part.end + (moved if part.end > first else 0),
            )
            for part in ordered
        ]
        ordered.insert(0, Part("admin", plain[first:last], first, last))
    if at is not None:
        ordered = [
            Part(kind, value, at[start], at[end - 1] + 1) if start < end else Part(kind, value, start, end)
            for kind, value, start, end in ordered
        ]
    return (*ordered, *(Part("extra", text[start:end], start, end) for start, end in spelled.notes))
