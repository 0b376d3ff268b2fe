"""One row of a ledger on its way from text to canonical key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gridctl.addresses.address import Address


class HouseRow(NamedTuple):
    """One row of a house list. ``community`` is the name it is filed under, "" if the list has no such column."""

    id: str
    code: str
    address: str
    community: str = ""


@dataclass(slots=True)
class Entry:
    """A row with what is known of it so far. ``values`` are parts by kind, changed as knowledge settles them.

    ``reasons`` say what was done to them, ``missing`` what is still needed before only one house fits.
    """

    id: str
    scope: str
    address: Address
    values: dict[str, str]
    reasons: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

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


def entry_of(row_id: str, scope: str, address: Address) -> Entry:
    """Return the entry of a freshly read address."""
    values = {part.kind: part.value for part in address.parts if part.kind not in {"extra", "admin"}}
    return Entry(row_id, scope, address, values)
