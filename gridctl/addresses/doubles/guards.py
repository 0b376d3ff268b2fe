"""Guards against a parse gone wrong: what would double half a place is shown as suspected, not confirmed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from gridctl.addresses.reading.grammar import NUMERALS
from gridctl.addresses.reading.spelling import spell
from gridctl.addresses.reading.tokens import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gridctl.addresses.places.gazetteer import KeyInfo

# One house seldom stands in a ledger more often than this.
MOST_ROWS: Final = 12
# A place with at least this many houses, of which more than this share come out doubled by rows that do not
# read alike, was misread.
_PLACE_HOUSES: Final = 20
_PLACE_SHARE: Final = 0.6
_RUN: Final = re.compile(f"[0-9]+|[{NUMERALS}]+")


def doubtful(
    groups: Mapping[str, Sequence[str]], texts: Mapping[str, str], keys: Mapping[str, KeyInfo]
) -> dict[str, str]:
    """Return the reason for each key that must not be confirmed.

    "too-many-rows", "same-form-other-numbers" or "place-doubled".

    `groups` are row ids by key (two and more), `texts` addresses by row id, `keys` the key of every row.
    """
    found: dict[str, str] = {}
    for key, ids in groups.items():
        if len(ids) > MOST_ROWS:
            found[key] = "too-many-rows"
        elif _numbers_differ([texts[row] for row in ids]):
            found[key] = "same-form-other-numbers"
    doubled = _doubled_places(groups, texts, keys.values())
    if doubled:
        for key, ids in groups.items():
            if _place_of(keys[ids[0]]) in doubled:
                found.setdefault(key, "place-doubled")
    return found


def _numbers_differ(texts: Iterable[str]) -> bool:
    """Tell whether two texts are the same but for their numbers: then they name two houses, whatever was read."""
    alike: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        alike[_RUN.sub("0", spell(text).text)].append(text)
    for each in alike.values():
        if len(each) > 1:
            seen: dict[str, tuple[str, ...]] = {}
            if any(seen.setdefault(form, numbers) != numbers for form, numbers in map(_form, each)):
                return True
    return False


def _form(text: str) -> tuple[str, tuple[str, ...]]:
    plain = spell(text).text
    out: list[str] = []
    numbers: list[str] = []
    at = 0
    for token in scan(plain):
        for number in token.numbers:
            if number.value.lstrip("-").isdigit():
                # A door of three digits and a number on its floor are two ways of typing, not two houses.
                out += (plain[at : number.start], "000" if len(number.value) > 2 else "0")
                numbers.append(number.value)
                at = number.end
    return "".join((*out, plain[at:])), tuple(numbers)


def _place_of(info: KeyInfo) -> tuple[str, ...]:
    parts = info.parts
    scope = info.key.partition("|")[0]
    return (scope, *(parts.get(kind, "") for kind in ("road", "number", "village", "compound", "phase", "zone")))


def _doubled_places(
    groups: Mapping[str, Sequence[str]], texts: Mapping[str, str], infos: Iterable[KeyInfo]
) -> set[tuple[str, ...]]:
    houses: dict[tuple[str, ...], set[str]] = defaultdict(set)
    place_of: dict[str, tuple[str, ...]] = {}
    for info in infos:
        if info.complete:
            place_of[info.key] = place = _place_of(info)
            houses[place].add(info.key)
    doubled: Counter[tuple[str, ...]] = Counter()
    for key, ids in groups.items():
        if len({texts[row] for row in ids}) > 1:
            doubled[place_of[key]] += 1
    return {
        place
        for place, count in doubled.items()
        if len(houses[place]) >= _PLACE_HOUSES and count > _PLACE_SHARE * len(houses[place])
    }
