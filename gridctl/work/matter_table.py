"""The catalogue of matters as tables: a row a duty, to be edited in a workbook and imported again; a row a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.findings.coded import coded
from gridctl.findings.table import Keyed, Table, TableColumn, Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import columns as columns_of
from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import to_labels
from gridctl.text.periods import Period
from gridctl.work.admission import admitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from gridctl.findings.table import Cell
    from gridctl.schema.col import Column
    from gridctl.schema.matter import Matter

# What a catalogue's sheet leaves out: how a record came to be is no part of the catalogue.
_LEFT_OUT = frozenset(
    ("id", "status", "end_reason", "end_date", "source", "collected_by", "collected_on", "verified_on")
)
_WIDE = frozenset(("cohort", "done_when", "evidence", "name", "item", "basis"))


def catalogue_table(matters: Iterable[Mapping[str, Any]]) -> Table:
    """The catalogue, a row a duty with its matter's columns in front; import reads it back."""
    book = ledger("matters")
    columns: list[TableColumn] = []
    for each in book.columns:
        if each.name in _LEFT_OUT:
            continue
        inner = columns_of(each.part) if each.part is not None else (each,)
        columns += [_column(one) for one in inner]
    rows: list[tuple[Cell, ...]] = []
    for data in matters:
        own: dict[str, Any] = {}
        duties: Sequence[Mapping[str, Any]] = ()
        labels = to_labels(book.model, dict(data), "zh")
        for each in book.columns:
            value = labels.get(each.col.zh)
            if each.kind == "parts":
                duties = value or ()
            elif isinstance(value, dict):
                own.update(value)
            elif value is not None:
                own[each.col.zh] = value
        rows += [tuple(_text({**own, **duty}.get(each.zh)) for each in columns) for duty in duties or ({},)]
    return Table(Words("事项", "matters"), tuple(columns), tuple(rows))


def choices() -> dict[str, tuple[str, ...]]:
    """What the coded columns of the catalogue's table drop down."""
    found = {}
    for each in ledger("matters").columns:
        for one in columns_of(each.part) if each.part is not None else (each,):
            if one.col.codes and one.kind == "code":
                found[one.name] = tuple(item.zh for item in code_list(one.col.codes).items)
    return found


_MATTERS = (
    TableColumn("code", "编码", "code", width=9),
    TableColumn("name", "事项", "matter", width=22),
    TableColumn("domain", "领域", "domain", width=14),
    TableColumn("lead_department", "牵头部门", "department", width=14),
    TableColumn("routine", "平时", "routine", "count", 4),
    TableColumn("major", "重大", "major", "count", 4),
    TableColumn("emergency", "应急", "emergency", "count", 4),
    TableColumn("admitted", "准入", "admission", width=12),
)


def matters_table(matters: Iterable[Matter], day: date) -> Table:
    """One row a matter: its items by situation, and until when it is admitted on a day, or why it is not."""
    today = Period(day.isoformat(), day, day)
    rows: list[tuple[Cell, ...]] = []
    for each in sorted(matters, key=lambda one: one.code or ""):
        items = [duty.situation for duty in each.duties]
        rows.append((
            each.code or "", each.name or "", coded("matter_domain", each.domain or ""), each.lead_department or "",
            *(items.count(situation) for situation in ("routine", "major", "emergency")), _admission(each, today),
        ))  # fmt: skip
    return Table(Words("事项目录", "Catalogue of matters"), _MATTERS, tuple(rows))


def _admission(matter: Matter, today: Period) -> Words:
    days, note = admitted(matter, today)
    if days is None:
        if note is None:
            return Keyed.of("ended", "已注销", "ended")
        reasons = {
            "T201": Keyed.of("not_admitted", "未准入", "not admitted"),
            "T202": Keyed.of("expired", "已过期", "expired"),
            "T203": Keyed.of("not_yet", "未到期", "not yet"),
        }
        return reasons[note.code]
    last = matter.admission.valid_to if matter.admission else None
    return Keyed.of(str(last), f"至 {last}", f"until {last}") if last else Keyed.of("open", "长期", "open")


def _column(column: Column) -> TableColumn:
    return TableColumn(column.name, column.col.zh, column.col.en, width=30 if column.name in _WIDE else 12)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
