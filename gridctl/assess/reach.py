"""Reach: how far back a community's ledgers tell of it, and so with which earlier periods it can be compared.

The first day on record decides. The day a grid was set up does not: it may be years before the first record, or, where
the grids were drawn anew, long after it. Of a period before the first record nothing is known, which is not zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from gridctl.store.index import Index

_FIRST = """
SELECT least(work, (SELECT min(collected_on) FROM households), (SELECT min(collected_on) FROM businesses),
  (SELECT min(collected_on) FROM special_groups), (SELECT min(collected_on) FROM volunteers)), work
FROM (SELECT least((SELECT min(visited_on) FROM visits), (SELECT min("at")::DATE FROM case_steps)) AS work)
"""


class Reach(NamedTuple):
    """The first day of any record, and that of any work done (a visit, a step of a case); None where there is none."""

    records: date | None
    work: date | None

    @classmethod
    def of(cls, index: Index) -> Reach:
        """As the ledgers of an index have it."""
        return cls(*index.sql(_FIRST)[0])

    def knows(self, end: date) -> bool:
        """Whether there are records of a day or before it: how many houses and people there were is known."""
        return self.records is not None and self.records <= end

    def knows_work(self, end: date) -> bool:
        """Whether work of a day or before it is on record: how well it was done can be told."""
        return self.work is not None and self.work <= end


UNKNOWN: Final = Reach(None, None)
