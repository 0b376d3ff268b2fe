"""A decision on two houses that once looked alike, as the register of decisions keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.text.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.demo.staffing import Staffing

_DECIDED_ON = "2026-07-08"


def decisions(homes: Sequence[dict[str, Any]], staffing: Staffing) -> list[dict[str, Any]]:
    """The first two houses, found on the spot to be two: what was decided is remembered."""
    pair = [{"household": home["id"], "house_code": home["house_code"]} for home in homes[:2]]
    if len(pair) < 2:
        return []
    return [
        {
            "id": new_id("D", "demo", *(house["house_code"] for house in pair)),
            "verdict": "different",
            "houses": pair,
            "decided_by": staffing.worker(homes[0]["grid_code"])["name"],
            "decided_on": _DECIDED_ON,
            "why": "实地核对，是相邻的两户",
        }
    ]
