"""What an address is once it is read: ordered parts with their place in the typed text."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase, digits
from typing import Final, NamedTuple

# How each part is written in the canonical form, in the order they are written in: from the country to the door.
_WRITTEN: Final = {
    "admin": "{}", "road": "{}", "number": "{}号", "sub": "附{}号", "lane": "{}弄", "village": "{}", "group": "{}组",
    "compound": "{}", "phase": "{}期", "zone": "{}区", "row": "{}排", "building": "{}栋", "unit": "{}单元",
    "floor": "{}层", "spot": "{}", "shop": "商铺{}号", "garage": "车库{}号", "parking": "车位{}号",
    "storage": "储藏室{}号", "cellar": "地下室{}号", "house": "{}号", "house_sub": "附{}号", "room": "{}室",
    "subroom": "附{}号",
}  # fmt: skip
_AROUND: Final = tuple((kind, *form.split("{}")) for kind, form in _WRITTEN.items())
# All parts, in that order.
ORDER: Final = (*_WRITTEN, "extra")
# What has numbers of its own beside those of flats.
OWN: Final = ("shop", "garage", "parking", "storage", "cellar")
# Parts that say which dwelling it is; the others say where it lies or nothing at all.
DWELLING: Final = ("row", "building", "unit", "floor", "spot", *OWN, "house", "house_sub", "room", "subroom")
# What an address may end with.
ENDS: Final = ("room", *OWN, "house")
SIDES: Final = frozenset(("东", "西", "南", "北", "中", "左", "右"))
DIGITS: Final = frozenset(digits)
LETTERS: Final = frozenset(ascii_uppercase)


class Part(NamedTuple):
    """One part: its kind (see ``ORDER``), its normalised value and where it was typed (start, end)."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Address:
    """An address as read. ``parts`` are in canonical order and follow the likeliest reading.

    ``alternatives`` are the other ways of reading numbers divided by strokes: the dwelling's parts of each reading,
    likeliest first. ``open_numbers`` are those numbers, ``open_word`` the type word typed after them. ``unclear``: a
    word between its parts could not be read.
    """

    text: str
    parts: tuple[Part, ...]
    alternatives: tuple[dict[str, str], ...] = ()
    open_numbers: tuple[str, ...] = ()
    open_word: str = ""
    unclear: bool = False

    def get(self, kind: str) -> str:
        """Return the value of the part of this kind, "" if there is none."""
        return next((part.value for part in self.parts if part.kind == kind), "")

    def values(self) -> dict[str, str]:
        """Return values by kind, without extras."""
        return {part.kind: part.value for part in self.parts if part.kind != "extra"}

    @property
    def canonical(self) -> str:
        """The one way this address is written; reading it gives the same parts again."""
        return write(self.values())


def write(values: dict[str, str]) -> str:
    """Return parts written out in canonical order. Floors that the room number repeats are left out."""
    out = []
    for kind, before, after in _AROUND:
        if kind in values:
            value = values[kind]
            if kind == "floor" and value.startswith("-"):
                out.append(f"负{value[1:]}层")
            elif kind == "room" and value in SIDES:
                out.append(f"{value}户")
            elif value:
                out.append(before + value + after)
    return "".join(out)


def door(floor: str, room: str) -> str | None:
    """Return the room number that a floor and a number on it make: 3 and 2 are 302, 18 and 1801 are 1801, 5 and A 5A.

    None if the two contradict each other or do not make one (a floor below ground, a room named by a side).
    """
    if floor.isdigit() and len(room) == 1 and room in LETTERS:
        return floor + room
    if not floor.isdigit() or not room.isdigit() or floor == "0":
        return None
    if len(room) <= 2:
        return f"{floor}{int(room):02d}"
    return room if room[:-2] == floor else None
