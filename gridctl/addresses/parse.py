"""Typed address → ordered parts. Order-free: every number is taken by its type word, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.addresses.address import ORDER, Address, Part, door
from gridctl.addresses.grammar import NUMERALS, grammar
from gridctl.addresses.names import chinese, is_road, is_village, name_value, split_gap
from gridctl.addresses.prefix import Context, prefix_end
from gridctl.addresses.readings import read_open
from gridctl.addresses.spelling import Spelled, spell
from gridctl.addresses.tokens import Number, Token, scan

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANK: Final = {kind: rank for rank, kind in enumerate(ORDER)}
# Type words whose numbers may be a door plate after a road.
_PLATE: Final = frozenset(("", "号", "#", "亏"))
# In these, numbers typed before the last are what stands above it: 3-2单元 is building 3, unit 2.
_ABOVE: Final = {
    "building": ("zone",), "unit": ("building",), "floor": ("unit", "building"), "room": (), "shop": ("building",),
    "garage": ("building",), "row": (), "group": (), "zone": ("phase",),
}  # fmt: skip


def parse(text: str, context: Context | None = None) -> Address:
    """Return `text` read as an address. Never fails: what cannot be read becomes an "extra" part.

    `context` names the administrative units of the ledger the address comes from.
    """
    spelled = spell(text)
    plain = spelled.text
    start = prefix_end(plain, context)
    reader = _Reader(plain, start)
    reader.read(scan(plain, start))
    return reader.finish(text, spelled)


class _Reader:
    """The state of reading one address."""

    __slots__ = ("chain", "chain_word", "extras", "named", "own", "plain", "position", "slots", "start", "sub_open")

    def __init__(self, plain: str, start: int) -> None:
        self.plain = plain
        self.start = start
        self.position = start
        self.slots: dict[str, Part] = {}
        self.extras: list[tuple[int, int]] = []
        self.chain: tuple[Number, ...] = ()
        self.chain_word = ""
        self.sub_open = False
        self.own = ""  # a shop's or cellar's number comes next
        self.named = ""  # the kind of the name just read, "" after a number

    def read(self, tokens: Sequence[Token]) -> None:
        """Take every token in turn, then what is left at the end."""
        last = len(tokens) - 1
        for index, token in enumerate(tokens):
            following = tokens[index + 1] if index < last else None
            if self._is_name(token, following):
                continue
            if token.start > self.position:
                self._gap(self.position, token.start, token)
            self._take(token, following)
            self.position = token.end
        self._tail()

    def _is_name(self, token: Token, following: Token | None) -> bool:
        """A numeral that belongs to a name: 七格, 建龙第一城, 东区花园."""
        end = token.end
        text = self.plain
        touching = token.start == self.position and bool(self.slots)
        if not token.word:
            first = token.numbers[0]
            if len(token.numbers) > 1 or text[first.start].isdigit() or (first.value[-1].isdigit() and not first.value.isdigit()):
                return False
            if token.lead == "sub":
                return False
            before = text[self.position : token.start]
            if touching or is_road(before):
                return not first.value.isdigit() and len(first.value) > 1
            return end < len(text) or not first.value.isdigit() or text[first.start] in NUMERALS and len(text) - first.start < 2
        if token.part == "zone":
            # 东区花园: a zone has a number after it, or nothing
            return end < len(text) and (following is None or following.start > end) and not self._only_filler(end, following)
        if text[token.numbers[-1].start] in NUMERALS and len(token.numbers) == 1 and not touching:
            # 三门路12号, 四号桥小区3栋, 五组巷: a numeral at the head of a name that then goes on
            if token.start == self.position == self.start and following is not None and following.start > end:
                gap = text[end : following.start]
                return token.part in _WEAK and (len(gap) > 1 or is_road("某" + gap)) and gap not in grammar().fillers and not self._own(gap)
        return False

    def _only_filler(self, end: int, following: Token | None) -> bool:
        gap = self.plain[end : following.start if following else len(self.plain)]
        return gap in grammar().fillers or self._own(gap)

    @staticmethod
    def _own(gap: str) -> bool:
        words = grammar()
        return gap in words.shops or gap in words.garages

    def _gap(self, start: int, end: int, token: Token) -> None:
        numbered = token.part in {"section", "lane", "yard"} or (token.word in _PLATE) or token.lead == "sub"
        for name in split_gap(self.plain[start:end], numbered, token.part == "group", token.part == "section"):
            if name.kind in {"shop", "garage"}:
                self.own = name.kind
                continue
            kind = name.kind
            if kind in self.slots or (kind == "village" and "compound" in self.slots):
                self.extras.append((start + name.start, start + name.end))
                continue
            self.slots[kind] = Part(kind, name.value, start + name.start, start + name.end)
            self.named = kind

    def _put(self, kind: str, number: Number) -> bool:
        if kind in self.slots:
            return False
        self.slots[kind] = Part(kind, number.value, number.start, number.end)
        return True

    def _take(self, token: Token, following: Token | None) -> None:
        part = token.part
        named, self.named = self.named, ""
        if token.lead == "sub":
            self._sub(token)
        elif part == "section" or (named == "road" and self._lost_section(token, following)):
            self._section(token, named)
        elif self.own and part in {"", "room"}:
            self._own_number(token)
        elif named == "road" and (not part or part in {"room", "yard"}) and token.word in _PLATE | {token.word if part == "yard" else ""}:
            self._plate(token, following)
        elif part == "lane":
            self._put("lane" if "number" in self.slots else "number", token.numbers[-1])
            self.named = ""
            if "lane" not in self.slots:
                self.slots["lane"] = self.slots.pop("number")._replace(kind="lane")
        elif part == "yard":
            self._put("number", token.numbers[-1])
        elif not part or part == "room":
            self._numbers(token, following)
        else:
            self._typed(token)

    def _sub(self, token: Token) -> None:
        last = next(reversed(self.slots), "")
        kind = "subroom" if last == "room" or self.chain else "house_sub" if last == "house" else "sub"
        if kind == "sub" and "number" not in self.slots and self.chain == ():
            kind = "house_sub"
        self._put(kind, token.numbers[0])
        if len(token.numbers) > 1:
            self._open(token.numbers[1:], token.word)

    def _lost_section(self, token: Token, following: Token | None) -> bool:
        """柳黄路一162号: a numeral that runs into the plate's number was a section's."""
        touching = following is not None and following.start == token.end and following.lead == ""
        return touching and not token.word and self.plain[token.start] in NUMERALS

    def _section(self, token: Token, named: str) -> None:
        number = token.numbers[-1]
        road = self.slots.get("road")
        if named == "road" and road is not None:
            self.slots["road"] = road._replace(value=f"{road.value}{chinese(number.value)}段", end=token.end)
            self.named = "road"

    def _own_number(self, token: Token) -> None:
        kind, self.own = self.own, ""
        self._put(kind, token.numbers[-1])
        if len(token.numbers) == 2 and "building" not in self.slots:
            self._put("building", token.numbers[0])

    def _plate(self, token: Token, following: Token | None) -> None:
        first, *rest = token.numbers
        self._put("number", first)
        if not rest:
            return
        if len(rest) == 1 and len(rest[0].value) <= 2:
            if following is not None and (following.part not in {"", "room"} or following.start == token.end):
                self._put("sub", rest[0])
                return
            self.sub_open = token.word == "号"
        self._open(tuple(rest), token.word)

    def _numbers(self, token: Token, following: Token | None) -> None:
        slots = self.slots
        if len(token.numbers) > 1:
            self._open(token.numbers, token.word)
            return
        number = token.numbers[0]
        if token.word == "#" and "building" not in slots and (following is not None or "unit" not in slots):
            if following is not None:
                self._put("building", number)
                return
        if ("group" in slots or "row" in slots) and "building" not in slots:
            if not self._put("house", number):
                self._put("room", number)
            return
        inside = "building" in slots or "unit" in slots or "floor" in slots
        if inside or token.word not in _PLATE:
            if "room" in slots:
                if slots["room"].value != number.value:
                    self._put("subroom", number)
            elif self.chain:
                self._put("subroom", number)
            else:
                self._put("room", number)
            return
        if following is not None and "compound" in slots and "number" not in slots and token.word == "号" and following.part in {"building", "unit"}:
            self._put("number", number)
            return
        if following is not None and "lane" in slots and token.word in _PLATE:
            self._put("building", number)
            return
        if following is not None and not slots and token.word == "号":
            self._put("room", number)
            return
        self._open(token.numbers, token.word)

    def _open(self, numbers: tuple[Number, ...] | list[Number], word: str) -> None:
        if self.chain:
            merged = (*self.chain, *numbers)
            self.chain = merged
        else:
            self.chain = tuple(numbers)
        self.chain_word = word

    def _typed(self, token: Token) -> None:
        *above, last = token.numbers
        if not self._put(token.part, last) and self.slots[token.part].value != last.value:
            self.extras.append((token.start, token.end))
        self.own = ""
        for kind, number in zip(_ABOVE.get(token.part, ()), reversed(above), strict=False):
            self._put(kind, number)

    def _tail(self) -> None:
        end = len(self.plain)
        if self.position >= end:
            return
        gap = self.plain[self.position : end].strip("-#")
        named = "compound" in self.slots or "road" in self.slots or "village" in self.slots
        if named or not gap or gap in grammar().fillers or (self.slots and len(gap) < 3):
            if gap:
                self.extras.append((self.position, end))
            return
        kind = "road" if is_road(gap) else "village" if is_village(gap) and "group" in self.slots else "compound"
        self.slots[kind] = Part(kind, name_value(gap), self.position, end)

    def finish(self, text: str, spelled: Spelled) -> Address:
        """Settle what only the whole shows, and give spans of the typed text."""
        slots = self.slots
        self._floor_or_building()
        alternatives: tuple[dict[str, str], ...] = ()
        numbers = tuple(number.value for number in self.chain)
        if numbers:
            alternatives = self._read_chain(numbers)
        elif "floor" in slots and "room" in slots:
            joined = door(slots["floor"].value, slots["room"].value)
            if joined is not None:
                room = slots["room"]
                floor = slots.pop("floor")
                slots["room"] = Part("room", joined, min(room.start, floor.start), max(room.end, floor.end))
        if "shop" in slots and slots.get("floor", _NO_PART).value == "1":
            del slots["floor"]
        if self.start:
            slots["admin"] = Part("admin", self.plain[: self.start], 0, self.start)
        parts = sorted(slots.values(), key=_rank)
        for begin, end in self.extras:
            parts.append(Part("extra", self.plain[begin:end], begin, end))
        if spelled.at is not None:
            parts = [Part(part.kind, part.value, *spelled.span(part.start, part.end)) for part in parts]
        for begin, end in spelled.notes:
            parts.append(Part("extra", text[begin:end], begin, end))
        return Address(text, tuple(parts), alternatives, numbers, self.chain_word)

    def _floor_or_building(self) -> None:
        """3楼2单元501: a storey typed where the building stands is the building."""
        slots = self.slots
        floor, unit, room = slots.get("floor"), slots.get("unit"), slots.get("room")
        if floor is None or "building" in slots or floor.value.startswith("-") or self.plain[floor.end : floor.end + 1] != "楼":
            return
        clash = room is not None and len(room.value) > 2 and door(floor.value, room.value) is None
        if (unit is not None and unit.start > floor.start) or clash or (len(self.chain) > 1):
            slots["building"] = slots.pop("floor")._replace(kind="building")

    def _read_chain(self, numbers: tuple[str, ...]) -> tuple[dict[str, str], ...]:
        slots = self.slots
        place = "village" if self._village_name() else "compound" if "compound" in slots else "road" if "road" in slots else ""
        floor = slots["floor"].value if "floor" in slots else ""
        found = read_open(numbers, "building" in slots, "unit" in slots, floor, place, self.sub_open)
        start, end = self.chain[0].start, self.chain[-1].end
        if not found:
            self.extras.append((start, end))
            return ()
        if floor and all(kind != "floor" for kind, _ in found[0]):
            slots.pop("floor")
        for kind, value in found[0]:
            first = next((each for each in self.chain if each.value == value), None)
            slots.setdefault(kind, Part(kind, value, first.start if first else start, first.end if first else end))
        return tuple(dict(reading) for reading in found)

    def _village_name(self) -> bool:
        name = self.slots.get("village") or self.slots.get("compound")
        return name is not None and (name.kind == "village" or is_village(name.value))


_NO_PART: Final = Part("", "", 0, 0)
_WEAK: Final = frozenset(("room", "unit", "floor", "group", "zone", "row", "building", "section", "phase"))


def _rank(part: Part) -> int:
    return _RANK[part.kind]
