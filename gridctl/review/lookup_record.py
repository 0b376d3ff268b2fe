"""The one record that a person names, and what else refers to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.review.lookup import Hit, describe, find
from gridctl.review.lookup_words import is_key
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.store.fieldtable import fields
from gridctl.text.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.store.fieldtable import Field, TableFields
    from gridctl.store.workspace import Workspace

# From here on the whole of a value fits, not a part of it.
_WHOLE, _EXACT = 82, 100
_PERSON = "P"


@dataclass(frozen=True, slots=True)
class Referring:
    """The records whose ``field`` names the record asked about: how many, and some of them."""

    table: TableFields
    field: Field
    count: int
    some: tuple[Hit, ...]


def named_record(ws: Workspace, text: str) -> list[Hit]:
    """The record of this id, house code, staff number or grid code; else what a search for the text finds best.

    More than one where the text does not tell them apart; a person goes before the lists that name them.
    """
    hits = _of_id(ws, text.strip().upper()) or find(ws, text)
    exact = [each for each in hits if is_key(each.fits) and each.value.casefold() == text.strip().casefold()]
    best = exact or [each for each in hits if each.score >= _WHOLE] or hits
    current = [each for each in best if each.current] or best
    homes = [each for each in current if each.ledger == "households"]
    chosen = homes if len(homes) == 1 else current
    describe(ws, chosen)
    return chosen


def _of_id(ws: Workspace, text: str) -> list[Hit]:
    """The record, or the person, with this id: one look, where a search would compare every field of every table."""
    known = fields(ws)
    for name, prefix in (("persons", _PERSON), *((each.name, each.prefix) for each in LEDGERS if each.prefix)):
        table = known.named(name)
        if table is None or not is_id(text, prefix):
            continue
        key, part = ("parent", "id") if table.path else ("id", "NULL")
        query = f'SELECT "{key}", {part}, current, path FROM "{table.name}" WHERE id = ?'  # noqa: S608 - own names
        fits = table.field("id")
        return [
            Hit(table.ledger, record, part or "", _EXACT, fits, text, bool(current), path)
            for record, part, current, path in ws.index().sql(query, [text])
        ]
    return []


def referring(ws: Workspace, hit: Hit, most: int = 5) -> list[Referring]:
    """What refers to a record, ledger by ledger: a household's includes what refers to its people."""
    known, index = fields(ws), ws.index()
    own = {hit.ledger: [hit.part or hit.record], "persons": [hit.part] if hit.part else []}
    if hit.ledger == "households" and not hit.part:
        codes = index.sql("SELECT house_code FROM households WHERE id = ? AND house_code IS NOT NULL", [hit.record])
        own["households"] += [code for (code,) in codes]
        own["persons"] = [key for (key,) in index.sql("SELECT id FROM persons WHERE parent = ?", [hit.record])]
    elif hit.part:
        own["households"] = []
    everything = [value for values in own.values() for value in values]
    found = []
    for table in known.tables:
        seen: set[str] = set()
        for each in table.fields:
            # What was visited is named by its id, of whichever ledger it is.
            wanted = everything if each.sql == "target" else own.get(each.column.col.ref or "", [])
            if wanted and not each.owner and (one := _referring(ws, table, each, wanted, seen, most)):
                found.append(one)
    return found


def _referring(
    ws: Workspace, table: TableFields, each: Field, wanted: Sequence[Any], seen: set[str], most: int
) -> Referring | None:
    """The records whose field has one of these values, without those seen; now they are."""
    key = "parent" if table.path else ledger(table.ledger).key
    fits = f'list_has_any("{each.sql}", ?)' if each.column.kind == "list" else f'list_contains(?, "{each.sql}")'
    recent = next((name for name in ("visited_on", "listed_on") if any(f.sql == name for f in table.fields)), "path")
    query = f'SELECT DISTINCT "{key}", path, "{recent}" FROM "{table.name}" WHERE {fits} ORDER BY "{recent}" DESC, 1'  # noqa: S608 - own names
    rows = [row for row in ws.index().sql(query, [list(wanted)]) if row[0] not in seen]
    seen.update(row[0] for row in rows)
    if not rows:
        return None
    some = [Hit(table.ledger, row[0], "", 0, each, "", True, row[1]) for row in rows[:most] if row[0]]
    describe(ws, some)
    return Referring(table, each, len(rows), tuple(some))
