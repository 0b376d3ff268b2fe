"""From a shard's bytes to its records and faults. Whatever is wrong, every record that can be read is there."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from gridctl.schema.ledgers import Ledger, ledger
from gridctl.schema.reading import label_names, plain, read_record
from gridctl.store.fieldpath import Path, path_text
from gridctl.store.layout import UNASSIGNED, home_of, path_for, scope_of
from gridctl.store.loaded import Loaded, Shard, ShardFault, Verdict
from gridctl.store.requirements import missing
from gridctl.text.yamltree import Locator, Node, Tree, read_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from gridctl.schema.col import Profile


class Items(Protocol):
    """The items of a shard as its format gives them: keys and values as written."""

    @property
    def value(self) -> Node:
        """The file's value."""
        ...

    @property
    def faults(self) -> list[ShardFault]:
        """The file's own faults."""
        ...

    @property
    def fatal(self) -> bool:
        """Whether the value is not the whole file."""
        ...

    def item(self, number: int) -> Node:
        """One item; only what is needed for it is read."""
        ...

    def at(self, item: int, written: Path) -> ShardFault:
        """A fault without code that stands at a value, or at its nearest ancestor; item -1 is the file."""
        ...


class YamlItems:
    """The items of a YAML shard."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def value(self) -> Node:
        """The file's value."""
        return self._tree.value

    @cached_property
    def faults(self) -> list[ShardFault]:
        """The file's faults."""
        return [ShardFault(f.code, f.line, f.column, params=dict(f.params)) for f in self._tree.faults]

    @cached_property
    def fatal(self) -> bool:
        """Whether the value is not the whole file."""
        return self._tree.fatal

    @cached_property
    def _tree(self) -> Tree:
        return read_tree(self._data)

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self._data)

    def item(self, number: int) -> Node:
        """One item, read from its own block where the file is a list of blocks."""
        block = self._locator.block(number)
        value = self.value if block is None else read_tree(block.encode("utf-8", "surrogatepass")).value
        at = number if block is None else 0
        return value[at] if isinstance(value, list) and at < len(value) else None

    def at(self, item: int, written: Path) -> ShardFault:
        """A fault without code that stands at a value; item -1 is the file."""
        if item < 0:
            return ShardFault("", 1, 1)
        line, column = self._locator.locate((item, *written))
        return ShardFault("", line, column)


def read_items(shard: Shard, data: bytes) -> Items:
    """The items of a shard in either format."""
    home = home_of(shard.path)
    if home is not None and home.format == "xlsx":
        from gridctl.store.bookread import BookItems

        return BookItems(data, ledger(shard.ledger))
    return YamlItems(data)


def whole_records(items: Items) -> list[dict[str, Node]] | None:
    """A shard's records, by the keys of its file; None if rewriting them would lose something it holds."""
    if items.fatal or not isinstance(items.value, (list, type(None))):
        return None
    records = [item for item in items.value or [] if isinstance(item, dict)]
    return records if len(records) == len(items.value or []) else None


def read_shard(shard: Shard, data: bytes, profile: Profile) -> tuple[Loaded, Verdict]:
    """Read, type and judge the records of one shard."""
    reader = _Reader(shard, read_items(shard, data), profile)
    reader.read()
    return reader.loaded, reader.verdict


class _Reader:
    def __init__(self, shard: Shard, source: Items, profile: Profile) -> None:
        self._shard = shard
        self._about: Ledger = ledger(shard.ledger)
        self._source = source
        self._profile: Profile = profile
        self.loaded = Loaded()
        self.verdict = Verdict(faults=list(source.faults), fatal=source.fatal)

    def read(self) -> None:
        items = self._source.value
        if not isinstance(items, list):
            if items is not None:
                self._fault("F113", -1, "", (), (), {})
                self.verdict.fatal = True
            return
        for item, raw in enumerate(items):
            if isinstance(raw, dict):
                self._record(item, raw)
            elif not self._source.fatal:
                self._fault("F113", item, "", (), (), {})
                self.verdict.fatal = True

    def _record(self, item: int, raw: dict[str, Node]) -> None:
        about = self._about
        reading = read_record(about, raw)
        typed = plain(reading.record)
        key = str(typed.get(about.key) or reading.data.get(about.key) or "")
        self.loaded.data.append(reading.data)
        self.loaded.typed.append(typed)
        self.loaded.items.append(item)
        self.verdict.keys.append(key)
        for fault in reading.faults:
            self._fault(
                fault.code, item, key, fault.path, written_path(about.model, raw, fault.path), dict(fault.params)
            )
        if typed.get("status") != "ended":
            for path, column in missing(about.model, reading.data, self._profile):
                if path != (about.key,) or about.register:
                    labels = {"label": column.col.zh, "label_en": column.col.en}
                    self._fault("S102", item, key, path, written_path(about.model, raw, path), labels)
        if not key and not about.register:
            self._fault("F115", item, key, (about.key,), (), {"label": about.column(about.key).col.zh})
        self._home(item, key, typed, raw)

    def _home(self, item: int, key: str, typed: Mapping[str, Any], raw: dict[str, Node]) -> None:
        """A record that names another grid or month than its file's; one that names none is reported as lacking it."""
        about = self._about
        wanted = scope_of(about, typed).split("/")
        parts = [name for name in wanted if name != UNASSIGNED]
        here = self._shard.scope.split("/")
        if about.sharding == "single" or len(parts) < len(wanted) or wanted == here:
            return
        name = "grid_code" if wanted[0] != here[0] else about.month_field
        belongs = path_for(about, "/".join(wanted), self._shard.path[self._shard.path.rindex(".") :])
        self._fault("F114", item, key, (name,), written_path(about.model, raw, (name,)), {"belongs": belongs})

    def _fault(self, code: str, item: int, key: str, path: Path, written: Path, params: dict[str, str]) -> None:
        if code == "S101":
            from gridctl.store.spelling import nearest_label

            params["hint"] = nearest_label(self._about.model, path)
        place = self._source.at(item, written)
        self.verdict.faults.append(
            replace(place, code=code, index=item, record=key, field=path_text(path), params=params)
        )


def written_path(model: type[BaseModel], raw: Mapping[str, Node], path: Path) -> Path:
    """A path of field names as the keys a file uses for them, as far as the file has them."""
    from gridctl.schema.col import column

    written: list[str | int] = []
    now: Node | Mapping[str, Node] = raw
    part: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int):
            if not isinstance(now, list) or step >= len(now):
                break
            now = now[step]
            written.append(step)
            continue
        if not isinstance(now, dict) or part is None:
            break
        names = label_names(part)
        key = step if step in now else next((each for each in now if names.get(each) == step), None)
        if key is None:
            break
        written.append(key)
        now = now[key]
        part = column(part, names[key]).part if key in names else None
    return tuple(written)
