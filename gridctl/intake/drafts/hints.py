"""Columns from which a field may be known that nobody says: 餐饮服务经营者 on a licence is a restaurant.

Only what no column and no record says is filled, and it is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.intake.cells.values import Fault
from gridctl.intake.dictionary.vocabulary import column_at
from gridctl.intake.dictionary.words import words_of
from gridctl.intake.reading.book import cell_text
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import nfkc, squash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.dictionary.vocabulary import Target
    from gridctl.intake.drafts.leftovers import Leftover
    from gridctl.intake.reading.book import Cell
    from gridctl.schema.codelists import CodeItem


def hinted(ledger: str, target: Target, cells: Sequence[Cell]) -> dict[int, CodeItem]:
    """The values of the field's list that cells let one know, by position."""
    codes = code_list(column_at(ledger, target.field).col.codes or "")
    meant = {word: codes.find(value) for word, value in target.values.items()}
    said = ((at, meant.get(squash(cell_text(cell)))) for at, cell in enumerate(cells))
    return {at: item for at, item in said if item is not None}


def likely(ledger: str, target: Target, left: dict[int, Leftover]) -> dict[int, CodeItem]:
    """What words that no value of the list is most likely mean, by position; the leftovers tell so."""
    meant = words_of(ledger).likely.get(target.field)
    if not meant:
        return {}
    codes = code_list(column_at(ledger, target.field).col.codes or "")
    said = ((at, codes.find(meant.get(squash(one.text), ""))) for at, one in left.items())
    found = {at: item for at, item in said if item is not None}
    left.update({at: left[at]._replace(fault=_told(item)) for at, item in found.items()})
    return found


def put_by_name(ledger: str, field: str, left: dict[int, Leftover], drafts: Mapping[int, Draft]) -> None:
    """Fill the field where words mean one of several values and the name of whom they are said of tells which."""
    either = words_of(ledger).either.get(field)
    if not either:
        return
    codes = code_list(column_at(ledger, field).col.codes or "")
    for at in left.keys() & drafts.keys():
        values = map(codes.find, either.get(_plain(left[at].text), ()))
        item = _named(str(drafts[at].own.get("name") or ""), [each for each in values if each])
        if item is not None:
            left[at] = left[at]._replace(fault=_told(item))
            drafts[at].fill.setdefault(field, item.key)


def _named(name: str, items: Sequence[CodeItem]) -> CodeItem | None:
    """The only one of some values whose words are in a name; 培训学校 is no 学校."""
    words = {word: item for item in items for word in (item.zh, *item.aliases) if word in name}
    longest = [word for word in words if not any(word in other and word != other for other in words)]
    found = {words[word].key: words[word] for word in longest}
    return next(iter(found.values())) if len(found) == 1 else None


def _plain(text: str) -> str:
    return "".join(nfkc(text).split())


def put_hints(each: ColumnMatch, field: str, found: Mapping[int, CodeItem], drafts: Mapping[int, Draft]) -> None:
    """Fill the field of those rows that do not say it, and tell so."""
    for at in sorted(found.keys() & drafts.keys()):
        if drafts[at].own.get(field) is None:
            drafts[at].doubts.append((each.col, _told(found[at])))
    fill_hints(field, found, drafts)


def fill_hints(field: str, found: Mapping[int, CodeItem], drafts: Mapping[int, Draft]) -> None:
    """Fill the field of those rows that do not say it."""
    for at in found.keys() & drafts.keys():
        if drafts[at].own.get(field) is None:
            drafts[at].fill.setdefault(field, found[at].key)


def _told(item: CodeItem) -> Fault:
    return Fault("I224", {"value": item.zh})
