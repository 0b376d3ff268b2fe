"""What can be wrong with a scheme before anything is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.finding import finding
from gridctl.assess.grading import quota_of
from gridctl.assess.scheme import FULL_SCORE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.assess.indicator import Indicator
    from gridctl.assess.scheme import Scheme
    from gridctl.findings.finding import Finding

_ROUNDING = 1e-6


def lint(scheme: Scheme, indicators: Mapping[str, Indicator], path: str) -> Iterator[Finding]:
    """What is wrong with a scheme as such.

    A102 weights, A103 bands, A104 unknown indicators, A105 indicators left out, A106 useless targets, A111 the year's
    parts, A117 other names that lead nowhere.
    """
    total = sum(entry.weight for entry in scheme.indicators.values())
    if abs(total - FULL_SCORE) > _ROUNDING:
        yield finding("A102", path, params={"total": f"{total:g}"})
    yield from _lint_bands(scheme, path)
    for code in scheme.indicators:
        if code not in indicators:
            yield finding("A104", path, params={"indicator": code})
    for code, indicator in indicators.items():
        entry = scheme.indicators.get(code)
        if entry is None:
            yield finding("A105", indicator.source, params={"indicator": code})
        target = indicator.target if entry is None or entry.target is None else entry.target
        if indicator.direction == "up" and target == 0:
            yield finding("A106", indicator.source, params={"indicator": code})
    year = sum(part.weight for part in scheme.annual)
    if scheme.annual and abs(year - FULL_SCORE) > _ROUNDING:
        yield finding("A111", path, params={"total": f"{year:g}"})
    for part, name in _dangling(scheme, indicators):
        yield finding("A117", path, params={"part": part, "named": name})


def lint_quotas(scheme: Scheme, heads: int, path: str) -> Iterator[Finding]:
    """A110: quotas that leave nobody of so many people."""
    for band in scheme.bands[:-1]:
        if heads and quota_of(band, heads) == 0:
            share = f"{(band.quota or 0) * 100:g}%"
            params = {"band": band.zh, "band_en": band.en, "quota": share, "heads": str(heads)}
            yield finding("A110", path, params=params)


def lint_samples(indicators: Mapping[str, Indicator], denominators: Mapping[str, float]) -> Iterator[Finding]:
    """A118: minimum samples that not even the whole community reaches, by what it has of each indicator."""
    for code, count in denominators.items():
        least = indicators[code].minimum_sample
        if 0 < count < least:
            params = {"indicator": code, "least": str(least), "count": f"{count:g}"}
            yield finding("A118", indicators[code].source, params=params)


def _dangling(scheme: Scheme, indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    for code in scheme.tie_break:
        if code not in indicators:
            yield "tie_break", code
    if scheme.veto and scheme.veto not in scheme.inputs:
        yield "veto", scheme.veto
    best = scheme.honours.best_grade
    if best and all(band.key != best for band in scheme.bands):
        yield "honours.best_grade", best
    for part in scheme.annual:
        known = {"input": scheme.inputs, "indicator": indicators}.get(part.source)
        if known is not None and part.name not in known:
            yield f"annual.{part.key}", part.name
    for code in scheme.indicators:
        named = indicators[code].input if code in indicators else None
        if named is not None and named.name not in scheme.inputs:
            yield f"indicators.{code}", named.name


def _lint_bands(scheme: Scheme, path: str) -> Iterator[Finding]:
    limits = [band.least for band in scheme.bands]
    for better, worse in zip(scheme.bands, scheme.bands[1:], strict=False):
        if worse.least >= better.least:
            yield finding("A103", path, params={"band": worse.zh, "least": f"{worse.least:g}"})
    if limits[-1] != 0:
        last = scheme.bands[-1]
        yield finding("A103", path, params={"band": last.zh, "least": f"{last.least:g}"})
