"""Faults of house codes: what the addresses feature found in them, as findings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gridctl.findings.finding import Finding, Fix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridctl.findings.finding import Severity
    from gridctl.store.workspace import Workspace

TABLE = "code_faults"
_AS_WRITTEN = "C106"


def check_house_codes(ws: Workspace, severity: Callable[[str], Severity | None]) -> Iterator[Finding]:
    """C106 from the files, as codes are half-width once read; the others of C101 to C107 from ``code_faults``."""
    level = severity(_AS_WRITTEN)
    if level is not None:
        yield from _spelled(ws, level)
    index = ws.index()
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


def _spelled(ws: Workspace, level: Severity) -> Iterator[Finding]:
    """House codes whose file has full-width characters or blanks in them."""
    for shard in ws.shards():
        if shard.ledger != "households":
            continue
        loaded = ws.loaded(shard)
        for data, typed in zip(loaded.data, loaded.typed, strict=True):
            written, sound = data.get("house_code"), typed.get("house_code")
            if isinstance(written, str) and sound and written != sound and typed.get("status") != "ended":
                record = str(typed.get("id") or "")
                fix = Fix("house_code", written, sound)
                params = {"value": written, "sound": sound}
                yield Finding(
                    _AS_WRITTEN, level, ledger="households", record=record, field="house_code", params=params, fix=fix
                )
