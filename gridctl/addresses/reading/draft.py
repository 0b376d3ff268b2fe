"""A draft of what is which part while it is being made, and what an address holds besides its parts.

Places in or beside a house, sides of it, serial numbers before it, counts and measures after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.reading.address import DIGITS, LETTERS, SIDES
from gridctl.addresses.reading.grammar import grammar
from gridctl.addresses.reading.names import is_own, spot_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.reading.tokens import Number, Token

# A telephone or a code, no part of an address.
LONG_NUMBER: Final = 7
_NUMBER: Final = re.compile(f"(?<![0-9])[0-9]{{1,{LONG_NUMBER - 1}}}(?![0-9])")
NAMES: Final = frozenset(("road", "compound", "village"))
SHORT: Final = 2
# What is asked of whoever brings something begins so.
_ASKED: Final = frozenset("放送请勿存寄挂转")
_POST_CODE: Final = 6


class Slot(NamedTuple):
    """A part found: its kind and span. ``below``: a floor under the ground; ``section``: where a road's section is."""

    kind: str
    start: int
    end: int
    below: bool = False
    section: tuple[int, int] | None = None


class Draft(NamedTuple):
    """The parts of a form.

    ``remarks`` are extras whose numbers are no part of the address, ``repeats`` numbers whose part was already there,
    kept only if they differ from it. ``settled``: whatever the digits are, the slots are the parts; ``unread``: an
    extra part holds a number; ``unclear``: a word between two parts is none that is known.
    """

    slots: tuple[Slot, ...]
    chain: tuple[tuple[int, int], ...]
    chain_word: str
    sub_open: bool
    extras: tuple[tuple[int, int], ...]
    remarks: tuple[tuple[int, int], ...]
    repeats: tuple[Slot, ...]
    settled: bool
    unread: bool
    unclear: bool


def unread(extra: str) -> bool:
    """Tell whether an extra part holds a number that nothing was made of; telephones and codes are none."""
    return _NUMBER.search(extra) is not None


