"""The items of a shard that is a workbook, and the cells they stand in."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from gridctl.schema.reading import label_names
from gridctl.store.booklayout import BETWEEN, key_heading, part_sheets, slots
from gridctl.store.cellcode import cell_value
from gridctl.store.fieldpath import written_path
from gridctl.store.loaded import ShardFault
from gridctl.text.cellname import cell_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from gridctl.schema.col import Column
    from gridctl.schema.ledgers import Ledger
    from gridctl.store.fieldpath import Path
    from gridctl.text.yamltree import Node

MAX_ROWS = 1_048_576

Spot = tuple[str, int, int]


class BookItems:
    """The records of a workbook in the form in which a YAML file gives them."""

    def __init__(self, data: bytes, ledger: Ledger) -> None:
        self.value: Node = None
        self.faults: list[ShardFault] = []
        self.fatal = False
        self._ledger = ledger
        # Where each value stands: sheet, row and column, counted from 0.
        self._spots: dict[tuple[str | int, ...], Spot] = {}
        try:
            book = CalamineWorkbook.from_filelike(BytesIO(data))
            sheets: dict[str, list[list[Any]]] = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
            }
        except (CalamineError, OSError, ValueError) as error:
            self.faults.append(ShardFault("F118", params={"reason": str(error).partition("\n")[0][:200]}))
            self.fatal = True
            return
        self._read(sheets)

    def find(self, item: int, model: type[BaseModel], path: Path) -> ShardFault:
        """As ``at``, for a path of field names."""
        record = self.value[item] if isinstance(self.value, list) and item < len(self.value) else None
        return self.at(item, written_path(model, record, path) if isinstance(record, dict) else ())

    def at(self, item: int, written: Path) -> ShardFault:
        """A fault without code in the cell of a value, or of its nearest ancestor."""
        path: tuple[str | int, ...] = (item, *written)
        while path and path not in self._spots:
            path = path[:-1]
        sheet, row, column = self._spots.get(path, ("", -1, -1))
        return ShardFault("", sheet=sheet, cell=cell_name(row, column) if row >= 0 else "")

    def _read(self, sheets: dict[str, list[list[Any]]]) -> None:
        if not sheets:
            return
        name = self._ledger.zh if self._ledger.zh in sheets else next(iter(sheets))
        rows = sheets[name]
        records: list[Node] = []
        by_link: dict[str, int] = {}
        fields = _fields(self._ledger.model, rows[0] if rows else [])
        linked = self._linked_rows(sheets)
        for number in range(1, max(len(rows), *linked, 0)):
            row = rows[number] if number < len(rows) else []
            record = self._row((len(records),), fields, row, name, number)
            # A record may consist of nothing but its parts: then its own row is blank.
            if record or number + 1 in linked:
                by_link[f"#{number + 1}"] = len(records)
                key = record.get(key_heading(self._ledger))
                if isinstance(key, str):
                    by_link.setdefault(key, len(records))
                self._spots[(len(records),)] = (name, number, 0)
                records.append(record)
        for column in part_sheets(self._ledger):
            if column.col.zh in sheets and column.col.zh != name:
                self._read_parts(column, sheets[column.col.zh], records, by_link)
        self.value = records or None

    def _linked_rows(self, sheets: dict[str, list[list[Any]]]) -> set[int]:
        """The rows (from 1) of the first sheet that part rows name as ``#7``."""
        linked: set[int] = set()
        for column in part_sheets(self._ledger):
            rows = sheets.get(column.col.zh, [])
            headings = [str(cell).strip() for cell in rows[0]] if rows else []
            if key_heading(self._ledger) in headings:
                at = headings.index(key_heading(self._ledger))
                links = (str(row[at]) for row in rows[1:] if at < len(row))
                linked |= {int(link[1:]) for link in links if link.startswith("#") and link[1:].isdecimal()}
        return {row for row in linked if row <= MAX_ROWS}

    def _read_parts(self, column: Column, rows: list[list[Any]], records: list[Node], by_link: dict[str, int]) -> None:
        assert column.part is not None
        sheet, heading = column.col.zh, key_heading(self._ledger)
        headings = [str(cell).strip() for cell in rows[0]] if rows else []
        if heading not in headings:
            if len(rows) > 1:
                self._lost(sheet, 0, 0, heading, "")
            return
        at = headings.index(heading)
        fields = _fields(column.part, [cell if number != at else "" for number, cell in enumerate(rows[0])])
        for number, row in enumerate(rows[1:], start=1):
            link = cell_value(row[at], many=False) if at < len(row) else None
            owner = by_link.get(link) if isinstance(link, str) else None
            record = records[owner] if owner is not None else None
            seq = 0
            if isinstance(record, dict):
                parts = record.get(sheet)
                seq = len(parts) if isinstance(parts, list) else 0
            base: tuple[str | int, ...] = (owner if owner is not None else -1, sheet, seq)
            part = self._row(base, fields, row, sheet, number)
            if not part:
                continue
            if not isinstance(record, dict):
                self._lost(sheet, number, at, heading, link if isinstance(link, str) else "")
                continue
            parts = record.setdefault(sheet, [])
            if isinstance(parts, list):
                self._spots[base] = (sheet, number, at)
                parts.append(part)

    def _row(
        self,
        base: tuple[str | int, ...],
        fields: Sequence[tuple[tuple[str, ...], bool]],
        row: Sequence[object],
        sheet: str,
        number: int,
    ) -> dict[str, Node]:
        """One row as a record or part: keys are the labels of its headings."""
        record: dict[str, Node] = {}
        for column, (path, many) in enumerate(fields):
            value = cell_value(row[column], many=many) if path and column < len(row) else None
            if value is None:
                continue
            holder = record
            for step in path[:-1]:
                inner = holder.setdefault(step, {})
                if not isinstance(inner, dict):
                    break
                holder = inner
            if path[-1] not in holder:
                holder[path[-1]] = value
                self._spots[(*base, *path)] = (sheet, number, column)
        return record

    def _lost(self, sheet: str, row: int, column: int, label: str, key: str) -> None:
        params = {"sheet": sheet, "label": label, "key": key or "—"}
        self.faults.append(ShardFault("F120", sheet=sheet, cell=cell_name(row, column), params=params))
        # Rewriting the shard would lose the row.
        self.fatal = True


def _fields(model: type[BaseModel], headings: Sequence[object]) -> list[tuple[tuple[str, ...], bool]]:
    """For each column the keys that lead to its value, and whether it holds lists; no keys under no heading."""
    names = label_names(model)
    labels = {slot.path: slot for slot in slots(model)}
    fields: list[tuple[tuple[str, ...], bool]] = []
    for cell in headings:
        heading = str(cell).strip()
        steps = tuple(heading.split(BETWEEN)) if _is_part(model, heading) else (heading,) if heading else ()
        name = names.get(steps[0], "") if steps else ""
        slot = (
            labels.get((name,)) if len(steps) == 1 else next((s for s in labels.values() if s.heading == heading), None)
        )
        fields.append((steps, slot is not None and slot.many))
    return fields


def _is_part(model: type[BaseModel], heading: str) -> bool:
    return any(slot.heading == heading and len(slot.path) == 2 for slot in slots(model))
