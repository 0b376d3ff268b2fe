"""What can be wrong with a scheme before anything is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.assess.scheme import FULL_SCORE
from gridctl.findings.finding import Finding, Place
from gridctl.findings.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.assess.indicator import Indicator
    from gridctl.assess.scheme import Scheme

_ROUNDING = 1e-6


def finding(
    code: str, path: str, *, line: int = 0, column: int = 0, params: Mapping[str, str] | None = None, record: str = ""
) -> Finding:
    """A finding of assessment, with the severity of its rule."""
    return Finding(code, rule(code).severity, Place(path, line, column), record=record, params=params or {})


def lint(scheme: Scheme, indicators: Mapping[str, Indicator], path: str) -> Iterator[Finding]:
    """A102 weights, A103 bands, A104 unknown indicators, A105 indicators without weight, A106 useless targets."""
    total = sum(entry.weight for entry in scheme.indicators.values())
    if abs(total - FULL_SCORE) > _ROUNDING:
        yield finding("A102", path, params={"total": f"{total:g}"})
    yield from _lint_bands(scheme, path)
    for code in scheme.indicators:
        if code not in indicators:
            yield finding("A104", path, params={"indicator": code})
    for code, indicator in indicators.items():
        entry = scheme.indicators.get(code)
        if entry is None or entry.weight == 0:
            yield finding("A105", indicator.source, params={"indicator": code})
        target = indicator.target if entry is None or entry.target is None else entry.target
        if indicator.direction == "up" and target == 0:
            yield finding("A106", indicator.source, params={"indicator": code})


def _lint_bands(scheme: Scheme, path: str) -> Iterator[Finding]:
    limits = [band.least for band in scheme.bands]
    for better, worse in zip(scheme.bands, scheme.bands[1:], strict=False):
        if worse.least >= better.least:
            yield finding("A103", path, params={"band": worse.zh, "least": f"{worse.least:g}"})
    if limits[-1] != 0:
        last = scheme.bands[-1]
        yield finding("A103", path, params={"band": last.zh, "least": f"{last.least:g}"})
