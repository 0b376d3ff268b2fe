"""Cases as they stood on an earlier day, and without those about houses or visits that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Data = dict[str, Any]

# Fields that a step brings with it: they are known once that step is done.
_BROUGHT = {
    "matter_code": "classify", "level": "classify", "resolve_method": "handle", "success": "handle",
    "satisfaction": "evaluate", "note": "evaluate",
}  # fmt: skip


def as_of(cases: Iterable[Data], day: str) -> list[Data]:
    """The cases of a day in ISO form, with what had happened to them by its end."""
    return [_before(each, day) for each in cases if each["occurred_on"] <= day]


def without(cases: Iterable[Data], gone: Collection[str], houses: Collection[str]) -> list[Data]:
    """The cases but for those of visits, people or volunteers that are ``gone``, or about one of these houses."""
    kept = [
        each
        for each in cases
        if each.get("visit") not in gone
        and each.get("house_code") not in houses
        and not any(party["person"] in gone for party in each.get("parties", ()))
        and not any(step["by"] in gone for step in each["steps"])
    ]
    ids = {each["id"] for each in kept}
    return [each for each in kept if each.get("merged_into", each["id"]) in ids]


def _before(case: Data, day: str) -> Data:
    steps = [step for step in case["steps"] if step["at"][:10] <= day]
    done = {step["step"] for step in steps}
    found: Data = {}
    for name, value in case.items():
        if name == "steps":
            found[name] = steps
        elif name in ("extensions", "deliberation"):
            held = [each for each in value if str(each.get("at") or each.get("held_on"))[:10] <= day]
            if held:
                found[name] = held
        elif name == "merged_into":
            if any(step.get("act") == "merge" for step in steps):
                found[name] = value
        elif name not in _BROUGHT or _BROUGHT[name] in done:
            found[name] = value
    return found
