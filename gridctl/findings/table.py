"""Table: a printable table without a format. Features fill it; ``render`` turns it into a workbook, a page or text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

ColumnKind = Literal["text", "date", "number", "percent", "count"]
Mask = Literal["name", "phone", "id", "address", "text", "none"]


class Words(NamedTuple):
    """One wording in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The wording in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Keyed(Words):
    """A wording that machines know by a key, whatever the language: a coded value by its key on the code list."""

    key: str

    @classmethod
    def of(cls, key: str, zh: str, en: str) -> Keyed:
        """The wording of this key."""
        made = cls(zh, en)
        made.key = key
        return made


def listed(things: Iterable[str], others: Iterable[str] | None = None) -> Words:
    """Several things, parted as each language parts them; ``others`` are the same in English, where they differ."""
    each = list(things)
    return Words("、".join(each), ", ".join(each if others is None else others))


# A fraction of one in a percent column; Words where the value itself depends on the reader's language.
Cell: TypeAlias = "str | int | float | date | Words | None"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its key in machine output, its heading, and how its values are set.

    ``width`` is in characters of half width (a Chinese character takes two). ``sens`` is the level of
    ``schema.col.Sensitivity`` and ``mask`` how a value is shown to those who need not see it.
    """

    key: str
    zh: str
    en: str
    kind: ColumnKind = "text"
    width: int = 12
    sens: int = 1
    mask: Mask = "none"

    def label(self, language: str) -> str:
        """The heading in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows hold one cell a column. ``notes`` stand above the heading, ``footer`` lines below the last row."""

    title: Words
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Words, ...] = ()
    footer: tuple[Words, ...] = ()
