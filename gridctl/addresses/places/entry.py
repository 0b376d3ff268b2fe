"""One row of a ledger on its way from text to canonical key."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.addresses.reading.parse import Values
    from gridctl.addresses.reading.readings import Reading


class HouseRow(NamedTuple):
    """One row of a house list. ``community`` is the name it is filed under, "" if the list has no such column."""

    id: str
    code: str
    address: str
    community: str = ""


class Entry:
    """A row with what is known of it so far. ``values`` are parts by kind, changed as knowledge settles them.

    ``head`` is the administrative head as typed, ``alternatives`` the readings of open numbers. ``reasons`` say what
    was done to the values, ``missing`` what is still needed before only one house fits, ``estates`` which phases and
    zones of its compound it may lie in.
    """

    __slots__ = (
        "alternatives",
        "doubtful",
        "estates",
        "head",
        "id",
        "missing",
        "reasons",
        "scope",
        "text",
        "unclear",
        "unread",
        "values",
    )

    def __init__(self, row_id: str, scope: str, text: str, read: Values) -> None:
        """`read` is what was made of `text`, the address of the row `row_id` in `scope`."""
        self.id = row_id
        self.scope = scope
        self.text = text
        self.values: dict[str, str]
        self.head: str
        self.alternatives: tuple[Reading, ...]
        self.unread: bool
        self.unclear: bool
        self.doubtful: bool
        self.values, self.head, self.alternatives, self.unread, self.unclear, self.doubtful = read
        self.reasons: tuple[str, ...] = ()
        self.missing: tuple[str, ...] = ()
        self.estates: Sequence[tuple[str, str, str]] = ()

    @property
    def place(self) -> tuple[str, ...]:
        """What buildings and doors are counted in: a compound with phase and zone, a door plate or a village."""
        values = self.values
        if "village" in values:
            return (self.scope, "village", values["village"])
        if "compound" in values:
            return (
                self.scope, "compound", values["compound"], values.get("phase", ""), values.get("zone", ""),
            )  # fmt: skip
        return (
            self.scope, "plate", values.get("road", ""), values.get("lane", ""), values.get("number", ""),
            values.get("sub", ""),
        )  # fmt: skip
