"""Services of more hours than a day has: minutes, mostly, below a heading that says nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gridctl.intake.cells.draft import Slot
    from gridctl.intake.columns.headings import ColumnMatch

_HOURS = "services.hours"
_A_DAY = 24


def over_a_day(
    told: Mapping[Slot, tuple[ColumnMatch, Any]], rows: Sequence[int]
) -> Iterator[tuple[ColumnMatch, str, int, int, str, str]]:
    """What is to be told (I226) of the columns of hours: how many, and the first; taken as they are, as by check."""
    for (path, _), (each, values) in told.items():
        if path == _HOURS:
            found = [at for at, value in enumerate(values.values) if value is not None and float(value) > _A_DAY]
            if found:
                yield each, "I226", len(found), rows[found[0]], "", str(values.values[found[0]])
