"""Rows that say of their house just what the row above says: most of a list of people. Each names one more person."""

from __future__ import annotations

from itertools import chain, islice
from operator import eq
from typing import TYPE_CHECKING, Any

from gridctl.intake.drafts.plaincolumns import OneHolder
from gridctl.intake.records.householdrows import HEAD_SLOT, HOUSE_KEYS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.drafts.plaincolumns import PlainColumns

_HOUSE, _PERSON = ("", 0), ("members", 0)
_NOTE = ("note", 0)


class HouseRuns:
    """Finds such rows of a household form by its plain columns.

    ``single`` are the positions of rows of which more is said than those columns do; ``wanted`` is whether there may
    be any others.
    """

    def __init__(self, plain: Sequence[PlainColumns], single: Collection[int]) -> None:
        holders: dict[tuple[str, int], list[OneHolder]] = {}
        for each in plain:
            for holder, columns in each.holders.items():
                holders.setdefault(holder, []).append(columns)
        # What stands beside each member's name about the head says nothing of the member.
        self._about = holders.keys() - {("members", HEAD_SLOT)}
        self._persons = holders.get(_PERSON, [])
        own = {name: values for each in holders.get(_HOUSE, ()) for name, values in each.columns.items()}
        # The note of a person's row is that person's.
        self._notes = own.pop("note", None)
        if self._notes is not None:
            self._persons.append(OneHolder([_NOTE], {_NOTE: self._notes}))
        self._own = list(own.values())
        self._keys = [own[name] for name in HOUSE_KEYS if name in own]
        self._names = next((each.columns["name"] for each in self._persons if "name" in each.columns), [])
        self._single = single

    @property
    def wanted(self) -> bool:
        """Whether nothing is said but of houses, and of one person a row."""
        return self._about == {_HOUSE, _PERSON} and bool(self._names) and bool(self._keys)

    def heads(self, start: int, stop: int) -> dict[int, list[int]]:
        """The first rows of each house from one position to before another, with the positions of those below."""
        single, names, notes = self._single, self._names, self._notes
        houses = list(zip(*(values[start:stop] for values in self._own), strict=True))
        heads: dict[int, list[int]] = {}
        below: list[int] | None = None
        for at, same in enumerate(chain((False,), map(eq, houses, islice(houses, 1, None))), start):
            if same and below is not None and at not in single and names[at] is not None:
                below.append(at)
                continue
            heads[at] = []
            is_house = at not in single and any(values[at] is not None for values in self._keys)
            # Beside nobody's name a note may be the house's.
            is_noted = notes is not None and names[at] is None and notes[at] is not None
            below = heads[at] if is_house and not is_noted else None
        return heads

    def put_below(self, drafts: Sequence[Draft], heads: Mapping[int, list[int]], rows: Sequence[int]) -> None:
        """Put the rows below into the drafts of their heads; ``rows`` are the numbers of all rows."""
        positions = [at for below in heads.values() for at in below]
        said: list[dict[str, Any]] = [{} for _ in positions]
        for each in self._persons:
            each.fill(said, positions)
        persons = iter(zip(map(rows.__getitem__, positions), said, strict=True))
        for draft, below in zip(drafts, heads.values(), strict=True):
            if below:
                draft.below = list(islice(persons, len(below)))
