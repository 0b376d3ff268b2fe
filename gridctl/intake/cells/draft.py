"""What one row says, on its way from the columns to who takes it in."""

from __future__ import annotations

from copy import copy
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from gridctl.intake.dictionary.vocabulary import CATEGORY, HOUSE, RESIDENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridctl.intake.cells.values import Fault

Slot = tuple[str, int]
"""A column's meaning: the path of the field and the number of the member."""


class Draft:
    """What one row says.

    ``own`` are the record's fields, ``parts`` those of its members, services, ... by slot, ``resident`` those of the
    person the record is about, ``house`` those of the house; ``fill`` is known from elsewhere and only fills gaps.
    ``also`` are further categories of somebody on several lists, or what is other of further people or visits.
    ``faults`` and ``doubts`` (which reject nothing) name their column. ``below`` are the rows right below that say just
    the same of their house: their numbers, each with what it says of a person.
    """

    # Written out: one is made of every row, and a dataclass takes twice as long over eight fields.
    __slots__ = ("also", "below", "doubts", "faults", "fill", "house", "own", "parts", "resident", "row")

    def __init__(self, row: int) -> None:
        self.row = row
        self.own: dict[str, Any] = {}
        self.parts: dict[str, dict[int, dict[str, Any]]] = {}
        self.resident: dict[str, Any] = {}
        self.house: dict[str, Any] = {}
        self.fill: dict[str, Any] = {}
        self.also: list[str | dict[str, Any]] = []
        self.below: list[tuple[int, dict[str, Any]]] = []
        self.faults: list[tuple[int, Fault]] = []
        self.doubts: list[tuple[int, Fault]] = []

    def each(self) -> Iterator[Draft]:
        """The row as said of each of its categories, or of each house that was visited."""
        yield self
        for more in self.also:
            other = copy(self)
            own = {CATEGORY: more} if isinstance(more, str) else more
            # Of another person what is not said of them is not what is said of the first.
            other.own = {name: value for name, value in {**self.own, **own}.items() if value is not None}
            other.fill = dict(self.fill)
            yield other

    def apart(self) -> list[Draft]:
        """The row and those below it, each by itself."""
        below, self.below = self.below, []
        return [self, *(self.with_person(row, said) for row, said in below)]

    def with_person(self, row: int, said: dict[str, Any]) -> Draft:
        """Another row that says the same of the house and this of a person."""
        other = Draft(row)
        other.own = dict(self.own)
        other.fill = dict(self.fill)
        other.parts = {"members": {0: said}}
        return other

    def add_note(self, text: str) -> None:
        """Add to the record's note, unless there is nothing to add."""
        if text:
            self.own["note"] = "; ".join(filter(None, (self.own.get("note"), text)))

    def value(self, name: str) -> Any:
        """A field of the record, as the row says it or as it is known from elsewhere."""
        return self.own.get(name) or self.fill.get(name)


def holder_and_name(slot: Slot) -> tuple[Callable[[Draft], dict[str, Any]], str]:
    """Where the values of a column go in a draft, and under which name."""
    path, number = slot
    head, _, rest = path.partition(".")
    if not rest and number > 0:
        return lambda draft: draft.parts.setdefault("", {}).setdefault(number, {}), path
    if not rest:
        return attrgetter("own"), path
    if head in (RESIDENT, HOUSE):
        return attrgetter("resident" if head == RESIDENT else "house"), rest
    return lambda draft: draft.parts.setdefault(head, {}).setdefault(number, {}), rest
