"""Names by the letters people type for them: full pinyin and initials, as table ``names_pinyin`` of the index.

A character with several readings is found under each; a surname is read as a surname (单 is shan, 曾 zeng), which the
dictionaries of words get wrong. Readings of single characters are those of the package pypinyin.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import islice, product
from typing import TYPE_CHECKING

from gridctl.store.digests import digest_of
from gridctl.text.normalize import nfkc
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gridctl.store.fieldtable import Field, Fields
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

TABLE = "names_pinyin"
_VERSION = "1"
_COLUMNS = {"name": "VARCHAR", "spelled": "VARCHAR", "initials": "VARCHAR"}
_ABOUT = {
    "": ("姓名的拼音", "names in pinyin"),
    "name": ("姓名或名称", "name"),
    "spelled": ("全拼，各读法前后有空格，首个最常用", "full pinyin, blanks around each reading, the likeliest first"),
    "initials": ("首字母，同上", "initials, likewise"),
}
_READINGS_OF_ONE, _READINGS_OF_ALL = 3, 12
# Longer ones are names of firms and places: one reading each.
_LONGEST_PERSON = 5
_LATIN = pattern(r"[a-z]+")


def is_name(field: Field) -> bool:
    """Whether a field names somebody or something."""
    column = field.column
    return column.kind == "text" and (column.col.mask == "name" or column.name == "name")


def derive(ws: Workspace, known: Fields) -> None:
    """Bring the table up to date; only names it does not have yet are spelled."""
    index = ws.index()
    parts = [
        f'SELECT DISTINCT "{each.sql}" AS name FROM "{table.name}" WHERE "{each.sql}" IS NOT NULL'  # noqa: S608 - own names
        for table in known.tables
        for each in table.fields
        if is_name(each)
    ]
    names = " UNION ".join(parts)
    held = bool(index.sql("SELECT 1 FROM _derived WHERE name = ?", [TABLE]))

    def rows() -> Iterator[tuple[str, str, str]]:
        old = index.sql(f"SELECT name, spelled, initials FROM {TABLE}") if held else []  # noqa: S608 - own name
        spelled = {name: (full, initials) for name, full, initials in old}
        for (name,) in index.sql(f"{names} ORDER BY name"):
            yield (name, *(spelled.get(name) or (f" {' '.join(each)} " for each in spell(name))))

    index.put(TABLE, _COLUMNS, rows(), digest_of([_VERSION, *(each.digest for each in ws.shards())]), describe=_ABOUT)


def named(index: Index, letters: str) -> dict[str, int]:
    """The names that these letters spell, wholly or from the front, with how well (50 to 92)."""
    found = index.sql(
        "SELECT name, CASE WHEN starts_with(spelled, $1) THEN 92 WHEN contains(spelled, $1) THEN 88 "
        "WHEN starts_with(initials, $1) THEN 78 WHEN contains(initials, $1) THEN 74 "
        "WHEN contains(spelled, rtrim($1)) THEN 62 WHEN length($1) >= 5 AND contains(initials, rtrim($1)) THEN 50 END "
        "AS fit FROM names_pinyin WHERE fit IS NOT NULL",
        [f" {letters} "],
    )
    return dict(found)


def spell(name: str) -> tuple[list[str], list[str]]:
    """A name's spellings in full and by initials, the likeliest first; those of Latin letters as they are."""
    syllables = list(_syllables(name))
    full: dict[str, None] = {}
    initials: dict[str, None] = {}
    for chosen in islice(product(*syllables), _READINGS_OF_ALL):
        spelled = "".join(chosen).replace(" ", "")
        full[spelled] = None
        if "v" in spelled:
            # 吕 is typed lv or lu.
            full[spelled.replace("v", "u")] = None
        initials["".join(each[:1] for syllable in chosen for each in syllable.split(" "))] = None
    return [each for each in full if each], [each for each in initials if each]


def _syllables(name: str) -> Iterator[tuple[str, ...]]:
    """The readings of each character; a word of Latin letters is one, and so is a surname, its syllables apart."""
    from pypinyin.constants import PINYIN_DICT

    name = nfkc(name).casefold().strip()
    person = len(name) <= _LONGEST_PERSON
    surname = next((name[:length] for length in (2, 1) if person and name[:length] in _surnames()), "")
    if surname and len(name) > len(surname):
        yield _surnames()[surname]
        name = name[len(surname) :]
    at = 0
    while at < len(name):
        if word := _LATIN.match(name, at):
            yield (word[0],)
            at = word.end()
            continue
        if readings := _readings(PINYIN_DICT.get(ord(name[at]), "")):
            yield readings[: _READINGS_OF_ONE if person else 1]
        at += 1


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return {name: tuple(readings) for name, readings in packaged("gridctl.review", "surnames.yaml").items()}


def _readings(listed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(each) for each in listed.split(",") if each))


def _plain(syllable: str) -> str:
    """Without tones; ü is v, as it is typed."""
    apart = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(each for each in apart if "a" <= each <= "z")


def folded(words: Iterable[str]) -> str:
    """What was typed for a name, as the table has it: letters alone."""
    return "".join(each for word in words for each in nfkc(word).casefold().replace("ü", "v") if each.isalnum())
