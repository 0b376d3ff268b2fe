"""Grades: by the limits of the scheme, then by the quota of the better grades; ties at a quota's edge; vetoes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import floor
from typing import TYPE_CHECKING

from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.assess.scheme import Band, Scheme

# Keeps 20 % of 5 at 1, whatever binary fractions make of it.
_ROUNDING = 1e-9
UNGRADED = Words("不定等次", "not graded")
"""What stands for the grade of somebody who has none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be graded: the score, what tells equal scores apart, and whether a veto was signed off."""

    code: str
    score: float
    tie_break: tuple[float, ...] = ()
    vetoed: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, the one that the score alone would give, and why they differ."""

    band: Band
    by_score: Band
    reason: Words | None = None


def quota_of(band: Band, heads: int) -> int | None:
    """How many of so many people may get a grade; None where there is no quota."""
    if band.quota is None:
        return None
    return max(floor(heads * band.quota + _ROUNDING), band.quota_least)


def grades(scheme: Scheme, candidates: Sequence[Candidate], *, quotas: bool) -> Mapping[str, Grade]:
    """Everybody's grade.

    Where more reach a grade than its quota, the best by score, then by the tie-break, get it and the others the next
    grade. People equal in all of it are never split: where the edge falls among them, none of them gets the grade.
    """
    found: dict[str, Grade] = {}
    waiting: list[Candidate] = []
    reasons: dict[str, Words] = {}
    for place, band in enumerate(scheme.bands):
        last = place == len(scheme.bands) - 1
        natural = [each for each in candidates if not each.vetoed and scheme.grade(each.score) is band]
        pool = sorted([*waiting, *natural], key=_order)
        limit = quota_of(band, len(candidates)) if quotas and not last else None
        waiting, taken = [], 0
        for _, equals in groupby(pool, key=_order):
            tied = list(equals)
            if limit is None or taken + len(tied) <= limit:
                taken += len(tied)
                for each in tied:
                    found[each.code] = Grade(band, scheme.grade(each.score), reasons.get(each.code))
                continue
            for each in tied:
                reasons.setdefault(each.code, _held_back(band, limit, split=taken < limit))
            # Nobody behind them may overtake them.
            limit = taken
            waiting += tied
    worst = scheme.bands[-1]
    for each in candidates:
        if each.vetoed:
            found[each.code] = Grade(worst, scheme.grade(each.score), Words("一票否决", "vetoed"))
    return found


def _order(each: Candidate) -> tuple[float, ...]:
    return (-each.score, *(-value for value in each.tie_break))


def _held_back(band: Band, limit: int, *, split: bool) -> Words:
    if split:
        return Words(
            f"并列跨过{band.zh}名额边缘（名额 {limit}），并列的都不定{band.zh}",
            f"tied across the edge of the quota for {band.en} ({limit}): none of those tied gets it",
        )
    if not limit:
        return Words(f"参评人数少，没有{band.zh}名额", f"too few are ranked for a quota of {band.en}")
    return Words(f"{band.zh}名额已满（{limit} 名）", f"the quota for {band.en} is used up ({limit})")
