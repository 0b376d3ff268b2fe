"""What decisions make of the groups that addresses make: confirmed, or taken apart."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.addresses.doubles.duplicates import DuplicateGroup
    from gridctl.addresses.doubles.judged import Judged, Pair
    from gridctl.addresses.places.gazetteer import KeyInfo

# A group of more rows is not taken apart pair by pair.
MOST_ROWS: Final = 40


def settle(groups: Iterable[DuplicateGroup], judged: Judged, keys: Mapping[str, KeyInfo]) -> list[DuplicateGroup]:
    """Return the groups after what was decided: those judged the same confirmed, those judged different apart."""
    if not judged:
        return list(groups)
    found: list[DuplicateGroup] = []
    for group in groups:
        found += _settle(group, judged, keys)
    seen: dict[tuple[str, ...], DuplicateGroup] = {}
    for group in found:
        seen.setdefault(group.rows, group)
    return list(seen.values())


def _settle(group: DuplicateGroup, judged: Judged, keys: Mapping[str, KeyInfo]) -> list[DuplicateGroup]:
    rows = group.rows
    if len(rows) > MOST_ROWS:
        return [group]
    verdicts = {(a, b): judged.verdict(a, b, keys) for a, b in combinations(rows, 2)}
    if "different" not in verdicts.values():
        if all(verdict == "same" for verdict in verdicts.values()):
            return [group._replace(tier="confirmed", reasons=(*group.reasons, "decided-same"))]
        return [group]
    apart = {pair for pair, verdict in verdicts.items() if verdict == "different"}
    together = [part for part in cliques(rows, apart) if len(part) > 1]
    shared = {row for row in rows if sum(row in part for part in together) > 1}
    return [
        group._replace(
            rows=part,
            tier="suspected" if shared & set(part) else group.tier,
            reasons=(*group.reasons, *(("partly-different",) if shared & set(part) else ())),
        )
        for part in together
    ]


def cliques(rows: Sequence[str], apart: set[Pair]) -> list[tuple[str, ...]]:
    """The largest sets of rows of which no two are apart, in the order of the rows."""
    sets: list[tuple[str, ...]] = [()]
    for row in rows:
        grown: list[tuple[str, ...]] = []
        for each in sets:
            fitting = tuple(other for other in each if (other, row) not in apart)
            grown += [(*each, row)] if fitting == each else [each, (*fitting, row)]
        unique = list(dict.fromkeys(grown))
        sets = [each for each in unique if not any(set(each) < set(other) for other in unique)]
    return sets
