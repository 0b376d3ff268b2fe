"""Typed address → ordered parts. Order-free: every number is taken by its type word, wherever it stands."""

from __future__ import annotations

import re
from typing import Final

from gridctl.addresses.address import ORDER, Address, Part, door
from gridctl.addresses.names import chinese, is_village, name_value
from gridctl.addresses.prefix import Context, prefix_end
from gridctl.addresses.reader import NAMES, Draft, Slot, read_form
from gridctl.addresses.readings import read_open
from gridctl.addresses.spelling import Spelled, spell
from gridctl.addresses.tokens import number_value

_RANK: Final = {kind: rank for rank, kind in enumerate(ORDER)}
_NINES: Final = {ord(digit): "9" for digit in "012345678"}
# The name of the village before its committee.
_COMMITTEE: Final = re.compile("([一-龥]{1,4}村)(?:民委员会|委会)$")
_LETTERS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NOWHERE: Final = Context()
# Forms kept a context; a list of a million houses has some ten thousand.
_MOST_FORMS: Final = 100_000


def parse(text: str, context: Context | None = None) -> Address:
    """Return `text` read as an address. Never fails: what cannot be read becomes an "extra" part.

    `context` names the administrative units of the ledger the address comes from.
    """
    spelled = spell(text)
    plain = spelled.text
    context = context or _NOWHERE
    form = plain.translate(_NINES)
    known = context.drafts.get(form)
    if known is None:
        if len(context.drafts) >= _MOST_FORMS:
            context.drafts.clear()
        start = prefix_end(plain, context)
        known = context.drafts[form] = (start, read_form(form, start))
    start, draft = known
    parts = _parts(plain, draft)
    _floor_or_building(plain, parts, draft)
    numbers = tuple([number_value(plain[a:b]) for a, b in draft.chain])
    alternatives: tuple[dict[str, str], ...] = ()
    extras = list(draft.extras)
    if numbers:
        alternatives = _read_chain(numbers, draft, parts)
        if not alternatives:
            extras.append((draft.chain[0][0], draft.chain[-1][1]))
    elif "floor" in parts and "room" in parts:
        _join_door(parts)
    for slot in draft.repeats:
        _repeat(number_value(plain[slot.start : slot.end]), slot, parts, extras)
    if "shop" in parts and "floor" in parts and parts["floor"].value == "1":
        del parts["floor"]
    if start:
        _village_committee(plain, start, parts)
        parts["admin"] = Part("admin", plain[:start], 0, start)
    return Address(text, _placed(text, spelled, parts, extras), alternatives, numbers, draft.chain_word)


def _parts(plain: str, draft: Draft) -> dict[str, Part]:
    parts = {}
    for kind, start, end, below, section in draft.slots:
        if kind in NAMES:
            if section is None:
                value = name_value(plain[start:end])
            else:
                value = (
                    f"{name_value(plain[start : section[0]])}{chinese(number_value(plain[section[0] : section[1]]))}段"
                )
        else:
            value = number_value(plain[start:end])
            if below:
                value = "-" + value.lstrip("-B")
        parts[kind] = Part(kind, value, start, end)
    return parts


def _village_committee(plain: str, start: int, parts: dict[str, Part]) -> None:
    """清荷村委会3组: the committee's village, if groups follow and no other name."""
    match = _COMMITTEE.search(plain, 0, start)
    if match is not None and "group" in parts and not parts.keys() & NAMES:
        parts["village"] = Part("village", match[1], *match.span(1))


def _floor_or_building(plain: str, parts: dict[str, Part], draft: Draft) -> None:
    """3楼2单元501: a storey typed where the building stands is the building."""
    floor = parts.get("floor")
    if floor is None or "building" in parts or floor.value.startswith("-") or plain[floor.end : floor.end + 1] != "楼":
        return
    unit, room = parts.get("unit"), parts.get("room")
    clash = room is not None and len(room.value) > len("99") and door(floor.value, room.value) is None
    if (unit is not None and unit.start > floor.start) or clash or len(draft.chain) > 1:
        del parts["floor"]
        parts["building"] = floor._replace(kind="building")


def _read_chain(numbers: tuple[str, ...], draft: Draft, parts: dict[str, Part]) -> tuple[dict[str, str], ...]:
    name = parts.get("village") or parts.get("compound")
    if name is not None:
        place = "village" if name.kind == "village" or is_village(name.value) else "compound"
    else:
        place = "road" if "road" in parts else ""
    floor = parts["floor"].value if "floor" in parts else ""
    found = read_open(numbers, "building" in parts, "unit" in parts, floor, place, draft.sub_open)
    if not found:
        return ()
    if floor and all(kind != "floor" for kind, _ in found[0]):
        del parts["floor"]
    spans = dict(zip(numbers, draft.chain, strict=True))
    whole = (draft.chain[0][0], draft.chain[-1][1])
    for kind, value in found[0]:
        if kind not in parts:
            parts[kind] = Part(kind, value, *spans.get(value, whole))
    return tuple([dict(reading) for reading in found])


def _join_door(parts: dict[str, Part]) -> None:
    floor, room = parts["floor"], parts["room"]
    joined = door(floor.value, room.value)
    if joined is not None:
        del parts["floor"]
        parts["room"] = Part("room", joined, min(room.start, floor.start), max(room.end, floor.end))


def _repeat(value: str, slot: Slot, parts: dict[str, Part], extras: list[tuple[int, int]]) -> None:
    """Take a number whose part was there before: said twice, or a room within a room."""
    there = parts.get(slot.kind)
    if there is not None and there.value == value:
        return
    if slot.kind == "room" and there is not None and there.value.isdigit() and value in _LETTERS:
        parts["room"] = there._replace(value=there.value + value, end=slot.end)
    elif slot.kind == "room" and "subroom" not in parts:
        parts["subroom"] = Part("subroom", value, slot.start, slot.end)
    else:
        extras.append((slot.start, slot.end))


def _placed(text: str, spelled: Spelled, parts: dict[str, Part], extras: list[tuple[int, int]]) -> tuple[Part, ...]:
    """Return the parts in canonical order with spans of the typed text."""
    ordered = [parts[kind] for kind in sorted(parts, key=_RANK.__getitem__)]
    plain, at = spelled.text, spelled.at
    if extras:
        ordered += [Part("extra", plain[start:end], start, end) for start, end in extras]
    if at is not None:
        ordered = [
            Part(kind, value, at[start], at[end - 1] + 1) if start < end else Part(kind, value, start, end)
            for kind, value, start, end in ordered
        ]
    if spelled.notes:
        ordered += [Part("extra", text[start:end], start, end) for start, end in spelled.notes]
    return tuple(ordered)
