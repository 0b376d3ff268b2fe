"""What a bulletin tells besides its scores: a year before, the population, the cases, groups of staff compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gridctl.assess.case_counts import CaseCount
    from gridctl.assess.groups import Group
    from gridctl.assess.population import Population
    from gridctl.assess.year_ago import YearAgo


@dataclass(frozen=True, slots=True)
class Contents:
    """Each is None or empty where there is nothing to tell."""

    year_ago: YearAgo | None = None
    population: Population | None = None
    cases: tuple[CaseCount, ...] = ()
    groups: tuple[Group, ...] = ()

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "year_ago": self.year_ago.data() if self.year_ago else None,
            "population": self.population.data() if self.population else None,
            "cases": {each.key: each.data() for each in self.cases},
            "groups": {each.key: each.data() for each in self.groups},
        }
