"""The same period of the year before: the community's results and everybody's movement since, like for like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gridctl.assess.scoring import movement, results
from gridctl.text.periods import Period, parse_period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.assess.counting import Counted
    from gridctl.assess.scoring import Result
    from gridctl.assess.sources import Basis

_YEAR = 365


@dataclass(frozen=True, slots=True)
class YearAgo:
    """``values`` are the community's results by indicator a year before; ``changes`` the movement of scores by unit."""

    period: Period
    values: Mapping[str, float | None] = field(default_factory=dict)
    changes: Mapping[str, float | None] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As JSON-able data; the community's movement stands under its own key."""
        changes = dict(self.changes)
        return {
            "period": self.period.label, "indicators": dict(self.values), "change": changes.pop("", None),
            "units": changes,
        }  # fmt: skip


def a_year_before(period: Period) -> Period:
    """The same period of the year before; of a span of days, as many days from the same date on."""
    label = period.label
    head, rest = label[:4], label[4:]
    if rest[:1] in ("", "Q", "H") or (rest[:1] == "-" and len(label) == len("2026-07")):
        return parse_period(f"{int(head) - 1:04}{rest}")
    days = timedelta(days=_YEAR)
    start, end = period.start - days, period.end - days
    return parse_period(str(start) if start == end else f"{start}..{end}")


def year_ago(
    basis: Basis, period: Period, then: Mapping[str, Counted], now: Mapping[str, Mapping[str, Result]]
) -> YearAgo | None:
    """The comparison; ``now`` are the results of this period by unit. None where nothing applied a year before."""
    whole = results(basis, then, "")
    if all(each.value is None for each in whole.values()):
        return None
    changes = {code: movement(found, results(basis, then, code)) for code, found in now.items()}
    return YearAgo(period, {code: each.value for code, each in whole.items()}, changes)
