"""What columns say of their fields, put in together: all of one holder at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.intake.cells.draft import holder_and_name
from gridctl.intake.drafts.together import is_blank

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft, Slot


class PlainColumns:
    """Some columns by their slots; ``holders`` has them by who they say something of, (head of the path, number)."""

    def __init__(self, columns: Mapping[Slot, list[Any]]) -> None:
        slots: dict[tuple[str, int], list[Slot]] = {}
        for path, number in columns:
            head, _, rest = path.partition(".")
            slots.setdefault((head if rest else "", number), []).append((path, number))
        self.holders = {holder: OneHolder(found, columns) for holder, found in slots.items()}

    def put(self, drafts: Mapping[int, Draft]) -> None:
        """Put the values into drafts, by their positions."""
        for each in self.holders.values():
            each.put(drafts)


class OneHolder:
    """Columns that say something of the same: a record, its first member, the resident it is about."""

    def __init__(self, slots: Sequence[Slot], columns: Mapping[Slot, list[Any]]) -> None:
        self._holder_of, _ = holder_and_name(slots[0])
        self.columns = {slot[0].rpartition(".")[2]: columns[slot] for slot in slots}
        said = {name: values for name, values in self.columns.items() if not is_blank(values)}
        self._full = {name: values for name, values in said.items() if None not in values}
        self._sparse = {name: values for name, values in said.items() if name not in self._full}

    def put(self, drafts: Mapping[int, Draft]) -> None:
        """Put the values into drafts, by their positions."""
        if self._full:
            self.fill(list(map(self._holder_of, drafts.values())), drafts)
            return
        for name, values in self._sparse.items():
            for at, draft in drafts.items():
                # A row of which no column says anything gets no holder.
                if values[at] is not None:
                    self._holder_of(draft)[name] = values[at]

    def fill(self, holders: Sequence[dict[str, Any]], positions: Collection[int]) -> None:
        """Put the values at some positions into as many holders."""
        # Column by column: that is quicker than rows, of which each is made first.
        for name, values in self._full.items():
            for holder, at in zip(holders, positions, strict=True):
                holder[name] = values[at]
        for name, values in self._sparse.items():
            for holder, at in zip(holders, positions, strict=True):
                if values[at] is not None:
                    holder[name] = values[at]
