"""From a shard's bytes to its records and faults. Whatever is wrong, every record that can be read is there."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from gridctl.schema.col import column
from gridctl.schema.ledgers import Ledger, ledger
from gridctl.schema.quickread import read_sound
from gridctl.schema.reading import FieldFault, plain, read_record
from gridctl.store.fieldpath import Path, path_text, written_path
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

    def find(self, item: int, model: type[BaseModel], path: Path) -> ShardFault:
        """As ``at``, for a path of field names; no more is read than the place needs."""
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

    def find(self, item: int, model: type[BaseModel], path: Path) -> ShardFault:
        """As ``at``, for a path of field names."""
        written: list[str | int] = []
        part: type[BaseModel] | None = model
        for step in path:
            here: list[str | int] = [step]
            if isinstance(step, str) and part is not None and step in part.model_fields:
                about = column(part, step)
                here, part = [about.col.zh, step], about.part
            known = next((key for key in here if self._locator.has((item, *written, key))), None)
            if known is None:
                break
            written.append(known)
        return self.at(item, tuple(written))

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
        self.verdict = Verdict(fatal=source.fatal)
        self.verdict.faults.extend(source.faults)

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
        data, typed, faults = self._read(raw)
        key = str(typed.get(about.key) or data.get(about.key) or "")
        self.loaded.data.append(data)
        self.loaded.typed.append(typed)
        self.loaded.items.append(item)
        self.verdict.keys.append(key)
        for fault in faults:
            self._fault(
                fault.code, item, key, fault.path, written_path(about.model, raw, fault.path), dict(fault.params)
            )
        if typed.get("status") != "ended":
            for path, column in missing(about.model, data, self._profile):
                if path != (about.key,) or about.register:
                    labels = {"label": column.col.zh, "label_en": column.col.en}
                    self._fault("S102", item, key, path, written_path(about.model, raw, path), labels)
        if not key and not about.register:
            self._fault("F115", item, key, (about.key,), (), {"label": about.column(about.key).col.zh})
        self._home(item, key, typed, raw)

    def _read(self, raw: dict[str, Node]) -> tuple[dict[str, Any], dict[str, Any], tuple[FieldFault, ...]]:
        """A record as written under English names, typed, and its faults."""
        sound = read_sound(self._about.model, raw)
        if sound is not None:
            return *sound, ()
        reading = read_record(self._about, raw)
        return reading.data, plain(reading.record), reading.faults

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
