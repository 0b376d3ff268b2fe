"""Which columns an export carries: only what its purpose names, and by default nothing sensitive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gridctl.schema.col import PERSONAL, SENSITIVE, Column, walk
from gridctl.store.faults import UsageFault
from gridctl.text.masking import is_hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.schema.ledgers import Ledger

Path = tuple[str, ...]

EVERYTHING = ("all", "全部")


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns asked for: ``named`` are paths of one ledger's fields, None where nobody named any.

    ``everything`` stands for every column of the ledger. ``reveal`` shows personal values in full.
    """

    named: frozenset[Path] | None = None
    everything: bool = False
    reveal: bool = False

    def carries(self, path: Path, column: Column) -> bool:
        """Whether the export has this column."""
        if self.everything:
            return True
        if self.named is not None:
            return path in self.named or (path[:-1] in self.named and self._by_default(column))
        return self._by_default(column)

    def _by_default(self, column: Column) -> bool:
        return self.reveal or column.col.sens < PERSONAL or (column.col.sens < SENSITIVE and can_be_masked(column))


def can_be_masked(column: Column) -> bool:
    """Whether a masked value of this column still says something: 李*花 and 1958 do, a star for a word does not."""
    return column.col.mask != "none" or column.kind == "date" or column.part is not None


def is_personal(column: Column) -> bool:
    """Whether values of this column are masked unless they are to be revealed."""
    return column.part is None and is_hidden(column.col.sens, column.col.mask)


def choose(ledgers: Sequence[Ledger], asked: Sequence[str], *, reveal: bool) -> dict[str, Choice]:
    """The choice of each ledger, by its name; raises ``UsageFault`` for a column that none of them has.

    A column is asked for by its Chinese or English label or by its name, if need be with the block it is in:
    ``成员.姓名``, ``members.name``. A bare label means the record's own column, or else that of its blocks;
    a block's own label means its columns.
    """
    if not asked:
        return {each.name: Choice(reveal=reveal) for each in ledgers}
    if any(word in EVERYTHING for word in asked):
        return {each.name: Choice(everything=True, reveal=reveal) for each in ledgers}
    found = {each.name: [_matching(each, word) for word in asked] for each in ledgers}
    unknown = [word for number, word in enumerate(asked) if not any(each[number] for each in found.values())]
    if unknown:
        raise UsageFault(
            f"没有这些列：{'、'.join(unknown)}。用 gridctl export dictionary 查看全部字段。",
            f"No such columns: {', '.join(unknown)}. gridctl export dictionary lists every field.",
        )
    return {name: Choice(named=frozenset().union(*paths), reveal=reveal) for name, paths in found.items()}


def _matching(about: Ledger, word: str) -> set[Path]:
    """The fields a word means; a field of the record goes before those of its blocks."""
    wanted = word.strip().casefold()
    found: set[Path] = set()
    labels: dict[Path, tuple[str, str]] = {(): ("", "")}
    for path, column in walk(about.model):
        above_zh, above_en = labels[path[:-1]]
        labels[path] = (f"{above_zh}{column.col.zh}.", f"{above_en}{column.col.en}.")
        names = {column.name, column.col.zh, column.col.en, ".".join(path), *(each[:-1] for each in labels[path])}
        if wanted in {name.casefold() for name in names}:
            found.add(path)
    nearest = min(map(len, found), default=0)
    return {path for path in found if len(path) == nearest}
