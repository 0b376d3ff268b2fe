"""Houses listed twice: the same house typed another way under another code, as two grid workers once did.

``gridctl codes duplicates`` and ``gridctl check`` have these to find in the sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.text.ids import new_id
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_STAIR = pattern(r"^(.+?)(\d+)栋(\d+)单元(\d+)室$")
_TOWER = pattern(r"^(.+?)(\d+)栋(\d+)室$")
_KEPT = ("grid_code", "cell_code", "building_code", "use", "structure", "source", "collected_by", "collected_on")


def doubles(households: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Second records of ``count`` houses that have residents, listed as vacant under a code with a slip in it."""
    inhabited = [each for each in households if "members" in each]
    stairs = [each for each in inhabited if _STAIR.match(each["address"])]
    towers = [each for each in inhabited if _TOWER.match(each["address"])]
    # Taken in turn from flats with and without stairwells, far from each other.
    chosen = [each for pair in zip(stairs[2::5], towers[1::5], strict=False) for each in pair][:count]
    return [_double(each) for each in chosen]


def _double(household: dict[str, Any]) -> dict[str, Any]:
    code = household["house_code"]
    # The slip: the room's digits begin at the building's end instead of filling the last six places.
    slip = f"{code[:19]}{code[20:]}0"
    return {
        "id": new_id("H", "demo", slip),
        "house_code": slip,
        **{name: household[name] for name in _KEPT},
        "address": _retyped(household["address"]),
        "occupancy": "vacant",
        "verified_on": household["verified_on"],
    }


def _retyped(address: str) -> str:
    if found := _STAIR.match(address):
        return f"{found[1]}{found[2]}幢{found[3]}单元{found[4][:-2]}楼{int(found[4][-2:])}号"
    found = _TOWER.match(address)
    assert found is not None
    return f"{found[1]}{found[2]}号楼{found[3]}"
