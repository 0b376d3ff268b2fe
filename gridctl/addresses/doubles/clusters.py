"""What hangs together: sets of things of which each is connected with the others, in one step or in several."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

_Thing = TypeVar("_Thing", int, str)


def clusters(near: Mapping[_Thing, set[_Thing]]) -> list[list[_Thing]]:
    """The sets that neighbours make, each sorted, by their first members; ``near`` has every connection both ways."""
    seen: set[_Thing] = set()
    found = []
    for start in sorted(near):
        if start in seen:
            continue
        cluster = [start]
        seen.add(start)
        for at in cluster:
            cluster += sorted(near[at] - seen)
            seen |= near[at]
        found.append(sorted(cluster))
    return found
