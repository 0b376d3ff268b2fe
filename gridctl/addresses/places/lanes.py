"""Roads whose houses lie in lanes off them: there 清荷街3号402 has left its lane out, and 3号 is a building."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.addresses.places.entry import Entry

_ROWS: Final = 3
# A road of which this share of rows with a door name lanes has hardly a door outside them.
_LANED: Final = 0.8


class Lanes:
    """Learned from rows that end with a door on a road."""

    def __init__(self) -> None:
        self._laned: Counter[tuple[str, str]] = Counter()
        self._rows: Counter[tuple[str, str]] = Counter()

    def observe(self, entries: Iterable[Entry]) -> None:
        """Count the rows of each road, and those of its lanes."""
        for entry in entries:
            values = entry.values
            if "road" in values and "room" in values and "compound" not in values:
                road = (entry.scope, values["road"])
                self._rows[road] += 1
                self._laned[road] += "lane" in values

    def settle(self, entry: Entry) -> None:
        """Note a lane left out; the number read as the plate's is the building's in it, or the lane's before one."""
        values = entry.values
        if "number" not in values or "room" not in values or values.keys() & {"lane", "compound"}:
            return
        road = (entry.scope, values.get("road", ""))
        if self._laned[road] >= max(_ROWS, _LANED * self._rows[road]):
            if "building" in values or "unit" in values:
                if "building" not in values:
                    values["building"] = values.pop("unit")
                if "unit" not in values:
                    values["lane"] = values.pop("number")  # 清荷路12/3/402
                    entry.alternatives = ()
                return
            values["building"] = values.pop("number")
            entry.missing += ("lane",)
