"""Which compound stands on which plate number, and which phases and zones a compound has."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.addresses.entry import Entry

Estate = tuple[str, str, str]  # compound, phase, zone
# Below this share of a plate's or a compound's rows an estate is somebody's slip.
_NOISE: Final = 0.03


class Estates:
    """Learned from rows that name both a plate and a compound, or a compound with its phase or zone."""

    def __init__(self) -> None:
        self._at_plate: dict[tuple[str, ...], Counter[Estate]] = defaultdict(Counter)
        self._rows_at: Counter[tuple[str, ...]] = Counter()
        self._of: dict[tuple[str, str], Counter[Estate]] = defaultdict(Counter)

    def observe(self, entries: Iterable[Entry]) -> None:
        """Count the estates of these entries."""
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
        counts = self._of.get((scope, compound))
        if not counts:
            return []
        divided = {estate: n for estate, n in counts.items() if estate[1] or estate[2]}
        # Rows that leave the phase out belong to one of those that name it.
        chosen = divided if sum(divided.values()) >= 0.1 * counts.total() else dict(counts)
        chosen = _without_parents(chosen)
        least = _NOISE * sum(chosen.values())
        return [estate for estate, n in Counter(chosen).most_common() if n >= least]

    def at(self, entry: Entry) -> list[Estate]:
        """Return the estates that stand on the plate number of `entry`."""
        plate = _plate(entry)
        counts = self._at_plate.get(plate) if plate else None
        if not counts:
            return []
        if counts.total() < 2 or counts.total() < 0.1 * self._rows_at[plate]:
            return []
        chosen = _without_parents(dict(counts))
        least = max(_NOISE * sum(chosen.values()), 0)
        return [estate for estate, n in Counter(chosen).most_common() if n >= least]

    def place(self, entry: Entry) -> None:
        """Fill in the compound, phase and zone that the plate number or the compound's name decides.

        What stays open is noted in ``entry.missing``: "phase" if several would fit, "compound" if the plate has several.
        """
        values = entry.values
        here = self.at(entry)
        compound = values.get("compound")
        if compound is None:
            if len(here) == 1:
                _fill(entry, here[0], "compound-from-plate")
            elif here:
                entry.missing.append("compound")
            return
        typed = (compound, values.get("phase", ""), values.get("zone", ""))
        known = self.known(entry.scope, compound)
        fitting = [estate for estate in known if _fits(typed, estate)]
        local = [estate for estate in here if estate[0] == compound]
        if local and not any(_fits(typed, estate) for estate in local) and (typed[1] or typed[2]) and fitting:
            # The plate is another phase's: one of the two is a slip.
            entry.missing.append("plate-contradicts")
            return
        if typed in fitting:
            return
        narrowed = [estate for estate in fitting if estate in local] or fitting
        if len(narrowed) == 1:
            _fill(entry, narrowed[0], "phase-filled")
        elif narrowed:
            entry.missing.append("phase")


def _plate(entry: Entry) -> tuple[str, ...]:
    values = entry.values
    if "road" in values and "number" in values:
        return (entry.scope, values["road"], values["number"], values.get("sub", ""))
    return ()


def _fits(typed: Estate, estate: Estate) -> bool:
    """Tell whether `estate` is `typed` with blanks filled in."""
    return all(not mine or mine == theirs for mine, theirs in zip(typed, estate, strict=True))


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


def _fill(entry: Entry, estate: Estate, reason: str) -> None:
    for kind, value in zip(("compound", "phase", "zone"), estate, strict=True):
        if value and entry.values.get(kind) != value:
            entry.values[kind] = value
    entry.reasons.append(reason)
