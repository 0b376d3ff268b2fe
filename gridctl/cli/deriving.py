"""What one feature derives for another goes through tables of the index; here is who fills them, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


def derive_for_check(ws: Workspace) -> None:
    """The tables the rules join: canonical addresses, doubles, code faults, and persons in several places, cases."""
    from gridctl.addresses.derive import derive
    from gridctl.addresses.people_derive import derive_people
    from gridctl.work import case_status

    derive(ws)
    derive_people(ws)
    case_status.derive(ws)


def derive_for_report(ws: Workspace, period: Period) -> None:
    """The tables the indicators read: those of check, and the tasks of the period and of the one before it."""
    from gridctl.text.periods import Period
    from gridctl.work.lists import derive

    derive_for_check(ws)
    derive(ws, Period(period.label, period.previous().start, period.end))
