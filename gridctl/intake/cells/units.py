"""Numbers in another unit than their field's: 120 below 服务时长（分钟）, 3 below 面积/亩, 1小时30分 in a cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.reading.book import cell_text
from gridctl.text.normalize import nfkc
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.intake.reading.book import Cell

_DIGITS: Final = 2
_HINTS: Final = pattern(r"[(\[【](?:单位\s*[::]\s*)?([^()\[\]【】]+?)\s*[)\]】]")
_BEHIND_STROKE: Final = pattern(r"[/_]\s*([^/_]+)$")
_PART: Final = pattern(r"\s*([0-9]+(?:\.[0-9]+)?|半)\s*([^0-9\s.]+)")
_WHOLE: Final = pattern(rf"(?:{_PART.pattern})+\s*")
_CLOCK: Final = pattern(r"([0-9]{1,3})[::]([0-5][0-9])(?:[::]([0-5][0-9]))?")
_TIMED: Final = "hours"


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much of a field's own unit each unit is; ``ends`` are those that may end a heading without a mark."""

    units: Mapping[str, Fraction]
    ends: tuple[str, ...]


def unit_in(field: str, heading: str) -> str:
    """The unit that a heading says its numbers are in, "" where it says none, or the field's own."""
    measure = _measures().get(field)
    if measure is None:
        return ""
    text = nfkc(heading).casefold().strip()
    said = [*_HINTS.findall(text), *_BEHIND_STROKE.findall(text)]
    said += [unit for unit in measure.ends if text.removesuffix("数").endswith(unit)][:1]
    for unit in said:
        if (size := measure.units.get(unit)) is not None:
            return unit if size != 1 else ""
    return ""


def in_own_unit(field: str, cell: Cell, unit: str) -> str | None:
    """A cell's number in its field's own unit; None where it is written in that already, or is no such number.

    ``unit`` is what the heading says of numbers without one.
    """
    measure = _measures().get(field)
    if measure is None:
        return None
    if isinstance(cell, dt.timedelta | dt.time):
        return _in_hours(str(cell)) if field == _TIMED else None
    text = nfkc(cell_text(cell)).casefold().strip()
    if not text or isinstance(cell, bool):
        return None
    if field == _TIMED and ":" in text:
        return _in_hours(text)
    if _WHOLE.fullmatch(text):
        parts = [(number, measure.units.get(each)) for number, each in _PART.findall(text)]
        if all(size is not None for _, size in parts) and (len(parts) > 1 or parts[0][1] != 1 or parts[0][0] == "半"):
            return _written(sum((_amount(number) * size for number, size in parts if size), Fraction()))
        return None
    try:
        return _written(Fraction(text) * measure.units[unit]) if unit else None
    except ValueError:
        return None


def _in_hours(text: str) -> str | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return _written(hours + Fraction(minutes, 60) + Fraction(seconds, 3600))


def _amount(number: str) -> Fraction:
    return Fraction(1, 2) if number == "半" else Fraction(number)


def _written(number: Fraction) -> str:
    return f"{float(round(number, _DIGITS)):g}" if number < 10**6 else str(round(number))


@cache
def _measures() -> dict[str, _Measure]:
    found = {}
    said: dict[str, dict[str, Any]] = packaged("gridctl.intake.cells", "units.yaml")
    for field, each in said.items():
        long = {nfkc(unit).casefold(): Fraction(size) for unit, size in each["other"].items()}
        loose = {nfkc(unit).casefold(): Fraction(size) for unit, size in each.get("loose", {}).items()}
        own = {nfkc(unit).casefold(): Fraction(1) for unit in each["own"]}
        found[field] = _Measure({**own, **long, **loose}, tuple(sorted(long, key=len, reverse=True)))
    return found
