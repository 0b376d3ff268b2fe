"""Numbers divided by strokes, 3-2-501 or 5-1, and every way of reading them."""

from __future__ import annotations

from functools import lru_cache

from gridctl.addresses.reading.address import door
from gridctl.addresses.reading.doubt import EITHER

Reading = tuple[tuple[str, str], ...]
# No building known to the compilers of ledgers has more floors; a larger number is no floor.
_TOP_FLOOR = 70
_DOOR_DIGITS = 4
# A longer number is no door's: a telephone, or a code.
_LONGEST_DOOR = 6
# 201-202 are two doors beside each other, wherever they stand; 201-212 may be building 201.
_NEIGHBOURS = 2


@lru_cache(maxsize=262144)
def read_open(
    numbers: tuple[str, ...], building: bool, unit: bool, floor: str, place: str, sub: bool = False
) -> tuple[Reading, ...]:
    """Return the readings of `numbers`, likeliest first, as (part, value) pairs.

    `building`, `unit` and `floor` tell what was typed with its type word, so that the numbers must be something else;
    `place` is the kind of name before them ("road", "compound", "village" or ""); `sub` allows a single number to
    be the sub-number of a door plate (12-1号).
    """
    size = len(numbers[-1].partition(EITHER)[0])
    packed = _packed(numbers, building, unit) if size > _DOOR_DIGITS else ()
    if packed or size > _LONGEST_DOOR:
        return (packed,) if packed else ()
    found: list[Reading] = []
    for rooms, rest in _doors(numbers, floor, building):
        found += [head + rooms for head in _heads(rest, building, unit, place)]
    if not building and not unit and not floor and len(numbers) == 2 and all(map(_short, numbers)):
        pair = ("group", "house") if place == "village" else ("row", "house")
        reading = tuple(zip(pair, numbers, strict=True))
        found.insert(0 if place == "village" else len(found), reading)
    if sub and len(numbers) == 1:
        reading = (("sub", numbers[0]),)
        found.insert(0 if _short(numbers[0]) else len(found), reading)
    if not found and len(numbers) == len("501") and numbers[1] == "0" and all(len(each) == 1 for each in numbers):
        found.append((("room", "".join(numbers)),))  # 5 0 1
    return tuple(dict.fromkeys(found))


def _packed(numbers: tuple[str, ...], building: bool, unit: bool) -> Reading:
    """Numbers written as one, with zeros before them: 3020501 and 320501 are 3-2-501, 3-020501 too."""
    *above, last = numbers
    if unit or len(above) > 1 or (above and building) or not last.isdigit():
        return ()
    head, door = last[:-_DOOR_DIGITS], last[-_DOOR_DIGITS:]
    if not building and not above:
        # Of three and four digits the last two are the unit's.
        cut = len(head) - 1 if len(head) == len("32") else len(head) - 2
        above, head = [head[:cut]], head[cut:]
    padded = head.startswith("0") or (door.startswith("0") and len(head) == 1)
    number = head.lstrip("0")
    if not padded or not number or (above and not above[0]) or door.endswith("00"):
        return ()
    found = (("unit", number), ("room", door.lstrip("0")))
    return (("building", above[0]), *found) if above else found


def _short(number: str) -> bool:
    return number.isdigit() and len(number) <= 2


def _doors(numbers: tuple[str, ...], floor: str, building: bool) -> list[tuple[Reading, tuple[str, ...]]]:
    """Ways to read the end of the numbers as a room, each with the numbers left in front."""
    last, rest = numbers[-1], numbers[:-1]
    if floor and rest:
        # The storey said twice: 5层5-1, 5层501-1, 5层5-501.
        if rest[-1] == floor and (joined := door(floor, last)):
            return [((("room", joined),), rest[:-1])]
        if _short(last) and rest[-1] == door(floor, rest[-1]):
            return [((("room", rest[-1]), ("subroom", last)), rest[:-1])]
    if floor:
        joined = door(floor, last)
        return [((("room", joined),) if joined else (("floor", floor), ("room", last)), rest)]
    ways: list[tuple[Reading, tuple[str, ...]]] = _rooms_of_one(numbers, building)
    if rest and _short(last) and rest[-1].isdigit() and 0 < int(rest[-1]) <= _TOP_FLOOR:
        joined = door(rest[-1], last)
        if joined and last != "0":
            ways.append(((("room", joined),), rest[:-1]))
    if len(numbers) >= 4 and not _short(last) and last.isdigit() and rest[-1] == last[:-2] and rest[-1].isdigit():
        # 3-2-5-501: the floor said twice
        ways.append(((("room", last),), rest[:-1]))
    ways.append(((("room", last),), rest))
    return ways


def _rooms_of_one(numbers: tuple[str, ...], building: bool) -> list[tuple[Reading, tuple[str, ...]]]:
    """501-1 is a room within a room, 501-502 two rooms made one; a building's number is seldom as long as a door's."""
    if len(numbers) < 2 or not numbers[-2].isdigit() or len(numbers[-2]) < len("501"):
        return []
    door, last = numbers[-2:]
    joined = last.isdigit() and len(last) == len(door) and last[:-2] == door[:-2] and last > door
    if not (building or len(door) > len("501") or (joined and int(last) - int(door) <= _NEIGHBOURS)):
        return []
    if joined:
        return [((("room", f"{door}-{last}"),), numbers[:-2])]
    if len(last) == 1 and last.isascii() and last.isalpha():
        return [((("room", door + last),), numbers[:-2])]
    if _short(last):
        return [((("room", door), ("subroom", last)), numbers[:-2])]
    return []


def _heads(rest: tuple[str, ...], building: bool, unit: bool, place: str) -> list[Reading]:
    free = [part for part, taken in (("building", building), ("unit", unit)) if not taken]
    if not rest:
        return [()]
    if len(rest) == 1:
        order = list(reversed(free)) if place == "road" and not building else free
        return [((part, rest[0]),) for part in order]
    if len(rest) == 2 and len(free) == 2:
        found: list[Reading] = [(("building", rest[0]), ("unit", rest[1]))]
        return [*found, (("zone", rest[0]), ("building", rest[1]))] if rest[0].isalpha() else found
    if not (_short(rest[0]) or rest[0].isalpha()):
        return []
    if len(rest) == 2 and free == ["building"]:
        return [(("phase", rest[0]), ("building", rest[1]))]
    if len(rest) == 3 and len(free) == 2:
        return [(("phase", rest[0]), ("building", rest[1]), ("unit", rest[2]))]
    return []
