"""One name in two communities: kept apart by the community column, or by the community typed in the address."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from gridctl.addresses.reading.prefix import units
from gridctl.addresses.reading.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.addresses.places.entry import Entry

# Fewer rows, or a smaller share of a name's rows, under a second community are slips of the head.
_ROWS: Final = 3
_SHARE: Final = 0.1


@cache
def scope_of(community: str) -> str:
    """Return the form in which communities are compared: the last administrative unit of the name, simplified."""
    if not community:
        return ""
    plain = spell(community).text
    # A unit is recognised only before something else.
    return units(plain + "某某").get("community") or plain


def part_namesakes(entries: Iterable[Entry]) -> None:
    """In a list without communities, part the houses of a name that addresses place in several of them.

    Entries that do not say which community they mean get "community" among what they miss.
    """
    loose = [entry for entry in entries if not entry.scope]
    typed: dict[str, str] = {}
    seen: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for entry in loose:
        head = entry.head
        if head and head not in typed:
            typed[head] = units(head + "某某").get("community", "")
        if head and typed[head]:
            seen[_name(entry)][typed[head]] += 1
    split = {name for name, counts in seen.items() if _several(counts)}
    if not split:
        return
    for entry in loose:
        if _name(entry) in split:
            entry.scope = typed.get(entry.head, "")
            if not entry.scope:
                entry.missing += ("community",)


def _several(counts: Counter[str]) -> bool:
    total = counts.total()
    return sum(count >= max(_ROWS, _SHARE * total) for count in counts.values()) > 1


def _name(entry: Entry) -> tuple[str, ...]:
    values = entry.values
    if "village" in values or "compound" in values:
        return (values.get("village") or values["compound"], values.get("road", ""), values.get("number", ""))
    return ("", values.get("road", ""), values.get("number", ""))
