"""A shard as a workbook: text-typed cells under Chinese headings, the same bytes for the same records."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter

from gridctl.schema.reading import label_names, written_key
from gridctl.store.booklayout import key_heading, part_sheets, slots
from gridctl.store.cellcode import MAX_TEXT, cell_text
from gridctl.store.faults import Refused
from gridctl.store.shardtext import pruned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from gridctl.schema.col import Column
    from gridctl.schema.ledgers import Ledger
    from gridctl.text.yamltree import Node

Row = dict[str, str]

# A fixed day: a workbook that is written again with the same records must have the same bytes.
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)


def write_book(ledger: Ledger, records: Sequence[Mapping[str, Node]]) -> bytes:
    """The workbook that holds these records, whose keys are labels or English names.

    Raises Refused where a text is longer than a cell can hold.
    """
    kept = [pruned(record) for record in records]
    held = [record for record in kept if record]
    links = _links(ledger, held)
    sheets = part_sheets(ledger)
    main: list[Row] = []
    parts: dict[str, list[Row]] = {column.name: [] for column in sheets}
    for record, link in zip(held, links, strict=True):
        fields = dict(record)
        for column in sheets:
            key = written_key(ledger.model, fields, column.name)
            rows = _part_rows(column, fields[key], key_heading(ledger), link) if key is not None else None
            if rows is not None and key is not None:
                parts[column.name] += rows
                del fields[key]
        main.append(_row(ledger.model, fields))
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _WRITTEN})
        formats = {
            "head": book.add_format({"bold": True, "num_format": "@"}),
            "text": book.add_format({"num_format": "@"}),
        }
        _sheet(book, formats, ledger.zh, [slot.heading for slot in slots(ledger.model)], main)
        for column in sheets:
            assert column.part is not None
            headings = [key_heading(ledger), *(slot.heading for slot in slots(column.part))]
            _sheet(book, formats, column.col.zh, headings, parts[column.name])
    return out.getvalue()


def _links(ledger: Ledger, records: Sequence[Mapping[str, Node]]) -> list[str]:
    """What part rows call each record: its id, or its row where that does not tell it from the others."""
    ids: list[str] = []
    for record in records:
        key = written_key(ledger.model, record, ledger.key)
        value = record[key] if key is not None else None
        ids.append(value if isinstance(value, str) else "")
    times = Counter(ids)
    sound = [
        bool(each) and times[each] == 1 and not each.startswith("#") and cell_text(each, many=False) == each
        for each in ids
    ]
    return [each if good else f"#{number + 2}" for number, (each, good) in enumerate(zip(ids, sound, strict=True))]


def _part_rows(column: Column, value: Node, heading: str, link: str) -> list[Row] | None:
    """A row for each part; None if the value is no list of parts, and stays as it is in the record's own row."""
    assert column.part is not None
    if not isinstance(value, list):
        return None
    rows: list[Row] = []
    for part in value:
        if not isinstance(part, dict) or not part or heading in (row := _row(column.part, part)):
            return None
        rows.append({heading: link, **row})
    return rows


def _row(model: type[BaseModel], record: Mapping[str, Node]) -> Row:
    """One record's cells by heading. A second key of one field keeps its own name as a heading."""
    names = label_names(model)
    known = {slot.path: slot for slot in slots(model)}
    row: Row = {}
    for key, value in record.items():
        name = names.get(key, key)
        slot = known.get((name,))
        if slot is not None and slot.heading not in row:
            row[slot.heading] = cell_text(value, many=slot.many)
        elif isinstance(value, dict) and (inner := _inner_cells(model, name, value)) is not None:
            row.update(inner)
        else:
            row[key] = cell_text(value, many=False)
    return row


def _inner_cells(model: type[BaseModel], name: str, value: Mapping[str, Node]) -> Row | None:
    """The cells of a single part; None if the part has what no heading is for."""
    from gridctl.schema.col import columns

    about = next((each for each in columns(model) if each.name == name and each.kind == "part"), None)
    if about is None or about.part is None:
        return None
    names = label_names(about.part)
    known = {slot.path: slot for slot in slots(model)}
    cells: Row = {}
    for key, inner in value.items():
        slot = known.get((name, names.get(key, "")))
        if slot is None or slot.heading in cells:
            return None
        cells[slot.heading] = cell_text(inner, many=slot.many)
    return cells


def _sheet(book: Any, formats: Mapping[str, Any], name: str, headings: Sequence[str], rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(name)
    known = set(headings)
    more = dict.fromkeys(heading for row in rows for heading in row if heading not in known)
    everything = [*headings, *more]
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(everything) - 1, 16, formats["text"])
    for number, heading in enumerate(everything):
        sheet.write_string(0, number, heading, formats["head"])
    for line, row in enumerate(rows, start=1):
        for number, heading in enumerate(everything):
            text = row.get(heading)
            if text:
                if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
                    raise Refused(
                        f"“{heading}”的内容超过工作簿单元格的 {MAX_TEXT} 字，不能存为 xlsx。",
                        f"{heading} is longer than the {MAX_TEXT} characters a cell holds; it cannot be kept as xlsx.",
                    )
                sheet.write_string(line, number, text, formats["text"])
