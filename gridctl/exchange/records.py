"""The records an export is about, and the same as data for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.exchange.cells import masked
from gridctl.exchange.choosing import is_personal
from gridctl.schema.col import columns
from gridctl.store.asread import BLANK, as_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

    from gridctl.exchange.choosing import Choice, Path
    from gridctl.schema.ledgers import Ledger
    from gridctl.store.workspace import Workspace


def records(ws: Workspace, about: Ledger, *, grids: frozenset[str] | None, ended: bool) -> Iterator[dict[str, Any]]:
    """The ledger's records as `as_read` gives them.

    With ``grids`` only those that belong to one of these. Without ``ended`` neither ended records nor people who
    have moved away or died.
    """
    for entry in ws.entries(about.name):
        data = as_read(about.model, entry.data, entry.typed)
        if not ended and data.get("status") == "ended":
            continue
        if grids is not None and not _belongs(about, data, grids):
            continue
        yield data if ended else _without_former(about, data)


def record_data(about: Ledger, data: Mapping[str, Any], choice: Choice) -> dict[str, Any]:
    """A record as JSON-able data: the columns that the export carries, masked unless they are to be revealed."""
    return _block(about.model, data, (), choice)


def personal_values(about: Ledger, data: Mapping[str, Any]) -> int:
    """How many values in a record, as `record_data` gives it, are personal or sensitive."""
    return _personal(about.model, data)


def _personal(model: type[BaseModel], data: Mapping[str, Any]) -> int:
    count = 0
    for column in columns(model):
        value = data.get(column.name)
        if column.part is None:
            count += value is not None and is_personal(column)
        else:
            blocks = value if isinstance(value, list) else [value]
            count += sum(_personal(column.part, each) for each in blocks if isinstance(each, dict))
    return count


def _block(model: type[BaseModel], data: Mapping[str, Any], above: Path, choice: Choice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in columns(model):
        path = (*above, column.name)
        value = data.get(column.name)
        if value in BLANK:
            continue
        if column.part is not None:
            part = column.part
            if isinstance(value, list):
                value = [_block(part, each, path, choice) for each in value if isinstance(each, dict)]
                value = [each for each in value if each]
            elif isinstance(value, dict):
                value = _block(part, value, path, choice)
        elif choice.carries(path, column):
            value = masked(column, value, reveal=choice.reveal)
        else:
            continue
        if value not in BLANK:
            found[column.name] = value
    return found


def _belongs(about: Ledger, data: Mapping[str, Any], grids: frozenset[str]) -> bool:
    """Whether a record is of one of these grids; those of a ledger without grids are of all."""
    names = [each.name for each in about.columns if each.col.ref == "grids" or each.name == about.key == "grid_code"]
    if not names:
        return True
    for name in names:
        value = data.get(name)
        if not grids.isdisjoint(map(str, value if isinstance(value, list) else [value])):
            return True
    return False


def _without_former(about: Ledger, data: dict[str, Any]) -> dict[str, Any]:
    """The record without the people who have moved away or died."""
    for column in about.columns:
        if column.col.table == "persons" and isinstance(data.get(column.name), list):
            people = [each for each in data[column.name] if isinstance(each, dict)]
            here = [each for each in people if not (each.get("moved_out") or each.get("death_date"))]
            data = data | {column.name: here}
    return data
