"""Grids and buildings in lists that leave their codes out: known by name, else given the next code that is free.

Composition of codes: the community's division code followed by the grid's number of three digits, two more for a second
grid, three more for a cell (`GridScheme`); a building's is what house codes of 25 digits begin with: the 12 of its
community, two of the grid's number, five of the building's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.titleplaces import compound_in
from gridctl.intake.records.gridnames import folded_name
from gridctl.intake.records.taken import RowRejected
from gridctl.schema.ledgers import ledger
from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.intake.records.state import State

_COMMUNITY: Final = 12
_BUILDING_DIGITS: Final = 5
_NUMBER: Final = pattern(r"\d+")
_BUILDING_ENDING: Final = pattern(r"(?:号楼|号|栋|幢|座|楼|#)+$")
_LEVEL_OF_KIND: Final = {"cell": "cell", "micro": "second_grid"}


def giver_of(state: State, name: str) -> GridCodes | BuildingCodes | None:
    """Who gives codes to the records of a ledger; None where rows without one are nobody's."""
    return GridCodes(state) if name == "grids" else BuildingCodes(state) if name == "buildings" else None


class GridCodes:
    """Codes of grids by their names."""

    def __init__(self, state: State) -> None:
        self._settings = state.settings
        self._records = state.records("grids")
        self._codes = _Codes(self._records.by_key)
        self._by_name: dict[str, list[str]] = {}
        for key, working in self._records.by_key.items():
            self._enter(str(working.data.get("name") or ""), key)

    def complete(self, own: dict[str, Any], fill: dict[str, Any]) -> bool:
        """Put the code of a row's grid, and the grid above it for its name; tells whether the code is a new one.

        Raises RowRejected where the row says too little.
        """
        parent = str(own.get("parent") or "")
        if parent and parent not in self._codes and len(found := self._by_name.get(folded_name(parent), [])) == 1:
            own["parent"] = parent = found[0]
        name = str(own.get("name") or "")
        if code := own.get("grid_code"):
            self._codes.add(str(code))
            self._enter(name, str(code))
            return False
        if not name:
            raise RowRejected("name", Fault("I160", {"needs": _labels("grids", ("grid_code", "name"))}))
        known = self._by_name.get(folded_name(name), [])
        if parent and len(known) > 1:
            known = [each for each in known if each.startswith(parent)]
        if len(known) > 1:
            raise RowRejected("name", Fault("I163", {"count": str(len(known))}))
        fill["grid_code"] = known[0] if known else self._new(name, parent, own, fill)
        return not known

    def _new(self, name: str, parent: str, own: Mapping[str, Any], fill: dict[str, Any]) -> str:
        level = str(own.get("level") or _LEVEL_OF_KIND.get(str(own.get("kind")), "second_grid" if parent else "grid"))
        scheme = self._settings.grid_scheme
        digits = {"grid": scheme.grid, "second_grid": scheme.second_grid, "cell": scheme.cell}.get(level)
        head = (self._settings.division_code or "") if level == "grid" else parent or self._above(name)
        if not digits or not head:
            raise RowRejected("grid_code", Fault("I174", {"ledger": "grids"}))
        numbers = _NUMBER.findall(folded_name(name))
        code = head + (numbers[-1] if numbers else "").zfill(digits)
        if not numbers or code in self._codes or len(code) != len(head) + digits or not int(numbers[-1]):
            code = self._codes.next(head, digits)
        self._codes.add(code)
        self._enter(name, code)
        fill.setdefault("level", level)
        if level != "grid":
            fill.setdefault("parent", head)
        return code

    def _above(self, name: str) -> str:
        """The code of the grid whose name a longer name begins with: 第一网格 in 第一网格2号微网格."""
        folded = folded_name(name)
        above = max((each for each in self._by_name if folded.startswith(each)), key=len, default="")
        codes = self._by_name.get(above, [])
        return codes[0] if len(codes) == 1 else ""

    def _enter(self, name: str, code: str) -> None:
        codes = self._by_name.setdefault(folded_name(name), []) if name else []
        if code not in codes:
            codes.append(code)


