"""Which grid a building lies in: as its houses say and as the register of buildings says."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.addresses.places.gazetteer import Gazetteer, KeyInfo


class BuildingPlace(NamedTuple):
    """The codes of the grid and of the building an address lies in; "" where nobody can tell."""

    grid: str = ""
    building: str = ""


class BuildingPlaces:
    """Places of buildings by how their addresses are read.

    ``houses`` are grid and building codes of houses with the reading of their address; ``register`` the records of
    buildings. A building that is said to lie in two grids lies in none. A group (村民小组) of a village lies where all
    its houses do, if two or more are known.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        houses: Iterable[tuple[KeyInfo, str, str]],
        register: Iterable[Mapping[str, str]],
    ) -> None:
        self._gazetteer = gazetteer
        self._grids: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._codes: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for info, grid, code in houses:
            self._learn(info, grid, code)
        for each in register:
            named = f"{each.get('compound') or ''}{each.get('name') or ''}"
            for text in dict.fromkeys(filter(None, (named if each.get("compound") else "", each.get("address")))):
                self._learn(gazetteer.key(text), each.get("grid_code") or "", each.get("building_code") or "")

    def of(self, address: str) -> BuildingPlace:
        """The place of the building that an address is in."""
        info = self._gazetteer.key(address)
        where = _building(info)
        if where is None:
            grids = self._groups.get(_group(info) or ("", ""), [])
            return BuildingPlace(_only({*grids}) if len(grids) > 1 else "")
        return BuildingPlace(_only(self._grids.get(where)), _only(self._codes.get(where)))

    def _learn(self, info: KeyInfo, grid: str, code: str) -> None:
        where = _building(info)
        if grid and (group := _group(info)):
            self._groups[group].append(grid)
        if where is None:
            return
        if grid:
            self._grids[where].add(grid)
        if code:
            self._codes[where].add(code)


def _building(info: KeyInfo) -> tuple[str, ...] | None:
    """What tells a building from all others; None if the address does not say it."""
    parts = info.parts
    if not (parts.get("building") or parts.get("number")):
        return None
    named = "compound" if parts.get("compound") else "village" if parts.get("village") else "road"
    if not parts.get(named):
        return None
    # In a compound the building tells; the road beside it is often left out.
    kinds = (named, "building") if named != "road" and parts.get("building") else (named, "number", "building")
    return tuple(f"{kind}:{parts.get(kind, '')}" for kind in kinds)


def _group(info: KeyInfo) -> tuple[str, str] | None:
    village, group = info.parts.get("village"), info.parts.get("group")
    return (village, group) if village and group else None


def _only(found: set[str] | None) -> str:
    return next(iter(found)) if found and len(found) == 1 else ""
