"""Which number and which name is which part: decided on an address's form alone, its digits all read as nines.

Addresses of one street differ only in digits and heads, so a form is read once and its draft used for all of them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gridctl.addresses.reading.address import DIGITS, OWN, SIDES
from gridctl.addresses.reading.doubt import EITHER
from gridctl.addresses.reading.draft import LONG_NUMBER, NAMES, SHORT, Draft, Drafting, Slot, unread
from gridctl.addresses.reading.gaps import split_gap
from gridctl.addresses.reading.grammar import NUMERALS, grammar
from gridctl.addresses.reading.names import is_compound, is_own, is_road, is_village, numeral_names, spot_at
from gridctl.addresses.reading.slips import meant_word
from gridctl.addresses.reading.tokens import scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.reading.tokens import Number, Token

# Type words whose numbers may be a door plate after a road.
_PLATE: Final = frozenset(("", "号", "#", "亏"))
# What a road's lanes are called where names of their own end so too.
_ALLEYS: Final = frozenset(("胡同", "巷子", "巷", "里", "条"))
# Digits of building, unit and door written as one, and of unit and door.
_PACKED: Final = 8
_PACKED_DOOR: Final = (5, 6)
_DOORS: Final = frozenset(("row", "building", "unit", "floor", "room", "house", "group", "village", *OWN))
_NO_FARM: Final = frozenset(("house", "building", "unit", "floor", "row"))
_ABOVE_DOORS: Final = frozenset(("phase", "zone", "building", "unit"))
# Behind the parts a shorter text is no name.
_LEAST_NAME: Final = 3
# In these, numbers typed before the last are what stands above it: 3-2单元 is building 3, unit 2.
_ABOVE: Final = {
    "building": ("zone",), "unit": ("building",), "floor": ("unit", "building"),
    **dict.fromkeys(OWN, ("building",)), "zone": ("phase",),
}  # fmt: skip


# A list of a million houses has some ten thousand forms a city.
@lru_cache(maxsize=65536)
def read_form(form: str) -> Draft:
    """Return the draft of a spelled text without its administrative head."""
    return _Reader(form).read(scan(form))


class _Reader(Drafting):
    __slots__ = ()

    def read(self, tokens: Sequence[Token]) -> Draft:
        """Take every token in turn, then what is left at the end."""
        tokens = [_without_telephone(token, self.remarks) for token in tokens]
        tokens = self._with_meant_words(tokens)
        last = len(tokens) - 1
        for index, token in enumerate(tokens):
            following = tokens[index + 1] if index < last else None
            if self.is_serial(token, tokens[index + 1 :]):
                self.remarks.append((token.start, token.end))
                self.position = token.end
                continue
            if self.is_remark(token):
                continue
            if self._is_name(token, following):
                continue
            if self.slots and _is_long(token) and not self._is_packed(token, following):
                # What stands before it says what it is: 电话, 房东.
                self.remarks.append((self.position, token.end))
                self.position = token.end
                continue
            if token.start > self.position and not self.aside(self.position, token.start, token):
                self._gap(self.position, token.start, token)
            self._take(token, following)
            self.position = token.end
        self._tail()
        if "room" in self.slots and "group" in self.slots and not self.slots.keys() & _NO_FARM:
            # 11号1队三合村
            self.slots["house"] = self.slots.pop("room")._replace(kind="house")
        self.account(tokens)
        kinds = self.slots.keys()
        return Draft(
            tuple(self.slots.values()),
            tuple((number.start, number.end) for number in self.chain),
            self.chain_word,
            self.sub_open,
            tuple(self.extras),
            tuple(self.remarks),
            tuple(self.repeats),
            not (self.chain or self.repeats or kinds & {"floor", "spot"} or ("group" in kinds and not kinds & NAMES)),
            any(unread(self.form[start:end]) for start, end in self.extras),
            self.unclear,
        )

    def _with_meant_words(self, tokens: Sequence[Token]) -> list[Token]:
        """3号漏2单元, 2但愿501: a word between numbers that is one slip away from a type word is that word."""
        found: list[Token] = []
        for token, following in pairwise(tokens):
            built = any(each.part == "building" for each in found)
            # 125号市一中: a numeral beside a digit begins a name, and 市 is no slip of 室.
            alike = (self.form[following.start] in NUMERALS) == (self.form[token.numbers[-1].start] in NUMERALS)
            gap = self.form[token.end : following.start]
            meant = meant_word(token.word, gap, built) if alike and token.start else ""
            if meant:
                found.append(token._replace(end=following.start, word=meant, part=grammar().types[meant]))
            else:
                found.append(token)
        return [*found, *tokens[-1:]]

    def _is_packed(self, token: Token, following: Token | None) -> bool:
        """柳岸花园3020501: building, unit and door as one number, after a name and before nothing."""
        size = token.end - token.start
        name = self.form[self.position : token.start]
        alone = following is None and len(token.numbers) == 1 and not token.word and token.end == len(self.form)
        named = bool(name) or "compound" in self.slots
        return alone and named and size <= _PACKED and not self.slots.keys() & _DOORS and name not in _said()

    def _is_name(self, token: Token, following: Token | None) -> bool:
        """Tell whether a numeral belongs to a name: 七格, 建龙第一城, 三门路, 东区花园."""
        touching = token.start == self.position and bool(self.slots)
        first = token.numbers[0]
        if following is not None and self._numbers_a_name(token, following):
            return True
        if token.part == "room" and first.value in SIDES and not self.slots.keys() - NAMES:
            return True  # 清荷路南侧97号
        if token.word[-1:] == "门" and first.value in SIDES and not self.slots.keys() & _DOORS:
            return following is not None and following.part in _ABOVE_DOORS  # 清荷路97号柳岸花园西门3栋
        if not token.word:
            if len(token.numbers) > 1 or token.lead == "sub" or DIGITS & set(self.form[first.start : first.end]):
                return False
            if self._numeral_heads_name(token, following):
                return True
            if touching or is_road(self.form[self.position : token.start]):
                return not first.value.isdigit() and len(first.value) > 1
            return token.end < len(self.form) or not first.value.isdigit() or token.end - first.start < 2
        if token.word in _ALLEYS:
            # 清荷路288巷1号 is an alley off a road; 柳岸西三巷1号 an alley with a name.
            beside = following is not None and following.start == token.end
            return not (beside and is_road(self.form[self.position : token.start]))
        if token.part == "zone":
            # A zone has a number after it, or nothing.
            gap = self.form[token.end : following.start if following else len(self.form)]
            return bool(gap) and gap not in grammar().fillers and not is_own(gap)
        if token.part == "yard" and self.form[first.start] in NUMERALS:
            # 曜坊壹号院 is a name; after a road or a village it is a plate.
            gap = self.form[self.position : token.start]
            return bool(gap) and not is_road(gap) and not is_village(gap)
        if touching or self.form[first.start] not in NUMERALS or following is None or token.start:
            return False
        gap = self.form[token.end : following.start]
        # 一期柳岸花园3栋: the phase before the name.
        return numeral_names(token.part, gap) and not (token.part == "phase" and is_compound(gap))

    def _numbers_a_name(self, token: Token, following: Token) -> bool:
        """清荷1路, 3号路, 清荷3村: a short number that nothing but a road's or an estate's ending follows."""
        short = len(token.numbers) == 1 and token.numbers[0].end - token.numbers[0].start <= SHORT
        plain = short and token.word in _PLATE and not token.lead
        return plain and self.form[token.end : following.start] in grammar().numbered_endings

    def _numeral_heads_name(self, token: Token, following: Token | None) -> bool:
        """建设街179号二十四城2座, 97号一品天下4栋, 11号1队三合村: no compound or village was named before."""
        if not self.slots or self.slots.keys() & {"compound", "village"} or token.start != self.position:
            return False
        if self.form[token.numbers[0].start] not in NUMERALS:
            return False
        gap = self.form[token.end : following.start if following else len(self.form)]
        if not gap or is_own(gap) or spot_at(gap) >= 0:
            return False
        if gap in grammar().fillers and not (is_compound(gap) and token.end - token.start >= SHORT):
            return False  # but 三八小区 is a name
        if is_compound(gap) or is_village(token.word + "某" + gap):
            return True
        doors = following.part in _ABOVE_DOORS if following is not None else "room" in self.slots
        return doors and len(gap) >= SHORT

    def _gap(self, start: int, end: int, token: Token) -> None:
        section = token.part == "section"
        numbered = section or token.part in {"lane", "yard", *OWN} or token.word in _PLATE or token.lead == "sub"
        for name in split_gap(self.form[start:end], numbered, token.part == "group", section):
            if name.kind in OWN:
                self.own = name.kind
            elif name.kind == "aside":
                self.remarks.append((start + name.start, start + name.end))
            elif name.kind == "compound" and name.end - name.start == 1 and (self.chain or self.slots.keys() - NAMES):
                self.extras.append((start + name.start, start + name.end))
                self.unclear = True  # 198号5梀7楼
            elif name.kind in self.slots or (name.kind == "village" and "compound" in self.slots):
                self.extras.append((start + name.start, start + name.end))
                self.unclear = True
            else:
                self.slots[name.kind] = Slot(name.kind, start + name.start, start + name.end)
                self.named = name.kind

    def _take(self, token: Token, following: Token | None) -> None:
        part = token.part
        named, self.named = self.named, ""
        if _is_long(token):
            if self._is_packed(token, following):
                self._open(token.numbers, token.word)
            else:
                self.extras.append((token.start, token.end))
            return
        if token.lead == "below" and not part:
            self.below(token)
        elif token.lead == "sub":
            self._sub(token)
        elif named == "road" and (part == "section" or self._lost_section(token, following)):
            number = token.numbers[-1]
            road = self.slots["road"]
            self.slots["road"] = road._replace(end=token.end, section=(number.start, number.end))
            self.named = "road"
        elif self.own and part in {"", "room"}:
            self._own_number(token)
        elif named == "road" and (part == "yard" or token.word in _PLATE):
            self._plate(token, following)
        elif part in {"lane", "yard"}:
            yard = "house" if "group" in self.slots else "number"
            self.put(yard if part == "yard" else "lane", token.numbers[-1])
        elif part == "room" and following is not None and self.entrance(token):
            self.put("unit", token.numbers[0])
        elif part in {"", "room"}:
            self._numbers(token, following)
        elif named == "road" and part in OWN and token.word[0] == "号":
            self.shop_at_plate(token, following)
        else:
            self._typed(token, following)

    def _lost_section(self, token: Token, following: Token | None) -> bool:
        """柳黄路一162号: a numeral that runs into the plate's number was a section's."""
        touching = following is not None and following.start == token.end and following.lead == ""
        return touching and not token.word and self.form[token.start] in NUMERALS

    def _sub(self, token: Token) -> None:
        last = next(reversed(self.slots), "")
        if last == "room" or self.chain:
            kind = "subroom"
        else:
            kind = "sub" if last != "house" and "number" in self.slots else "house_sub"
        self.put(kind, token.numbers[0])
        if len(token.numbers) > 1:
            self._open(token.numbers[1:], token.word)

    def _own_number(self, token: Token) -> None:
        kind, self.own = self.own, ""
        self.put(kind, token.numbers[-1])
        if len(token.numbers) == 2:
            self.put("building", token.numbers[0])

    def _plate(self, token: Token, following: Token | None) -> None:
        first, *rest = token.numbers
        self.put("number", first)
        if not rest:
            return
        if len(rest) == 1 and rest[0].end - rest[0].start <= SHORT:
            if following is not None and (following.part not in {"", "room"} or following.start == token.end):
                self.put("sub", rest[0])
                return
            self.sub_open = token.word == "号"
        self._open(rest, token.word)

    def _numbers(self, token: Token, following: Token | None) -> None:
        """Take a number with 号, 室, # or no type word: what it is depends on what is there already."""
        slots = self.slots
        number = token.numbers[0]
        if number.value in SIDES and "room" in slots and "floor" not in slots and self._short_room():
            slots["floor"] = slots.pop("room")._replace(kind="floor")  # 5东户
        if number.end - number.start in _PACKED_DOOR and "building" in slots and not slots.keys() & {"unit", "room"}:
            self._open(token.numbers, token.word)  # 3栋020501
        elif len(token.numbers) == 2 and slots.keys() & {"group", "row"} and not slots.keys() & {"house", "building"}:
            self.put("house", number)
            self.put("house_sub", token.numbers[1])
        elif len(token.numbers) > 1:
            self._open(token.numbers, token.word)
        elif following is not None and self._misread_building(token, following):
            self.put("building", number)
        elif token.word == "#" and following is not None and number.end - number.start > SHORT:
            if not self.put("room", number):
                self.repeats.append(Slot("room", number.start, number.end))
        elif token.word == "#" and "building" not in slots and following is not None:
            self.put("building", number)
        elif token.word == "#" and following is not None and not slots.keys() & {"unit", "floor", "group", "row"}:
            self.put("unit", number)
        elif ("group" in slots or "row" in slots) and "building" not in slots:
            short = not token.word and number.end - number.start <= SHORT and "house" in slots
            if not self.put("house_sub" if short else "house", number):
                self.put("room", number)
        elif "building" in slots or "unit" in slots or "floor" in slots or token.word not in _PLATE:
            if self.chain or not self.put("room", number):
                self.repeats.append(Slot("room", number.start, number.end))
        elif following is not None and ("lane" in slots or self._building_of_estate(token, following)):
            self.put("building", number)
        elif following is not None and token.word == "号" and self._plate_of_compound(following):
            kind = "room" if not slots else "building" if following.part == "unit" else "number"
            self.put(kind, number)
        else:
            self._open(token.numbers, token.word)

    def _misread_building(self, token: Token, following: Token) -> bool:
        """3梀2单元: one character that nobody knows, between a number and an entrance's, was the building's word."""
        unknown = following.part == "unit" and following.start == token.end + 1
        return unknown and not token.word and bool(self.slots) and "building" not in self.slots

    def _building_of_estate(self, token: Token, following: Token) -> bool:
        """清荷三村12号501室: a number before a door is the building's."""
        room = len(following.numbers) == 1 and following.lead == "" and following.part in {"", "room", "floor"}
        door = (
            following.part == "floor"
            or following.numbers[0].end - following.numbers[0].start > SHORT
            or following.word in {"室", "房", "房间"}
        )
        touching = token.word == "号" and following.start == token.end
        return room and door and touching and "compound" in self.slots and not self.chain

    def _plate_of_compound(self, following: Token) -> bool:
        slots = self.slots
        if not slots:
            return True
        return "compound" in slots and "number" not in slots and following.part in {"building", "unit"}

    def _open(self, numbers: Sequence[Number], word: str) -> None:
        self.chain = (*self.chain, *numbers)
        self.chain_word = word

    def _typed(self, token: Token, following: Token | None) -> None:
        *above, last = token.numbers
        part = token.part
        if part == "unit" and following is not None and following.part == "unit" and "building" not in self.slots:
            part = "building"  # 2洞1门
        if part == "floor" and above and following is None and not self.slots.keys() & {"unit", "room"}:
            self.unclear = True  # 1-3层 may be storeys or a building's storey
        if part == "floor" and "floor" in self.slots and "building" not in self.slots:
            # 3楼2单元5层1户: the first was the building's.
            self.slots["building"] = self.slots.pop("floor")._replace(kind="building")
        if above and not self.slots and part == "group":
            self.put("house", above.pop(0))  # 34 5组 清荷村
        if above and not self.slots and above[0].end - above[0].start > SHORT:
            self.put("room", above.pop(0))  # 603 3单元 1栋, the order turned round
        if part == "building" and token.word[-1] == "座" and "building" in self.slots and "unit" not in self.slots:
            part = "unit"  # 1栋A座501
        if not self.put(part, last):
            self.repeats.append(Slot(part, last.start, last.end))
        self.own = ""
        for kind, number in zip(_ABOVE.get(token.part, ()), reversed(above), strict=False):
            if number.end - number.start <= SHORT:
                self.put(kind, number)

    def _tail(self) -> None:
        """Take what follows the last number: a note, or the name if the order was turned round."""
        start, end = self.position, len(self.form)
        if self.aside(start, end, None):
            return
        gap = self.form[start:end].strip("-# ")
        if not gap:
            return
        if NAMES & self.slots.keys() or gap in grammar().fillers or (self.slots and len(gap) < _LEAST_NAME):
            self.extras.append((start, end))
            return
        kind = "road" if is_road(gap) else "village" if is_village(gap) and "group" in self.slots else "compound"
        self.slots[kind] = Slot(kind, start, end)


@cache
def _said() -> frozenset[str]:
    """What is said before a number that is no door's."""
    return frozenset((*grammar().accounts, *grammar().measured))


def _without_telephone(token: Token, remarks: list[tuple[int, int]]) -> Token:
    """双堰村9组10/19900001234: what is long at the end of numbers divided by strokes is none of them."""
    kept = list(token.numbers)
    while len(kept) > 1 and kept[-1].end - kept[-1].start > LONG_NUMBER + 2:  # 0900-1234567 is one telephone
        remarks.append((kept[-1].start, kept[-1].end))
        kept.pop()
    if len(kept) == len(token.numbers):
        return token
    return token._replace(numbers=tuple(kept), word="", part="")


def _is_long(token: Token) -> bool:
    return any(number.end - number.start >= LONG_NUMBER and EITHER not in number.value for number in token.numbers)