class BuildingCodes:
    """Codes of buildings by their names in a compound, or in a grid."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._records = state.records("buildings")
        self._codes = _Codes(())
        self._by_name: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for key, working in self._records.by_key.items():
            self._enter(working.data, key)

    def complete(self, own: dict[str, Any], fill: dict[str, Any]) -> bool:
        """Put the code of a row's building; tells whether it is a new one. Raises RowRejected."""
        view = {**fill, **own}
        if own.get("building_code"):
            self._enter(view, str(own["building_code"]))
            return False
        if not view.get("name"):
            raise RowRejected("name", Fault("I160", {"needs": _labels("buildings", ("building_code", "name"))}))
        if not view.get("compound") and (compound := compound_in((str(view["name"]),), ())):
            view["compound"] = fill["compound"] = compound
        grid = str(view.get("grid_code") or "")
        found = self._by_name.get(self._key(view), [])
        known = [code for code, other in found if not grid or not other or grid == other]
        if len(known) > 1:
            raise RowRejected("name", Fault("I163", {"count": str(len(known))}))
        code = known[0] if known else self._lived_in(view)
        new = not code
        if not code:
            if len(grid) <= _COMMUNITY:
                raise RowRejected("grid_code", Fault("I174", {"ledger": "buildings"}))
            code = self._next(grid)
        self._enter(view, code)
        fill["building_code"] = code
        return new

    def _lived_in(self, view: Mapping[str, Any]) -> str:
        """The code that the building's houses already have."""
        houses, compound = self._state.houses, str(view.get("compound") or "")
        if houses is None or not compound:
            return ""
        code = houses.place_of(f"{compound}{view['name']}")[1]
        return code if code not in self._records.by_key else ""

    def _next(self, grid: str) -> str:
        head = grid[:_COMMUNITY] + grid[_COMMUNITY : _COMMUNITY + 3][-2:]
        if not self._codes:
            self._codes = _Codes((*self._records.by_key, *self._codes_of_houses(len(head) + _BUILDING_DIGITS)))
        return self._codes.next(head, _BUILDING_DIGITS)

    def _codes_of_houses(self, length: int) -> Iterable[str]:
        houses = self._state.records("households").by_key.values()
        return (str(each.data.get("house_code") or "")[:length] for each in houses)

    def _key(self, view: Mapping[str, Any]) -> tuple[str, str]:
        name, compound = _compact(view.get("name")), _compact(view.get("compound"))
        compound = compound or _compact(compound_in((name,), ()))
        name = _BUILDING_ENDING.sub("", folded_name(name.removeprefix(compound))) or name
        return compound or str(view.get("grid_code") or ""), name

    def _enter(self, view: Mapping[str, Any], code: str) -> None:
        if view.get("name"):
            codes = self._by_name.setdefault(self._key(view), [])
            if not any(code == other for other, _ in codes):
                codes.append((code, str(view.get("grid_code") or "")))


class _Codes(set[str]):
    """Codes that were ever used; `next` gives the first after the last one of a head."""

    def __init__(self, used: Iterable[str]) -> None:
        super().__init__(used)
        self._last: dict[tuple[str, int], int] = {}

    def next(self, head: str, digits: int) -> str:
        """A new code that begins with a head."""
        last = self._last.get((head, digits))
        if last is None:
            same = (each[len(head) :] for each in self if len(each) == len(head) + digits and each.startswith(head))
            last = max((int(each) for each in same if each.isdecimal()), default=0)
        while (code := head + str(last + 1).zfill(digits)) in self:
            last += 1
        self._last[head, digits] = last + 1
        self.add(code)
        return code


def _compact(text: object) -> str:
    return "".join(nfkc(str(text or "")).split())


def _labels(name: str, fields: tuple[str, ...]) -> str:
    return "、".join(ledger(name).column(each).col.zh for each in fields)
