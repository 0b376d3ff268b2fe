"""Columns that name tenants: whoever stands there rents, and the house is let."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gridctl.text.normalize import label_key
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from gridctl.intake.headings import ColumnMatch

RENTS: Final = ("residence_kind", "tenant")
LET: Final = ("/occupancy", "rented")
_TENANT: Final = pattern(r"(?:承租|租客|租户|租住|租房|房客)(?!.*(?:前|原|上一))")


def of_tenants(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """The columns with what a tenant's name says beside who it is, where no column says it."""
    fields = {each.target.field for each in found if each.target}
    also = tuple(said for said, field in ((RENTS, "members.residence_kind"), (LET, "occupancy")) if field not in fields)
    return [
        replace(each, target=replace(each.target, also=also)) if each.target and also and _is_tenant(each) else each
        for each in found
    ]


def _is_tenant(each: ColumnMatch) -> bool:
    named = each.target is not None and each.target.field == "members.name" and not each.target.also
    return named and any(_TENANT.match(label_key(part)) for part in each.heading.split("/"))
