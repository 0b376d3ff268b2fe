"""A shard after reading: its records as written and typed, and what is wrong with the file and its fields.

The JSON form is what the cache keeps: an unchanged shard is neither parsed nor validated again.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of records: its path, its ledger, its scope (grid, grid/month or "") and its digest."""

    path: str
    ledger: str
    scope: str
    digest: str


@dataclass(frozen=True, slots=True)
class ShardFault:
    """A fault of a file or field, before it is a Finding; ``index`` is the record's in the shard, -1 for the file."""

    code: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""
    index: int = -1
    record: str = ""
    field: str = ""
    params: dict[str, str] = dataclasses.field(default_factory=dict)
    fix: tuple[Any, Any] | None = None


_FAULT: Final = tuple(each.name for each in dataclasses.fields(ShardFault))
_fault_values: Final = attrgetter(*_FAULT)


@dataclass(slots=True)
class Loaded:
    """A shard's content. ``data[i]``, ``typed[i]`` and ``keys[i]`` are about the same record.

    ``data`` has English names and values as written; ``typed`` is what the model made of it, without faulty fields.
    """

    data: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    typed: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    # Where each record stands among the file's items: those that are no records are not in the lists.
    items: list[int] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    """What is asked about a shard most often, kept apart so that the records need not be read for it."""

    keys: list[str] = dataclasses.field(default_factory=list)
    faults: list[ShardFault] = dataclasses.field(default_factory=list)
    fatal: bool = False


def loaded_to_json(loaded: Loaded) -> bytes:
    """The records as JSON, one a line, by pydantic's core: in half the time of the standard library."""
    from pydantic_core import to_json

    data, typed = (b",\n".join(map(to_json, each)) for each in (loaded.data, loaded.typed))
    return b'{"data":[\n%b\n],"typed":[\n%b\n],"items":%b}' % (data, typed, to_json(loaded.items))


def loaded_from_json(data: bytes) -> Loaded:
    """The records from JSON; raises ValueError, KeyError or TypeError if it is not that."""
    from pydantic_core import from_json

    return Loaded(**from_json(data))


def one_from_json(data: bytes, number: int) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """One record of such a JSON, without reading the others: its number among the file's items, as written, as typed.

    Raises ValueError, IndexError, KeyError or TypeError if it is not that.
    """
    lines = data.split(b"\n")
    last = json.loads(b"{" + lines[-1].removeprefix(b"],"))
    written, typed = (json.loads(lines[at].removesuffix(b",")) for at in (1 + number, len(last["items"]) + 2 + number))
    return last["items"][number], written, typed


def verdict_to_json(verdict: Verdict) -> bytes:
    """The verdict as JSON."""
    # A large import leaves a fault for each new record: `asdict` would copy what JSON copies anyway.
    faults = [dict(zip(_FAULT, _fault_values(fault), strict=True)) for fault in verdict.faults]
    value = {"keys": verdict.keys, "faults": faults, "fatal": verdict.fatal}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def verdict_from_json(data: bytes) -> Verdict:
    """The verdict from JSON; raises ValueError, KeyError or TypeError if it is not that."""
    kept = json.loads(data)
    faults = [ShardFault(**{**each, "fix": tuple(each["fix"]) if each["fix"] else None}) for each in kept["faults"]]
    return Verdict(kept["keys"], faults, kept["fatal"])
