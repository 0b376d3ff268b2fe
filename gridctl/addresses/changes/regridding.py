"""Codes of houses that went over to another grid, where the scheme has the grid in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.addresses.codes.schemes import SchemeError, grid_number

if TYPE_CHECKING:
    from gridctl.addresses.codes.schemes import Scheme

_BUILDING = "building"


class Regridder:
    """Makes the codes. ``buildings`` are the buildings' own codes that change by it, old to new.

    A building keeps its number where the new grid has none of that number, and gets the next free one otherwise; a
    house keeps its own within its building. `used` are all codes ever given: none is given again.
    """

    def __init__(self, scheme: Scheme, division: str, used: set[str], grid: str) -> None:
        self._scheme, self._used = scheme, used
        digits = scheme.digits_of("grid")
        number = grid_number(grid) if grid.startswith(division) and division else ""
        self._grid = number[-digits:] if len(number) >= digits else ""
        self.buildings: dict[str, str] = {}
        self._numbers: dict[str, str] = {}

    def code(self, old: str) -> str:
        """The new code of a house; the old one if it has that grid already. Raises SchemeError if none can be made."""
        scheme = self._scheme
        parts = scheme.split(old)
        if parts is None:
            raise SchemeError("old_code")
        if not self._grid:
            raise SchemeError("grid_number")
        parts.pop("check", None)
        inside = [each.name for each in scheme.segments if each.of == "grid"]
        if "".join(parts[name] for name in inside) == self._grid:
            return old
        for name in inside:
            del parts[name]
        if _BUILDING in parts:
            parts[_BUILDING] = self._building(old, parts)
        new = scheme.compose(**parts, grid=self._grid)
        if new in self._used:
            new = self._next(parts)
        self._used.add(new)
        if scheme.building:
            self.buildings[old[: scheme.building]] = new[: scheme.building]
        return new

    def _building(self, old: str, parts: dict[str, str]) -> str:
        head = old[: self._head(_BUILDING)]
        known = self._numbers.get(head)
        if known is None:
            segment = next(each for each in self._scheme.segments if each.name == _BUILDING)
            taken = self._taken(parts)
            wanted = parts[_BUILDING]
            number = 0
            while wanted in taken:
                number += 1
                wanted = str(number).zfill(segment.most)
                if len(wanted) > segment.most:
                    raise SchemeError("segment_full", _BUILDING)
            known = self._numbers[head] = wanted
        return known

    def _taken(self, parts: dict[str, str]) -> set[str]:
        """The numbers that buildings of the new grid have or had."""
        at = self._head(_BUILDING)
        most = next(each.most for each in self._scheme.segments if each.name == _BUILDING)
        sample = self._scheme.compose(**parts, grid=self._grid)
        front = sample[: at - most]
        found = {code[at - most : at] for code in self._used if code.startswith(front)}
        return found | set(self._numbers.values())

    def _head(self, name: str) -> int:
        """How many characters there are up to the end of a segment."""
        total = 0
        for each in self._scheme.segments:
            total += each.most
            if each.name == name:
                break
        return total

    def _next(self, parts: dict[str, str]) -> str:
        last = self._scheme.segments[-1]
        for number in range(1, 10**last.most):
            new = self._scheme.compose(**(parts | {last.name: str(number).zfill(last.least)}), grid=self._grid)
            if new not in self._used:
                return new
        raise SchemeError("segment_full", last.name)
