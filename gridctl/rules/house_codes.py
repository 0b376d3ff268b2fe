"""Faults of house codes: what the addresses feature found in them, as findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gridctl.findings.finding import Finding, Fix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridctl.findings.finding import Severity
    from gridctl.store.index import Index

TABLE = "code_faults"


def check_house_codes(index: Index, severity: Callable[[str], Severity | None]) -> Iterator[Finding]:
    """C101 to C107, where the table ``code_faults`` has been derived."""
    if TABLE not in {info.name for info in index.tables()}:
        return
    query = f"""
        select f.household, f.code, f.params, h.house_code
        from {TABLE} f join households h on h.id = f.household and h.current
    """  # noqa: S608 - own name
    for household, code, params, house_code in index.sql(query):
        level = severity(code)
        if level is None:
            continue
        told = {name: str(value) for name, value in json.loads(params or "{}").items()}
        wrong = told.get("character", "")
        told["wrong"] = f"，且含有不该有的字符“{wrong}”" if wrong else ""
        told["wrong_en"] = f" and not the character “{wrong}”" if wrong else ""
        sound = told.get("sound")
        yield Finding(
            code,
            level,
            ledger="households",
            record=household,
            field="house_code",
            params={"value": house_code or ""} | told,
            fix=Fix("house_code", house_code, sound) if sound else None,
        )
