"""Which ledger a sheet belongs to: by the fields its headings name, and by the words of its title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gridctl.intake.columns.headings import HeadingMatch, match_headings, with_suggestions
from gridctl.intake.dictionary.vocabulary import CATEGORY, MEASURED, Constant, constants, vocabulary
from gridctl.schema.ledgers import LEDGERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridctl.intake.columns.heading import Heading
    from gridctl.intake.columns.headings import ColumnMatch

_OF_PERSONS: Final = frozenset(("households",))

LEAST_SCORE: Final = 3.0
"""Below this a sheet is not taken for any ledger: two plain columns, such as 姓名 and 电话, belong to all of them."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """A sheet's ledger with its columns, what its title says about all rows, and a runner-up of nearly its score."""

    match: HeadingMatch
    constants: tuple[Constant, ...]
    rival: str = ""


def recognise(
    headings: Sequence[Heading],
    titles: Sequence[str],
    *,
    ledger: str | None = None,
    answers: Mapping[str, str] | None = None,
    filled: Callable[[int], bool] = lambda _col: True,
    section: str = "",
) -> Recognition | None:
    """Choose the ledger, unless it is given; None if the headings fit none.

    ``titles`` are the sheet's title, its name and the file's name, in this order of weight; ``section`` is what a table
    among several on the sheet is called.
    """
    names = [each.name for each in LEDGERS] if ledger is None else [ledger]
    scored: list[tuple[float, HeadingMatch]] = []
    for name in names:
        found = match_headings(headings, vocabulary(name), answers=answers, filled=filled)
        words = vocabulary(name).titles
        hint = max(_title_weight(titles, words), _title_weight((section,), words))
        if ledger is not None or found.anchored or hint:
            scored.append((found.score + hint, found))
    scored.sort(key=lambda each: -each[0])
    if not scored or (ledger is None and scored[0][0] < LEAST_SCORE):
        return None
    if ledger is None and section == "" and _lacks_category(scored[0][1], titles):
        # Of nobody on it is said what they are on a list of: it is a list of residents, if it may be one.
        others = [each for each in scored[1:] if each[1].ledger in _OF_PERSONS and each[0] >= LEAST_SCORE]
        scored = [*others[:1], *(each for each in scored if each not in others[:1])]
    score, best = scored[0]
    rival = scored[1][1].ledger if len(scored) > 1 and score - scored[1][0] < 1 else ""
    best = _with_units(with_suggestions(best, vocabulary(best.ledger)))
    return Recognition(best, _said((section, *titles), best), rival)


def _lacks_category(match: HeadingMatch, titles: Sequence[str]) -> bool:
    """Whether a list of special groups tells neither in a column nor in its title which group it is of."""
    # A list of businesses has a category, too, and is one without.
    if match.ledger != "special_groups" or CATEGORY in match.fields():
        return False
    return not any(each.field == CATEGORY for each in _said(titles, match))


def without_filling(found: Recognition) -> Recognition:
    """The same without what the title would only fill in; a category is part of what a record is."""
    return replace(found, constants=tuple(each for each in found.constants if each.field == "category"))


def with_named(found: Recognition, field: str, name: str) -> Recognition:
    """The same, with what the title calls the compound of buildings or the team of volunteers; "" changes nothing."""
    said = (Constant(name, found.match.ledger, field, name),) if name else ()
    return replace(found, constants=(*found.constants, *said))


def _with_units(match: HeadingMatch) -> HeadingMatch:
    """The same match, with the units that its headings say, where they are not the fields' own."""
    if not any(each.target and each.target.field.rpartition(".")[2] in MEASURED for each in match.columns):
        return match
    from gridctl.intake.cells.units import unit_in

    def measured(each: ColumnMatch) -> ColumnMatch:
        if each.target is None or each.target.role != "field":
            return each
        unit = unit_in(each.target.field.rpartition(".")[2], each.heading)
        return replace(each, target=replace(each.target, unit=unit)) if unit else each

    return replace(match, columns=tuple(map(measured, match.columns)))


def _title_weight(titles: Sequence[str], words: Mapping[str, int]) -> float:
    """The heaviest word of the titles; each further title counts half as much."""
    return max(
        (weight / 2**rank for rank, title in enumerate(titles) for word, weight in words.items() if word in title),
        default=0.0,
    )


def _said(titles: Sequence[str], match: HeadingMatch) -> tuple[Constant, ...]:
    said: dict[str, Constant] = {}
    for title in titles:
        for each in constants():
            if each.ledger == match.ledger and each.word in title:
                said.setdefault(each.field, each)
    return tuple(said.values())
