"""Findings about windows, and about a calendar that is not published yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.finding import Finding
from gridctl.findings.registry import rule
from gridctl.text.periods import Period
from gridctl.work.admission import admitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.schema.matter import Matter
    from gridctl.schema.window import Window
    from gridctl.text.workdays import Calendar


def window_findings(windows: Iterable[Window], matters: Iterable[Matter], period: Period) -> list[Finding]:
    """Matters that a window enables but that do not exist (T205), have no duty in its situation (T206), or may not be
    assigned on its days (T210; only windows of the period are looked at, since admissions come and go).
    """
    known = {each.code: each for each in matters if each.status != "ended"}
    found = []
    for window in windows:
        for code in window.matters:
            matter = known.get(code)
            wrong, reason = None, ""
            if matter is None:
                wrong = "T205"
            elif window.situation not in {duty.situation for duty in matter.duties}:
                wrong = "T206"
            else:
                reason = _refused(window, matter, period)
                wrong = "T210" if reason else None
            if wrong:
                params = {"window": window.name or "", "matter": code, "reason": reason}
                found.append(Finding(
                    wrong, rule(wrong).severity, ledger="windows", record=window.window_no or "", field="matters",
                    params=params,
                ))  # fmt: skip
    return found


def _refused(window: Window, matter: Matter, period: Period) -> str:
    """The code of the rule that keeps the matter from being assigned on the window's days within the period."""
    if window.starts_at is None:
        return ""
    first = max(window.starts_at.date(), period.start)
    last = min(window.ends_at.date() if window.ends_at else period.end, period.end)
    if first > last:
        return ""
    days, note = admitted(matter, Period(period.label, first, last))
    return note.code if days is None and note is not None else ""


def calendar_findings(period: Period, calendar: Calendar) -> list[Finding]:
    """T231 when holidays of the period are not published, so that plain weekdays stand for working days."""
    years = [
        year
        for year in range(period.start.year, period.end.year + 1)
        if not calendar.known(period.start.replace(year=year, day=1))
    ]
    return [Finding("T231", rule("T231").severity, field="workdays", params={"year": str(year)}) for year in years]
