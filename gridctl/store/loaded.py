"""A shard after reading: its records as written and typed, and what is wrong with the file and its fields.

The JSON form is what the cache keeps: an unchanged shard is neither parsed nor validated again.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Final, NamedTuple


class Shard(NamedTuple):
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
_NO_FAULT: Final = _fault_values(ShardFault(""))
_TYPED_BEGINS: Final = b'\n],"typed":[\n'


@dataclass
class Loaded:
    """A shard's content. ``data[i]``, ``typed[i]`` and ``items[i]`` are about the same record.

    ``data`` has English names and values as written; ``typed`` is what the model made of it, without faulty fields.
    ``items`` are where each record stands among the file's items: those that are no records are not in the lists.
    """

    typed: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    items: list[int] = dataclasses.field(default_factory=list)
    # What ``data`` is made from: most commands ask for nothing but the typed form.
    written: bytes = dataclasses.field(default=b"[]", repr=False)

    @cached_property
    def data(self) -> list[dict[str, Any]]:
        """The records as written."""
        from pydantic_core import from_json

        written, self.written = self.written, b""
        found: list[dict[str, Any]] = from_json(written)
        return found

    @cached_property
    def partly(self) -> frozenset[int]:
        """The numbers of the records of which the typed form has not every field."""
        pairs = enumerate(zip(self.data, self.typed, strict=True))
        return frozenset(number for number, (data, typed) in pairs if not data.keys() <= typed.keys())


@dataclass
class Verdict:
    """What is asked about a shard most often, kept apart so that the records need not be read for it."""

    keys: list[str] = dataclasses.field(default_factory=list)
    fatal: bool = False
    # What ``faults`` is made from: most commands ask for the keys alone.
    told: bytes = dataclasses.field(default=b"[]", repr=False)

    @cached_property
    def faults(self) -> list[ShardFault]:
        """What is wrong with the file and its fields."""
        told, self.told = json.loads(self.told), b""
        return [ShardFault(**{**each, "fix": tuple(each["fix"])} if "fix" in each else each) for each in told]


def loaded_to_json(loaded: Loaded) -> bytes:
    """The records as JSON, one a line, by pydantic's core: in half the time of the standard library."""
    from pydantic_core import to_json

    data, typed = (b",\n".join(map(to_json, each)) for each in (loaded.data, loaded.typed))
    items, partly = to_json(loaded.items), to_json(sorted(loaded.partly))
    return b'{"data":[\n%b%b%b\n],"items":%b,"partly":%b}' % (data, _TYPED_BEGINS, typed, items, partly)


def loaded_from_json(data: bytes) -> Loaded:
    """The records from JSON; raises ValueError, KeyError or TypeError if it is not that."""
    from pydantic_core import from_json

    written, _, rest = data.partition(_TYPED_BEGINS)
    kept = from_json(b'{"typed":[' + rest)
    found = Loaded(kept["typed"], kept["items"], written.removeprefix(b'{"data":') + b"]")
    found.partly = frozenset(kept["partly"])
    return found


def one_from_json(data: bytes, number: int) -> Loaded:
    """One record of such a JSON, without reading the others.

    Raises ValueError, IndexError, KeyError or TypeError if it is not that.
    """
    lines = data.split(b"\n")
    last = json.loads(b"{" + lines[-1].removeprefix(b"],"))
    written, typed = (lines[at].removesuffix(b",") for at in (1 + number, len(last["items"]) + 2 + number))
    found = Loaded([json.loads(typed)], [last["items"][number]])
    # For one record pydantic's core, which reads many quicker, takes longer to load.
    found.data = [json.loads(written)]
    return found


def verdict_to_json(verdict: Verdict) -> bytes:
    """The verdict as JSON: the keys in its first line, the faults in its second."""
    # A large import leaves a fault for each new record: of each only what it has is written.
    faults = [
        {
            name: value
            for name, value, usual in zip(_FAULT, _fault_values(fault), _NO_FAULT, strict=True)
            if value != usual
        }
        for fault in verdict.faults
    ]
    lines = ({"keys": verdict.keys, "fatal": verdict.fatal}, faults)
    texts = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in lines)
    return "\n".join(texts).encode("utf-8", "surrogatepass")


def verdict_from_json(data: bytes) -> Verdict:
    """The verdict from JSON; raises ValueError, KeyError or TypeError if it is not that."""
    first, _, told = data.partition(b"\n")
    kept = json.loads(first)
    if not told.endswith(b"]"):
        raise ValueError(told[-1:])
    return Verdict(kept["keys"], kept["fatal"], told)
