"""Columns that name tenants or say that they rent: the house is let."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gridctl.intake.cells.values import Fault
from gridctl.text.normalize import label_key
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.cells.values import ColumnValues
    from gridctl.intake.columns.headings import ColumnMatch

RENTS: Final = ("residence_kind", "tenant")
LET: Final = ("/occupancy", "rented")
_RENTED: Final = "rented"
_TENANT: Final = pattern(r"(?:承租|租客|租户|租住|租房|房客)(?!.*(?:前|原|上一))")


def of_tenants(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """The columns with what a tenant's name says beside who it is, where no column says it."""
    fields = {each.target.field for each in found if each.target}
    also = tuple(said for said, field in ((RENTS, "members.residence_kind"), (LET, "occupancy")) if field not in fields)
    return [
        replace(each, target=replace(each.target, also=also)) if each.target and also and _is_tenant(each) else each
        for each in found
    ]


def let_by_dwelling(
    told: Mapping[Slot, tuple[ColumnMatch, ColumnValues]],
) -> tuple[ColumnMatch, dict[int, str]] | None:
    """Where residents live in rented dwellings, by a column of that, and no column says how the house is used."""
    found = told.get(("members.dwelling_kind", 0))
    if found is None or ("occupancy", 0) in told:
        return None
    each, values = found
    let = {at: LET[1] for at, value in enumerate(values.values) if value == _RENTED}
    return (each, let) if let else None


def put_let(each: ColumnMatch, let: Mapping[int, str], drafts: Mapping[int, Draft]) -> None:
    """Enter that those houses are let; what the ledger says of them stays."""
    for at in let.keys() & drafts.keys():
        if "occupancy" not in drafts[at].own:
            drafts[at].fill.setdefault("occupancy", let[at])
            drafts[at].doubts.append((each.col, Fault("I223")))


def _is_tenant(each: ColumnMatch) -> bool:
    named = each.target is not None and each.target.field == "members.name" and not each.target.also
    return named and any(_TENANT.match(label_key(part)) for part in each.heading.split("/"))