class Drafting:
    """The state of a reader, and the parts that need no other word to be told."""

    __slots__ = (
        "chain",
        "chain_word",
        "extras",
        "form",
        "named",
        "own",
        "position",
        "remarks",
        "repeats",
        "slots",
        "sub_open",
        "unclear",
    )

    def __init__(self, form: str) -> None:
        self.form = form
        self.position = 0
        self.slots: dict[str, Slot] = {}
        self.extras: list[tuple[int, int]] = []
        self.remarks: list[tuple[int, int]] = []
        self.repeats: list[Slot] = []
        self.chain: tuple[Number, ...] = ()
        self.chain_word = ""
        self.sub_open = False
        self.unclear = False
        self.own = ""  # a shop's or cellar's number comes next
        self.named = ""  # the kind of the name just read, "" after a number

    def is_serial(self, token: Token, later: Sequence[Token]) -> bool:
        """1、柳岸花园3栋501: the number of the line, before an address that has all of its own."""
        number = not (token.word or token.lead) and len(token.numbers) == 1 and self.form[0] in DIGITS
        if token.start or self.slots or not number or token.end > SHORT:
            return False
        doors = [each for each in later if each.part in {"", "room", "shop"}]
        return bool(doors) and len(later) > 1 and later[0].start > token.end

    def is_remark(self, token: Token) -> bool:
        """501室3人, 501室2023年5月租出: counted after the door, and no part of the address."""
        if token.word or not self.slots.keys() & NAMES or len(token.numbers) > 1:
            return False
        said = self.form[self.position : token.start]
        accounted = said in grammar().accounts and bool(self.chain or self.slots.keys() & {"house", "number"})
        if "room" not in self.slots and not accounted:
            return False
        after = self.form[token.end :]
        measure = next((len(word) for word in grammar().measures if after.startswith(word)), 0)
        measured = said in grammar().measured or said in grammar().accounts
        if not measure and not measured and token.numbers[0].end - token.numbers[0].start != _POST_CODE:
            return False
        self.remarks.append((self.position, token.end + measure))
        self.position = token.end + measure
        return True

    def account(self, tokens: Sequence[Token]) -> None:
        """Whatever number no part has taken is an extra: read otherwise, the address could be another house's."""
        spans = [(slot.start, slot.end) for slot in (*self.slots.values(), *self.repeats)]
        spans += [slot.section for slot in self.slots.values() if slot.section]
        spans += [(number.start, number.end) for number in self.chain]
        spans += [*self.extras, *self.remarks]
        left = [
            (number.start, number.end)
            for token in tokens
            for number in token.numbers
            if not any(start <= number.start < end for start, end in spans)
            or not any(start < number.end <= end for start, end in spans)
        ]
        self.unclear = self.unclear or bool(left)
        self.extras += left

    def put(self, kind: str, number: Number) -> bool:
        """Take a number as a part; False if that part is there already."""
        if kind in self.slots:
            return False
        start, end = number.start, number.end
        above = self._letter_before(kind, start, end)
        if above:
            self.slots[above] = Slot(above, start, start + 1)
            start += 1
        self.slots[kind] = Slot(kind, start, end, number.value.startswith("-"))
        return True

    def _letter_before(self, kind: str, start: int, end: int) -> str:
        """Of what part the letter is: building A3 is zone A's building 3, door A501 is entrance or building A's 501."""
        typed = self.form[start:end]
        if typed[0] not in LETTERS or not typed[1:].isdigit() or not self.slots.keys() & {"compound", "road"}:
            return ""
        above = kind
        if kind == "building" and "compound" in self.slots:
            above = "zone"
        elif kind == "room" and len(typed) > len("A50"):
            above = "unit" if "building" in self.slots else "building"
        return "" if above in self.slots or above == kind else above

    def aside(self, start: int, end: int, token: Token | None) -> bool:
        """Take a place in or beside the house (夹层, 对面) or a side of it (东), typed after some number."""
        text = self.form[start:end].strip("-# ")
        if not self.slots.keys() - NAMES and not self.chain:
            return False
        if text in SIDES:
            return self._side(self.form.index(text, start), token)
        return self._spot(text, start, token)

    def _side(self, at: int, token: Token | None) -> bool:
        """Take a side as what it stands for: an entrance before another number, else a door or one of its rooms."""
        if token is not None and (token.part != "floor" or "unit" not in self.slots):
            kind = "unit"
        else:
            kind = "subroom" if "room" in self.slots else "room"
        if kind == "subroom" and "floor" not in self.slots and self._short_room():
            self.slots["floor"] = self.slots.pop("room")._replace(kind="floor")
            kind = "room"
        if kind == "room" and self.chain and not self._storey_of_chain():
            return False
        if kind in self.slots or (kind == "unit" and "building" not in self.slots):
            return False
        self.slots[kind] = Slot(kind, at, at + 1)
        return True

    def _spot(self, text: str, start: int, token: Token | None) -> bool:
        """Take a place in or beside the house; what stands before it is an extra."""
        if token is None and text[:1] in _ASKED and self.slots.keys() & {"room", "house"}:
            return False  # 放门口, 送到楼下
        at = spot_at(text)
        if at < 0 or (at > 0 and token is not None) or "spot" in self.slots or (token is not None and is_own(text)):
            return False
        first = self.form.index(text, start)
        self.slots["spot"] = Slot("spot", first + at, first + len(text))
        if at:
            self.extras.append((first, first + at))
        return True

    def _storey_of_chain(self) -> bool:
        """3-2-5左: before a side the last number is a storey's."""
        *above, last = self.chain
        if len(above) > 2 or last.end - last.start > SHORT or self.slots.keys() & {"building", "unit", "floor"}:
            return False
        self.chain = ()
        for kind, number in zip(("building", "unit"), above, strict=False):
            self.put(kind, number)
        return self.put("floor", last)

    def _short_room(self) -> bool:
        """5东: a number too short for a door, before a side, is a storey's."""
        room = self.slots["room"]
        return room.end - room.start <= SHORT and self.form[room.start] in DIGITS and room.end == self.position

    def below(self, token: Token) -> None:
        """负1-12, 负112: the storey below ground and the number there."""
        *above, last = token.numbers
        if above:
            self.slots["floor"] = Slot("floor", above[-1].start, above[-1].end, below=True)
            self.put("room", last)
        elif last.end - last.start > SHORT:
            self.slots["floor"] = Slot("floor", last.start, last.start + 1, below=True)
            self.slots["room"] = Slot("room", last.start + 1, last.end)
        else:
            self.slots["floor"] = Slot("floor", last.start, last.end, below=True)

    def shop_at_plate(self, token: Token, following: Token | None) -> None:
        """清荷路97号底商3号: the number before is the plate's."""
        number = token.numbers[0]
        self.put("number", number)
        if len(token.numbers) > 1:
            number = token.numbers[-1]
            self.put("sub", number)
        if following is not None and following.start == token.end:
            self.own = token.part
        else:
            self.slots["spot"] = Slot("spot", number.end + 1, token.end)

    def entrance(self, token: Token) -> bool:
        """3栋东头501: a side before a door is an entrance's."""
        return (
            token.numbers[0].value in SIDES
            and "building" in self.slots
            and "unit" not in self.slots
            and "floor" not in self.slots
        )
