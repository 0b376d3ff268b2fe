"""Yards and hamlets named beside a village's group, 清荷村2组王家院子8号: said or left out, before the group or after.

Where all rows of a group that name one name the same, it tells nothing that the group does not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.addresses.places.entry import Entry

Village = tuple[str, str]
# A hamlet named by fewer rows may be a remark.
_ROWS: Final = 2
# Nearly all rows of a group that name a hamlet name its own; the others are slips.
_OWN: Final = 0.9


class Hamlets:
    """Learned from rows that name village, group and hamlet."""

    def __init__(self) -> None:
        self._names: dict[Village, Counter[str]] = defaultdict(Counter)
        self._groups: dict[tuple[Village, str], Counter[str]] = defaultdict(Counter)

    def observe(self, entries: Iterable[Entry]) -> None:
        """Count the hamlets of these entries."""
        for entry in entries:
            values = entry.values
            if "house" in values and values.keys() >= {"village", "group", "compound"} and "building" not in values:
                village = (entry.scope, values["village"])
                self._names[village][values["compound"]] += 1
                self._groups[village, values["group"]][values["compound"]] += 1

    def settle(self, entry: Entry) -> None:
        """Part a hamlet from its village's name; leave it out where the group says as much."""
        values = entry.values
        if not self._names or "group" not in values or "village" not in values:
            return
        if "compound" not in values:
            self._part(entry)
        village = (entry.scope, values["village"])
        here = self._groups.get((village, values["group"]))
        hamlet = values.get("compound", "")
        if here and hamlet and here.total() >= _ROWS and here[hamlet] >= _OWN * here.total():
            del values["compound"]

    def _part(self, entry: Entry) -> None:
        """清荷村王家院子2组8号: the hamlet's name was read as the end of the village's."""
        name = entry.values["village"]
        for end in range(len(name) - 1, 1, -1):
            if self._names.get((entry.scope, name[:end]), Counter())[name[end:]] >= _ROWS:
                entry.values["village"], entry.values["compound"] = name[:end], name[end:]
                return
