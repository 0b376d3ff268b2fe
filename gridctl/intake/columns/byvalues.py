"""Columns whose heading says nothing, 现状 or 类别, known by their values: 自住, 出租 and 空置 are how houses are used.

A heading that says something, and nothing that is known, is only asked about: 父亲文化程度 has the values of 学历.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from gridctl.intake.dictionary.vocabulary import RESIDENT, column_at
from gridctl.intake.reading.book import is_empty
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import is_placeholder, label_key, squash
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.intake.dictionary.vocabulary import Vocabulary
    from gridctl.intake.reading.book import Sheet

_MOST: Final = 20
_LONGEST: Final = 12
_TO_ASK: Final = 2
# Answers, and values that are on many lists.
_ANYWHERE: Final = frozenset(
    ("是", "否", "有", "无", "√", "×", "Y", "N", "其他", "其它", "不详", "未知", "正常", "一般")
)


def known_by_values(
    match: HeadingMatch,
    words: Vocabulary,
    sheet: Sheet,
    rows: Sequence[int],
    titled: Collection[str] = (),
) -> HeadingMatch:
    """The same match, with the unknown columns whose values are those of one field that no other column has.

    A column with a vague heading is that field's; of any other the field is suggested, if nothing closer was. 状态 and
    类别 are what they are by themselves only where values of that field stand below them. Of two fields that one counts
    that is not ``titled``: 失能, below the title 失能老人, says how much care somebody needs.
    """
    meant = {each.col: _field_of(each, match, words, sheet, rows, titled) for each in match.columns if _is_open(each)}
    paths = [path for path, _ in meant.values()]
    columns = []
    for each in match.columns:
        path, count = meant.get(each.col, ("", 0))
        if path and paths.count(path) == 1 and _is_vague(each):
            target = next(found for found in words.targets.values() if found.field == path and found.role == "field")
            columns.append(replace(each, target=replace(target, slot=0), suggestion="", by_values=True))
        elif path and count >= _TO_ASK and each.target is None and not each.suggestion:
            columns.append(replace(each, suggestion=column_at(match.ledger, path).col.zh))
        else:
            columns.append(each)
    return replace(match, columns=tuple(columns))


def _is_open(each: ColumnMatch) -> bool:
    return each.target is None or (each.target.role == "field" and _is_vague(each))


def _is_vague(each: ColumnMatch) -> bool:
    """Whether a column's heading says nothing of its own."""
    return label_key(each.heading) in _vague()


@cache
def _vague() -> frozenset[str]:
    return frozenset(map(label_key, packaged("gridctl.intake.dictionary", "variants.yaml")["vague"]))


def _field_of(
    each: ColumnMatch,
    match: HeadingMatch,
    words: Vocabulary,
    sheet: Sheet,
    rows: Sequence[int],
    titled: Collection[str],
) -> tuple[str, int]:
    """The only field whose list has all values of a column, and how many there are; "" if there is none."""
    texts: set[str] = set()
    for cell in sheet.distinct(each.col, rows):
        if is_empty(cell) or (isinstance(cell, str) and is_placeholder(squash(cell))):
            continue
        if not isinstance(cell, str) or len(cell) > _LONGEST or any(char.isdecimal() for char in cell):
            return "", 0
        texts.add(squash(cell))
        if len(texts) > _MOST:
            return "", 0
    if texts <= _ANYWHERE or (each.target and _any_on_list(texts, match.ledger, each.target.field)):
        return "", 0
    fields = [path for path in _open_fields(match, words, each) if _all_on_list(texts, match.ledger, path, words)]
    if len(fields) > 1:
        fields = [path for path in fields if path not in titled]
    return (fields[0], len(texts)) if len(fields) == 1 else ("", 0)


def _open_fields(match: HeadingMatch, words: Vocabulary, own: ColumnMatch) -> list[str]:
    """The fields with a code list that no column has, of the row's own record and of the person it names."""
    taken = match.fields() - ({own.target.field} if own.target else set())
    holders = {"", RESIDENT, "members"} if "members.name" in taken else {"", RESIDENT}
    paths = dict.fromkeys(
        target.field for target in words.targets.values() if target.role == "field" and not target.part
    )
    return [
        path
        for path in paths
        if path not in taken and path.rpartition(".")[0] in holders and column_at(match.ledger, path).col.codes
    ]


def _any_on_list(texts: set[str], ledger: str, path: str) -> bool:
    """Whether a column may well be what its heading says: a value of its list stands there, or there is no list."""
    codes = column_at(ledger, path).col.codes
    return not codes or any(map(code_list(codes).find, texts - _ANYWHERE))


def _all_on_list(texts: set[str], ledger: str, path: str, words: Vocabulary) -> bool:
    """Whether every text is a value of a field, or a word known to name none of them; one at least has to be."""
    codes = code_list(column_at(ledger, path).col.codes or "")
    unclear = words.words.unclear.get(path, frozenset())
    named = {text for text in texts if codes.find(text)}
    return bool(named - _ANYWHERE) and texts - named <= unclear
