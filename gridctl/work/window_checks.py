"""Findings about windows, and about a calendar that is not published yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.finding import Finding
from gridctl.findings.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.schema.matter import Matter
    from gridctl.schema.window import Window
    from gridctl.text.periods import Period
    from gridctl.text.workdays import Calendar


def window_findings(windows: Iterable[Window], matters: Iterable[Matter]) -> list[Finding]:
    """Matters that a window enables but that do not exist (T205) or have no duty in its situation (T206)."""
    known = {each.code: {duty.situation for duty in each.duties} for each in matters if each.status != "ended"}
    found = []
    for window in windows:
        for code in window.matters:
            wrong = "T205" if code not in known else "T206" if window.situation not in known[code] else None
            if wrong:
                params = {"window": window.name or "", "matter": code}
                found.append(Finding(
                    wrong, rule(wrong).severity, ledger="windows", record=window.window_no or "", field="matters",
                    params=params,
                ))  # fmt: skip
    return found


def calendar_findings(period: Period, calendar: Calendar) -> list[Finding]:
    """T231 when holidays of the period are not published, so that plain weekdays stand for working days."""
    years = [
        year
        for year in range(period.start.year, period.end.year + 1)
        if not calendar.known(period.start.replace(year=year, day=1))
    ]
    return [Finding("T231", rule("T231").severity, field="workdays", params={"year": str(year)}) for year in years]
