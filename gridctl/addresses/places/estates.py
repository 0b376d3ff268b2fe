"""Which compound stands on which plate number, and which phases and zones a compound has."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.addresses.places.entry import Entry

Estate = tuple[str, str, str]  # compound, phase, zone
# Below this share of a plate's or a compound's rows an estate is somebody's slip.
_NOISE: Final = 0.03
# Knowledge from fewer rows, or from a smaller share of a place's rows, is none.
_FEWEST: Final = 2
_SEEN_SHARE: Final = 0.1


class Estates:
    """Learned from rows that name both a plate and a compound, or a compound with its phase or zone."""

    def __init__(self) -> None:
        self._at_plate: dict[tuple[str, ...], Counter[Estate]] = defaultdict(Counter)
        self._rows_at: Counter[tuple[str, ...]] = Counter()
        self._of: dict[tuple[str, str], Counter[Estate]] = defaultdict(Counter)
        self._known: dict[tuple[str, str], list[Estate]] = {}
        self._here: dict[tuple[str, ...], list[Estate]] = {}

    def observe(self, entries: Iterable[Entry]) -> None:
        """Count the estates of these entries."""
        self._known.clear()
        self._here.clear()
        for entry in entries:
            values = entry.values
            plate = _plate(entry)
            if plate:
                self._rows_at[plate] += 1
            if "compound" in values:
                estate = (values["compound"], values.get("phase", ""), values.get("zone", ""))
                self._of[entry.scope, values["compound"]][estate] += 1
                if plate:
                    self._at_plate[plate][estate] += 1

    def known(self, scope: str, compound: str) -> list[Estate]:
        """Return the estates of a compound, the most frequent first, slips left out."""
        cached = self._known.get((scope, compound))
        if cached is None:
            cached = self._known[scope, compound] = _chosen(self._of.get((scope, compound), Counter()))
        return cached

    def at(self, entry: Entry) -> list[Estate]:
        """Return the estates that stand on the plate number of `entry`."""
        plate = _plate(entry)
        if plate not in self._at_plate:
            return []
        cached = self._here.get(plate)
        if cached is None:
            counts = self._at_plate[plate]
            few = counts.total() < _FEWEST or counts.total() < _SEEN_SHARE * self._rows_at[plate]
            cached = self._here[plate] = [] if few else _frequent(_without_parents(dict(counts)))
        return cached

    def place(self, entry: Entry) -> None:
        """Fill in the compound, phase and zone that the plate number or the compound's name decides.

        What stays open is noted in ``entry.missing``: "phase" if several would fit, "compound" if the plate has
        several.
        """
        values = entry.values
        here = self.at(entry)
        compound = values.get("compound")
        if compound is None:
            if len(here) == 1:
                fill(entry, here[0], "compound-from-plate")
            elif here:
                entry.missing += ("compound",)
            return
        typed = (compound, values.get("phase", ""), values.get("zone", ""))
        known = self.known(entry.scope, compound)
        fitting = [estate for estate in known if _fits(typed, estate)]
        local = [estate for estate in here if estate[0] == compound]
        if local and not any(_fits(typed, estate) for estate in local) and (typed[1] or typed[2]) and fitting:
            # The plate is another phase's: one of the two is a slip.
            entry.missing += ("plate-contradicts",)
            return
        if typed in fitting:
            return
        narrowed = [estate for estate in fitting if estate in local] or fitting
        if len(narrowed) == 1:
            fill(entry, narrowed[0], "phase-filled")
        elif narrowed:
            entry.missing += ("phase",)
            entry.estates = narrowed


def _plate(entry: Entry) -> tuple[str, ...]:
    values = entry.values
    if "road" in values and "number" in values:
        return (entry.scope, values["road"], values["number"], values.get("sub", ""))
    return ()


def _chosen(counts: Counter[Estate]) -> list[Estate]:
    divided = {estate: n for estate, n in counts.items() if estate[1] or estate[2]}
    # Rows that leave the phase out belong to one of those that name it.
    chosen = divided if sum(divided.values()) >= _SEEN_SHARE * counts.total() else dict(counts)
    return _frequent(_without_parents(chosen))


def _frequent(counts: dict[Estate, int]) -> list[Estate]:
    least = _NOISE * sum(counts.values())
    return sorted((estate for estate, n in counts.items() if n >= least), key=lambda each: (-counts[each], each))


def _fits(typed: Estate, estate: Estate) -> bool:
    """Tell whether `estate` is `typed` with blanks filled in."""
    return (
        (not typed[0] or typed[0] == estate[0])
        and (not typed[1] or typed[1] == estate[1])
        and (not typed[2] or typed[2] == estate[2])
    )


def _without_parents(counts: dict[Estate, int]) -> dict[Estate, int]:
    """Add rows of an estate that leaves out phase or zone to the one estate that fills it in, if there is one."""
    merged = dict(counts)
    for estate, count in counts.items():
        finer = [other for other in counts if other != estate and _fits(estate, other)]
        if len(finer) == 1 and finer[0] in merged:
            merged[finer[0]] += count
            del merged[estate]
        elif finer:
            del merged[estate]
    return merged or counts


def fill(entry: Entry, estate: Estate, reason: str) -> None:
    """Put the compound, phase and zone of an estate into an entry."""
    for kind, value in zip(("compound", "phase", "zone"), estate, strict=True):
        if value and entry.values.get(kind) != value:
            entry.values[kind] = value
    entry.reasons += (reason,)
