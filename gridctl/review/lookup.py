"""Finding records by what a person remembers of them: a name, part of a telephone, words of an address, a code."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.review.lookup_pinyin import derive, named
from gridctl.review.lookup_words import Word
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.store.fieldtable import fields
from gridctl.text.normalize import squash

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gridctl.store.fieldtable import Field, Fields, TableFields
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# Who stopped living there or was de-registered comes after all others, a visit after the one visited, and whose name
# or telephone it is before those who are only named there: owners, guardians, helpers.
_ENDED, _OTHERS, _EXACT_KEY = 30, 4, 100
_REMOTE = {"visits": 12}
_OWN = frozenset(("id", "name", "id_no", "phones", "address", "house_code", "uscc"))
# Names every param: the database takes none that a query does not name.
_ALL = "SELECT -1, NULL, NULL, NULL, 0, false, NULL WHERE $1 || $2 || $3 || $4 || len($5) || len($6) IS NULL"


# The fields by which a clerk knows a record, where its table has them.
_KNOWN_BY = ("case_no", "title", "name", "target_name", "alias", "address", "visited_on")


@dataclass(slots=True)
class Hit:
    """A record found, or a part of it (``part`` is its id), with the field that fits best, its value and how well.

    ``score`` is at most 100. ``target_kind`` is what a visit went to. ``titles`` are the fields by which a clerk knows
    it, with their values. Nothing is masked yet.
    """

    ledger: str
    record: str
    part: str
    score: float
    fits: Field
    value: str
    current: bool
    path: str
    grid: str = ""
    target_kind: str = ""
    titles: list[tuple[Field, Any]] = dataclasses.field(default_factory=list)


def find(ws: Workspace, text: str, *, ledgers: Collection[str] | None = None) -> list[Hit]:
    """The records that every word of the text fits, best first. Blanks part words; their order does not matter."""
    typed = squash(text).split()
    if not typed:
        return []
    words = [Word(" ".join(typed))] if all(each.isascii() for each in typed) else [Word(each) for each in typed]
    known = fields(ws)
    for word in words:
        if word.letters:
            derive(ws, known)
            word.spelled = named(ws.index(), word.letters)
    found = [_matching(ws.index(), known, word, ledgers) for word in words]
    hits = found[0] if len(found) == 1 else list(_together(found))
    order = {each.name: number for number, each in enumerate(LEDGERS)}
    return sorted(hits, key=lambda each: (-each.score, order[each.ledger], each.record, each.part))


def describe(ws: Workspace, hits: Sequence[Hit]) -> None:
    """Fill in the grid of each hit and what a clerk knows it by."""
    known = fields(ws)
    for name in dict.fromkeys(hit.ledger for hit in hits):
        _describe(ws.index(), known.table(name), [hit for hit in hits if hit.ledger == name])
    # A house that was merged into another still has the people who moved with it.
    if people := {(hit.record, hit.part): hit for hit in hits if hit.part}:
        parts = [part for _, part in people]
        for record, part, name in ws.index().sql(
            "SELECT parent, id, name FROM persons WHERE list_contains(?, id)", [parts]
        ):
            if hit := people.get((record, part)):
                hit.titles.insert(0, (known.table("persons").field("name"), name or ""))


def _matching(index: Index, known: Fields, word: Word, ledgers: Collection[str] | None) -> list[Hit]:
    """The records, and parts of records, that one word fits, each with the field that it fits best."""
    queries: list[str] = []
    places: list[tuple[TableFields, Field]] = []
    for table in known.tables:
        if ledgers is None or table.ledger in ledgers:
            for each in table.fields:
                if made := _query(table, each, word, len(places)):
                    queries.append(made)
                    places.append((table, each))
    best: dict[tuple[str, str, str], Hit] = {}
    for number, record, part, value, fit, current, path in index.sql(
        " UNION ALL ".join((*queries, _ALL)), word.params()
    ):
        table, each = places[number]
        score = (
            fit
            - (0 if current else _ENDED)
            - _REMOTE.get(table.ledger, 0)
            - (fit < _EXACT_KEY and each.sql not in _OWN) * _OTHERS
        )
        key = (table.ledger, record or "", part or "")
        if key not in best or best[key].score < score:
            best[key] = Hit(*key, score, each, value, bool(current), path)
    return list(best.values())


def _query(table: TableFields, each: Field, word: Word, number: int) -> str:
    score = "" if each.owner else word.score(each)
    if not score:
        return ""
    value = f'unnest("{each.sql}")' if each.column.kind == "list" else f'"{each.sql}"'
    key = "parent" if table.path else ledger(table.ledger).key
    part = "id" if table.path and _has(table, "id") else "NULL"
    current = "current" if not table.path or table.name == "persons" else "true"
    inner = f'SELECT "{key}" AS k, {part} AS part, {value} AS v, {current} AS c, path FROM "{table.name}"'  # noqa: S608 - own names
    return f"SELECT {number}, k, part, v, {score} AS score, c, path FROM ({inner}) WHERE score IS NOT NULL"  # noqa: S608 - own names


def _together(found: Sequence[Iterable[Hit]]) -> Iterator[Hit]:
    """Records that every word fits, in whichever of their parts; the part that fits best stands for the record."""
    by_record: list[dict[tuple[str, str], list[Hit]]] = []
    for hits in found:
        grouped: dict[tuple[str, str], list[Hit]] = {}
        for hit in hits:
            grouped.setdefault((hit.ledger, hit.record), []).append(hit)
        by_record.append(grouped)
    for key in set(by_record[0]).intersection(*by_record[1:]):
        groups = [grouped[key] for grouped in by_record]
        parts = {hit.part for hits in groups for hit in hits}
        # Of a household's people those that most words fit; the house itself if no word is about a person.
        scores = {part: sum(_best(hits, part) for hits in groups) / len(groups) for part in parts}
        most = max(scores.values())
        for part in sorted(part for part, score in scores.items() if score == most):
            yield _as([hit for hits in groups for hit in hits if hit.part == part], most)


def _best(hits: Iterable[Hit], part: str) -> float:
    """How well a word fits this part: itself or the record it belongs to; with less weight another part of that."""
    return max(hit.score if hit.part in (part, "") else hit.score / 2 for hit in hits)


def _as(hits: Sequence[Hit], score: float) -> Hit:
    hit = max(hits, key=lambda each: each.score)
    return Hit(hit.ledger, hit.record, hit.part, score, hit.fits, hit.value, hit.current, hit.path)


def _describe(index: Index, table: TableFields, hits: Sequence[Hit]) -> None:
    wanted = [each for each in table.fields if each.sql in _KNOWN_BY]
    columns = [f'"{ledger(table.ledger).key}"', "grid_code" if _has(table, "grid_code") else "NULL"]
    columns += ['"target_kind"' if _has(table, "target_kind") else "NULL", *(f'"{each.sql}"' for each in wanted)]
    query = f'SELECT {", ".join(columns)} FROM "{table.name}" WHERE list_contains(?, {columns[0]})'  # noqa: S608 - own names
    found = {key: values for key, *values in index.sql(query, [[hit.record for hit in hits]])}
    for hit in hits:
        grid, kind, *values = found.get(hit.record, [None, None])
        hit.grid, hit.target_kind = grid or "", kind or ""
        hit.titles = [(each, value) for each, value in zip(wanted, values, strict=False) if value]


def _has(table: TableFields, name: str) -> bool:
    return any(each.sql == name for each in table.fields)
