"""What the database has against a person's query, in words: in both languages, with what was probably meant.

The database speaks English, with a drawing of the line and all the functions there are. What it says while it plans is
about the query's own words; what it says while it computes quotes values of the ledgers, which no message may show.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from gridctl.text.normalize import label_key
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.store.tables import TableInfo

Said = tuple[str, str]

# How alike a table's name is to one that is meant by it, and how much of its beginning names it.
_A_SLIP, _BEGINNING = 0.75, 4
_PLANNING = pattern(r"(?:Binder|Catalog|Parser|Syntax|Not implemented) Error: ")
_COMPUTING = pattern(r"(?:Conversion|Invalid Input|Out of Range) Error: ")
_NO_VALUE = (
    "有的值不是所要的日期或数字；try_cast(… as …)、try_strptime 把这样的值当作空",
    "a value is not the date or number asked for; try_cast(… as …) and try_strptime take such values as empty",
)
_CAST = pattern(r"Could not convert \w+ .* to (\w+)(?: when casting from source column (\w+))?", re.DOTALL)
_COLUMN = (
    re.compile(r'Referenced column "(.+?)" not found'),
    re.compile(r'Table ".+?" does not have a column named "(.+?)"'),
)


class _Saying(NamedTuple):
    """What the database says, and how it is told: ``\\1`` is what stands in its first group."""

    said: re.Pattern[str]
    zh: str
    en: str


_SAYINGS = tuple(
    _Saying(re.compile(said), zh, en)
    for said, zh, en in (
        (
            r'column "(.+?)" must appear in the GROUP BY',
            r"列 \1 既没有分组也没有汇总：写进 group by，或在末尾写 group by all",
            r"the column \1 is neither grouped nor summed up: name it in group by, or end with group by all",
        ),
        (
            r'Ambiguous reference to column name "(.+?)" \(use: (.+?)\)',
            r"几张表都有列 \1，要写明是哪张表的：\2",
            r"several tables have a column \1; say whose: \2",
        ),
        (
            r'Function with name (\S+) does not exist!\s*Did you mean "(.+?)"',
            r"没有函数 \1，是不是 \2？",
            r"there is no function \1. Did you mean \2?",
        ),
        (r"Function with name (\S+) does not exist", r"没有函数 \1", r"there is no function \1"),
        (
            r"No function matches the given name and argument types '(.+?)'",
            r"没有接受这种值的函数：\1",
            r"no function takes values of these types: \1",
        ),
        (
            r"Cannot compare values of type (\w+) and type (\w+)",
            r"\1 和 \2 两种值不能相比；日期写成 date '2026-07-01'，文字写在单引号里",
            r"values of type \1 and \2 cannot be compared; write a date as date '2026-07-01', a text in single quotes",
        ),
        (r'syntax error at or near "(.+?)"', r"写法有误，在“\1”附近", r'it is miswritten near "\1"'),
        (r"syntax error at end of input", r"没有写完", r"it is not complete"),
        (r"unterminated quoted? ?(?:string|identifier)|unterminated string", r"引号没有配对", r"a quote is not closed"),
    )
)


def query_fault(message: str, query: str, tables: Sequence[TableInfo]) -> Said:
    """What the database says about a query over these tables, in Chinese and English; values are not repeated."""
    for unknown in _COLUMN:
        if match := unknown.search(message):
            return _no_column(match[1], query, tables)
    if match := _CAST.search(message):
        of_zh, of_en = (f"列 {match[2]} 中", f" of the column {match[2]}") if match[2] else ("", "")
        return (
            f"{of_zh}有的值不能当作 {match[1]}；try_cast(… as …) 把这样的值当作空",
            f"a value{of_en} cannot be read as {match[1]}; try_cast(… as …) takes such values as empty",
        )
    for each in _SAYINGS:
        if match := each.said.search(message):
            return match.expand(each.zh).replace(" or ", " 或 "), match.expand(each.en)
    if _COMPUTING.match(message):
        return _NO_VALUE
    # Rest of what it says while it plans; elsewhere the kind alone, as the rest may quote what is in the ledgers.
    kind, _, rest = message.partition("\n")[0].partition(": ")
    told = rest if _PLANNING.match(message) else kind
    return f"数据库不接受（{told}）", told


def no_table(name: str, tables: Sequence[TableInfo]) -> Said:
    """A table that is not there, with the one probably meant."""
    labelled = [each.name for each in tables if label_key(name) in (label_key(each.zh), label_key(each.en))]
    near = labelled or _near(name.casefold(), [each.name for each in tables])
    zh, en = f"没有“{name}”这张表", f"there is no table {name}"
    if near:
        return _meant(zh, en, near)
    return f"{zh}。可查的表：gridctl query（不写语句）", f"{en}. For the tables: gridctl query, without SQL"


def _near(name: str, names: Sequence[str]) -> list[str]:
    """The name that is this one but for a slip, or begins with it; nothing where all are merely alike."""
    begun = [each for each in names if len(name) >= _BEGINNING and each.startswith(name)]
    return begun[:1] or get_close_matches(name, names, 1, _A_SLIP)


def _no_column(name: str, query: str, tables: Sequence[TableInfo]) -> Said:
    words = set(re.findall(r"\w+", query.casefold()))
    columns = [column for table in tables if table.name in words for column in table.columns]
    labelled = [each.name for each in columns if label_key(name) in (label_key(each.zh), label_key(each.en))]
    near = labelled or get_close_matches(name.casefold(), [each.name for each in columns], 2)
    zh, en = f"没有“{name}”这一列", f"there is no column {name}"
    if near:
        return _meant(zh, en, list(dict.fromkeys(near)))
    return (
        f"{zh}；若是文字，要写在单引号里。各表的列：gridctl query（不写语句）",
        f"{en}; a text is written in single quotes. For the columns: gridctl query, without SQL",
    )


def _meant(zh: str, en: str, near: Sequence[str]) -> Said:
    return f"{zh}，是不是 {'、'.join(near)}？", f"{en}. Did you mean {' or '.join(near)}?"
