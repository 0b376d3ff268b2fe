"""One shard while it is changed, and its new bytes: people's comments move along with their records."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import label_names
from gridctl.store.editing import english
from gridctl.store.faults import GridctlFault, Refused
from gridctl.store.layout import schema_header
from gridctl.store.shardread import read_items
from gridctl.store.shardtext import Lifter, UnreadableShardError, dump, pruned, splice

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridctl.store.loaded import Shard
    from gridctl.text.yamltree import Node

_serial = count()


@dataclass(slots=True, eq=False)
class Held:
    """One record of a draft; ``origin`` is the draft and number it was read from, None for a new one.

    With ``words``, ``content`` are data that they put into the file's words.
    """

    key: str
    content: dict[str, Any]
    origin: tuple[Draft, int] | None = None
    renamed: bool = False
    words: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    serial: int = field(default_factory=lambda: next(_serial))

    @property
    def record(self) -> dict[str, Node]:
        """The record as its file has it; that of a new one is made when it is asked for, shard by shard."""
        if self.words is not None:
            self.content, self.words = self.words(self.content), None
        return self.content


@dataclass(slots=True, eq=False)
class Draft:
    """One shard while it is changed. ``digest`` is what the file has now ("": there is none)."""

    shard: Shard
    original: bytes
    digest: str
    held: dict[int, Held] = field(default_factory=dict)
    by_key: dict[str, Held] = field(default_factory=dict)
    lifter: Lifter | None = None

    def take(self, held: Held) -> None:
        """Put a record into the shard."""
        self.held[held.serial] = held
        self.by_key.setdefault(held.key, held)

    def drop(self, held: Held) -> None:
        """Take a record out of the shard."""
        del self.held[held.serial]
        if self.by_key.get(held.key) is held:
            del self.by_key[held.key]

    def data(self) -> bytes:
        """The new bytes; none if the file goes. Raises Refused where that would lose something."""
        about = ledger(self.shard.ledger)
        ordered = self._ordered()
        records = [held.record for held in ordered]
        if self.shard.path.endswith(".xlsx"):
            from gridctl.store.bookwrite import write_book

            data = write_book(about, records) if records else b""
        else:
            data = self._yaml(ordered)
        self.check(data, records)
        return data

    def _ordered(self) -> list[Held]:
        """Records stay where they are; new ones come in order of keys where the file keeps it, else at the end."""
        own = [held for held in self.held.values() if held.origin is not None and held.origin[0] is self]
        own.sort(key=lambda held: held.origin[1] if held.origin else 0)
        new = sorted(
            (held for held in self.held.values() if held.origin is None or held.origin[0] is not self), key=_key
        )
        if all(left.key <= right.key for left, right in pairwise(own)):
            return sorted([*own, *new], key=_key)
        return [*own, *new]

    def _yaml(self, ordered: list[Held]) -> bytes:
        about = ledger(self.shard.ledger)
        header = schema_header(self.shard.path, about.name)
        records = [held.record for held in ordered]
        moved = {
            number: self.lifted(held)
            for number, held in enumerate(ordered)
            if held.origin is not None and (held.renamed or held.origin[0] is not self)
        }
        if not self.original:
            return dump(records, header, moved) if records else b""
        keys = tuple(key for key, name in label_names(about.model).items() if name == about.key)
        try:
            data = splice(self.original, records, keys, moved)
        except UnreadableShardError as error:
            raise unreadable(self.shard.path) from error
        # A file that holds nothing a person wrote goes with its last record.
        return b"" if data == dump([], header) else data

    @staticmethod
    def lifted(held: Held) -> str:
        """The text of a record that comes from another file, with its comments."""
        assert held.origin is not None
        draft, number = held.origin
        if draft.lifter is None:
            draft.lifter = Lifter(b"" if draft.shard.path.endswith(".xlsx") else draft.original)
        return draft.lifter.text(number, held.record)

    def check(self, data: bytes, records: list[dict[str, Node]]) -> None:
        """The last guard against losing a field: raises GridctlFault if the bytes do not hold these records."""
        model = ledger(self.shard.ledger).model
        value = read_items(self.shard, data).value if data else None
        found = [item for item in value or [] if isinstance(item, dict)] if not isinstance(value, str) else []
        if found == records:
            return
        wanted = [kept for record in records if (kept := pruned(record))]
        found = [pruned(item) for item in found]
        if found != wanted and english(model, list(found)) != english(model, list(wanted)):
            path = self.shard.path
            raise GridctlFault(
                f"{path} 的新内容与应写入的不一致，未写入任何内容。请报告这个问题。",
                f"The new content of {path} is not what was to be written; nothing was written. Please report this.",
            )


def unreadable(path: str) -> Refused:
    """The refusal to rewrite a file of which not everything could be read."""
    return Refused(
        f"{path} 有无法读取的内容，为免丢失未写入任何内容。请先用 gridctl check 查看并改正。",
        f"{path} has parts that cannot be read; so that nothing is lost, nothing was written. "
        "See gridctl check and correct it first.",
    )


def _key(held: Held) -> str:
    return held.key
