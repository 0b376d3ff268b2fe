"""Rounds: the spans in which each item falls due once, as table ``plan_rounds``.

A round has the days it may be planned on (``first`` to ``last``, working days only where ``worked``) and those on which
evidence counts (``opens`` to ``closes``). Rounds of windows and campaigns hold in the grids of ``plan_cover``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from gridctl.work.duties import CAMPAIGN, spells_of
from gridctl.work.slots import Slot, slots

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gridctl.text.periods import Period
    from gridctl.work.duties import Item
    from gridctl.work.spells import Spell

ROUND_COLUMNS = {
    "duty": "INTEGER", "frequency": "VARCHAR", "length": "BIGINT", "spell": "INTEGER", "label": "VARCHAR",
    "first": "DATE", "last": "DATE", "opens": "DATE", "closes": "DATE", "worked": "BOOLEAN", "kind": "VARCHAR",
}  # fmt: skip
# An open window's work that is done once is spread over this many days.
_OPEN_DAYS = 7


class Round(NamedTuple):
    """One row of ``plan_rounds``. ``spell`` is the number of the window or campaign, None for the routine."""

    duty: int
    frequency: str
    length: int
    spell: int | None
    label: str
    first: date
    last: date
    opens: date
    closes: date
    worked: bool
    kind: str


def rounds(
    items: Iterable[Item], rhythms: Iterable[tuple[int, str, int]], period: Period, spells: Sequence[Spell],
    campaigns: Mapping[str, int],
) -> Iterator[Round]:  # fmt: skip
    """The rounds of each item in every rhythm (item's number, frequency, length) that its targets have.

    ``spells`` are numbered by their place; ``campaigns`` are the numbers of campaigns by code.
    """
    by_number = {each.number: each for each in items}
    for number, frequency, length in rhythms:
        item = by_number[number]
        if item.campaign is not None:
            first, last, code = item.first, item.last, item.campaign.code or ""
            yield Round(number, frequency, length, campaigns[code], code, first, last, first, last, True, CAMPAIGN)
        elif item.situation == "routine":
            for slot in _routine(frequency, item, length, period):
                yield Round(number, frequency, length, None, slot.label, *_both(slot), True, frequency)
        else:
            called = spells_of(spells, item.matter, item.situation, period)
            for spell in called:
                yield from _window(number, spell, spells.index(spell), frequency, length, period)


def _routine(frequency: str, item: Item, length: int, period: Period) -> list[Slot]:
    if frequency == "on_declaration":
        return []
    if frequency == "once":
        return [Slot("once", item.first, min(item.last, item.first + timedelta(days=364)))]
    return slots(frequency, period.start, period.end, length)


def _window(
    number: int, spell: Spell, spell_number: int, frequency: str, length: int, period: Period
) -> Iterator[Round]:
    """A window's days count whether they are worked or not: somebody is on duty."""
    every = spell.days(max(period.end, spell.first + timedelta(days=_OPEN_DAYS - 1)))
    if frequency in ("once", "on_declaration"):
        # In an emergency everybody is reached on the first day; before an event there is time to go round.
        last = every[-1] if spell.last is not None else every[_OPEN_DAYS - 1]
        if spell.situation == "emergency" or frequency == "on_declaration":
            last = spell.first
        days = (spell.first, last, spell.first, every[-1])
        yield Round(number, frequency, length, spell_number, spell.window_no, *days, False, "window")
        return
    for slot in slots(frequency, every[0], every[-1], length):
        first, last = max(slot.start, every[0]), min(slot.end, every[-1])
        label = f"{spell.window_no} {slot.label}"
        yield Round(number, frequency, length, spell_number, label, first, last, first, last, False, "window")


def _both(slot: Slot) -> tuple[date, date, date, date]:
    return slot.start, slot.end, slot.start, slot.end
