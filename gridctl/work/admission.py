"""Whether a matter may be assigned, and on which days: those of the document that admits it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from gridctl.findings.finding import Finding
from gridctl.findings.registry import rule

if TYPE_CHECKING:
    from gridctl.schema.matter import Matter
    from gridctl.text.periods import Period


class Admitted(NamedTuple):
    """The days on which a matter may be assigned."""

    first: date
    last: date


def admitted(matter: Matter, period: Period) -> tuple[Admitted | None, Finding | None]:
    """The days a matter is admitted for; None if none of the period's, with the reason.

    A matter that runs out within the period keeps its days, with a note.
    """
    grant = matter.admission
    if matter.status == "ended" and (matter.end_date is None or matter.end_date < period.start):
        return None, None
    if grant is None or not grant.approved_by or grant.valid_from is None:
        missing = "approved_by" if grant is None or not grant.approved_by else "valid_from"
        return None, finding("T201", matter, f"admission.{missing}")
    ends = [day for day in (grant.valid_to, matter.end_date) if day is not None]
    last = min(ends) if ends else date.max
    if last < period.start:
        return None, finding("T202", matter, "admission.valid_to", date=last.isoformat())
    if grant.valid_from > period.end:
        return None, finding("T203", matter, "admission.valid_from", date=grant.valid_from.isoformat())
    note = finding("T204", matter, "admission.valid_to", date=last.isoformat()) if last < period.end else None
    return Admitted(grant.valid_from, last), note


def finding(code: str, matter: Matter, field: str = "", **params: str) -> Finding:
    """A finding about a matter; its rule holds severity and texts."""
    return Finding(
        code=code,
        severity=rule(code).severity,
        ledger="matters",
        record=matter.code or "",
        field=field,
        params={"matter": matter.name or "", **params},
    )
