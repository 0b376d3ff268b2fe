"""From counts to scores: share of the target reached, weights redistributed, ranks with ties."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from gridctl.assess.scheme import FULL_SCORE
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.assess.counting import Counted
    from gridctl.assess.indicator import Indicator
    from gridctl.assess.sources import Basis

# An indicator that is better when lower scores nothing from this many times its target on.
WORST = 5.0
_DECIMALS = 2
_ELSEWHERE = Words("只按社区合计统计", "counted for the community only")


class Result(NamedTuple):
    """One indicator of one unit: a tuple, of which a district's 40 000 units have 16 each.

    ``numerator`` and ``denominator`` are whole numbers unless records count by the days served or by amounts. ``value``
    is numerator by denominator, None where it does not apply, with the ``reason``. ``share`` from 0 to 1 says
    how much of the target is reached; ``weight`` is the weight after redistribution and ``score`` their product.
    ``hits`` and ``misses`` are the keys of the records behind it. ``small`` marks a sample below the minimum.
    ``previous`` is the value of the period before.
    """

    code: str
    numerator: float
    denominator: float
    value: float | None
    share: float | None
    weight: float
    score: float | None
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    reason: Words | None = None
    small: bool = False
    previous: float | None = None


def share_of(value: float, target: float, direction: str) -> float:
    """How much of the target is reached, 0 to 1. Downwards: all at the target, nothing at five times the target."""
    if direction == "up":
        return min(1.0, value / target) if target > 0 else 1.0
    if value <= target:
        return 1.0
    if target <= 0:
        return 0.0
    return max(0.0, (WORST * target - value) / ((WORST - 1) * target))


def results(basis: Basis, counted: Mapping[str, Counted], unit: str) -> dict[str, Result]:
    """One unit's results, an indicator each. Weights of those that do not apply go to the others, in proportion."""
    found = {code: _result(basis, indicator, counted[code], unit) for code, indicator in basis.indicators.items()}
    weights = {
        code: weight for code, each in found.items() if each.share is not None and (weight := basis.weight(code))
    }
    applying = sum(weights.values())
    for code, planned in weights.items():
        weight = planned * FULL_SCORE / applying
        found[code] = found[code]._replace(weight=weight, score=weight * (found[code].share or 0.0))
    return found


def total(found: Mapping[str, Result], only: frozenset[str] | None = None) -> float | None:
    """The score out of 100, rounded to two decimals; over ``only`` some indicators, if given; None if none applies."""
    scored = [each for code, each in found.items() if each.score is not None and (only is None or code in only)]
    weight = sum(each.weight for each in scored)
    if not weight:
        return None
    return round(sum(each.score or 0.0 for each in scored) * FULL_SCORE / weight, _DECIMALS)


def movement(now: Mapping[str, Result], then: Mapping[str, Result]) -> float | None:
    """How far a score moved over the indicators that applied both times; None where none did."""
    both = frozenset(code for code in now if now[code].score is not None and then[code].score is not None)
    here, there = total(now, both), total(then, both)
    return None if here is None or there is None else round(here - there, _DECIMALS)


def ranks(scores: Sequence[float | None]) -> list[int | None]:
    """Standard competition ranking: equal scores share a rank, and the next one skips as many (1, 2, 2, 4)."""
    ranked = sorted(-score for score in scores if score is not None)
    return [None if score is None else 1 + bisect_left(ranked, -score) for score in scores]


def _result(basis: Basis, indicator: Indicator, counted: Counted, unit: str) -> Result:
    if counted.reason is not None:
        return Result(indicator.code, 0, 0, None, None, 0.0, None, reason=counted.reason)
    if unit and (indicator.unit == "community" or counted.whole):
        return Result(indicator.code, 0, 0, None, None, 0.0, None, reason=_ELSEWHERE)
    each = counted.counts.get(unit)
    if each is None:
        # Of 18 000 cells most have nothing to count: one result serves them all.
        if counted.empty is None:
            counted.empty = _nothing(indicator)
        return counted.empty
    numerator, denominator = _plain(each.numerator), _plain(each.denominator)
    if not denominator:
        return _nothing(indicator)
    value = max(0.0, numerator / denominator)
    share = share_of(value, basis.target(indicator.code), indicator.direction)
    small = denominator < indicator.minimum_sample
    return Result(indicator.code, numerator, denominator, value, share, 0.0, None, each.hits, each.misses, None, small)


def _nothing(indicator: Indicator) -> Result:
    """What an empty denominator means."""
    zero = Words(indicator.zh.zero, indicator.en.zero)
    full = 1.0 if indicator.zero == "full" else None
    return Result(indicator.code, 0, 0, None, full, 0.0, None, reason=zero)


def _plain(amount: float) -> float:
    """A whole number as one; what is left of rounding in binary is cut off."""
    rounded = round(amount, 6)
    return int(rounded) if rounded == int(rounded) else rounded
