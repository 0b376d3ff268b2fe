"""`fmt`: shards in canonical bytes, records in their own files; and shards from YAML to workbooks and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gridctl.schema.col import column
from gridctl.schema.ledgers import LEDGERS, Ledger, ledger
from gridctl.schema.reading import label_names, plain, read_record
from gridctl.store.bookwrite import write_book
from gridctl.store.canonical import canonical, with_ids
from gridctl.store.digests import blob_id
from gridctl.store.draft import Draft, Held, unreadable
from gridctl.store.faults import NotFound, Refused
from gridctl.store.files import SETTINGS
from gridctl.store.layout import UNASSIGNED, path_for, schema_header, scope_of
from gridctl.store.loaded import Shard
from gridctl.store.shardread import read_items, whole_records
from gridctl.store.shardtext import UnreadableShardError, dump, header_of, rewrite, splice
from gridctl.store.transaction import Transaction
from gridctl.text.yaml_bytes import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pydantic import BaseModel

    from gridctl.store.shardtext_comments import Name
    from gridctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Formatted:
    """What was rewritten, or would be; and the files left alone because not all of them could be read."""

    changed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(slots=True)
class _Files:
    new: dict[str, bytes] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def set(self, path: str, data: bytes, original: bytes, digest: str) -> None:
        if data != original:
            self.new[path], self.before[path] = data, digest


def fmt(workspace: Workspace, paths: Collection[str] = (), *, check: bool = False) -> Formatted:
    """Rewrite shards canonically; with ``check`` only tell which would change. ``paths`` may name ledgers.

    Comments stay. Byte order marks, CRLF and other encodings go; records without id get one; a record in another
    file than its own moves there. Raises NotFound for a path that is no shard, Refused as `Workspace.apply` does.
    """
    chosen = _chosen(workspace, paths)
    files = _Files()
    if not paths or SETTINGS in paths:
        _settings(workspace, files)
    _Formatter(workspace, files).run(chosen)
    if not check:
        Transaction(workspace.root, "fmt").run(files.new, files.before)
        workspace.refresh()
    return Formatted(tuple(sorted(files.new)), tuple(files.skipped))


def convert(
    workspace: Workspace, paths: Collection[str], to: Literal["xlsx", "yaml"], *, check: bool = False
) -> Formatted:
    """Turn shards into workbooks or YAML, holding the same records; with ``check`` only tell which would be written.

    Comments have no place in a workbook and go.

    Raises NotFound for a path that is no shard, Refused where the target is there already or records would not
    survive.
    """
    files = _Files()
    known = {shard.path for shard in workspace.shards()}
    for shard in _chosen(workspace, paths):
        stem, _, ending = shard.path.rpartition(".")
        target = f"{stem}.{to}"
        if ending == to:
            continue
        if target in known:
            raise Refused(
                f"{target} 已存在，未写入任何内容。请先删除或移走其中一份。",
                f"{target} is there already; nothing was written. Delete or move one of the two first.",
            )
        data = workspace.read(shard)
        raw = whole_records(read_items(shard, data))
        if raw is None:
            files.skipped.append(shard.path)
            continue
        about = ledger(shard.ledger)
        records = [canonical(about.model, each, workspace.settings.language) for each in raw]
        new = write_book(about, records) if to == "xlsx" else dump(records, schema_header(target, about.name))
        Draft(Shard(target, shard.ledger, shard.scope, ""), b"", "").check(new, records)
        files.set(target, new, b"", "")
        files.set(shard.path, b"", data, shard.digest)
    if not check:
        Transaction(workspace.root, f"fmt --to {to}").run(files.new, files.before)
        workspace.refresh()
    return Formatted(tuple(sorted(path for path, data in files.new.items() if data)), tuple(files.skipped))


class _Formatter:
    """Brings shards into canonical form, records into the shards they belong in."""

    def __init__(self, workspace: Workspace, files: _Files) -> None:
        self._workspace = workspace
        self._language = workspace.settings.language
        self._files = files
        self._drafts: dict[str, Draft] = {}

    def run(self, shards: list[Shard]) -> None:
        for shard in shards:
            self._draft(shard)
        for path in [*self._drafts]:
            self._rehome(self._drafts[path])
        for path, draft in self._drafts.items():
            if path in self._files.skipped:
                continue
            ordered = sorted(draft.held.values(), key=lambda held: (held.key, held.serial))
            data = self._data(draft, ordered)
            draft.check(data, [held.record for held in ordered])
            self._files.set(path, data, draft.original, draft.digest)

    def _draft(self, shard: Shard) -> Draft:
        known = self._drafts.get(shard.path)
        if known is not None:
            return known
        about = ledger(shard.ledger)
        data = self._workspace.read(shard) if shard.digest else b""
        draft = self._drafts[shard.path] = Draft(shard, data, shard.digest)
        if not data:
            return draft
        items = read_items(shard, data)
        records = whole_records(items)
        if records is None or any(fault.code in ("F101", "F107", "F111") for fault in items.faults):
            # Rewriting would lose one of two values, or make damage look sound.
            self._files.skipped.append(shard.path)
            return draft
        key = about.column(about.key).key(self._language)
        for number, raw in enumerate(records):
            record = with_ids(about, canonical(about.model, raw, self._language), self._language)
            named = record.get(key)
            draft.take(Held(named if isinstance(named, str) else "", record, (draft, number)))
        return draft

    def _rehome(self, draft: Draft) -> None:
        about = ledger(draft.shard.ledger)
        if about.sharding == "single":
            return
        for held in [*draft.held.values()]:
            typed = plain(read_record(about, held.record).record)
            scope = scope_of(about, typed)
            if UNASSIGNED in scope.split("/") or scope == draft.shard.scope:
                continue
            target = self._draft(self._shard(about, scope))
            if target.shard.path not in self._files.skipped:
                draft.drop(held)
                target.take(held)

    def _shard(self, about: Ledger, scope: str) -> Shard:
        for shard in self._workspace.shards():
            if (shard.ledger, shard.scope) == (about.name, scope):
                return shard
        return Shard(path_for(about, scope), about.name, scope, "")

    def _data(self, draft: Draft, ordered: list[Held]) -> bytes:
        """The new bytes of a shard with its records in this order; none if the file goes."""
        about = ledger(draft.shard.ledger)
        records = [held.record for held in ordered]
        # A register keeps its file when it is empty: people look there to begin it.
        kept = bool(records) or about.sharding == "single"
        if draft.shard.path.endswith(".xlsx"):
            return write_book(about, records) if kept else b""
        header = schema_header(draft.shard.path, about.name)
        moved = {
            number: draft.lifted(held)
            for number, held in enumerate(ordered)
            if held.origin is not None and held.origin[0] is not draft
        }
        own = [(held.record, held.origin[1]) for held in ordered if held.origin is not None and held.origin[0] is draft]
        if not own and not header_of(draft.original).replace(header, "").strip():
            return dump(records, header, moved) if kept else b""
        try:
            data = rewrite(
                draft.original, [record for record, _ in own], [number for _, number in own], self._renamed(about)
            )
        except UnreadableShardError as error:
            raise unreadable(draft.shard.path) from error
        if "yaml-language-server" not in header_of(data):
            data = header.encode() + data
        key = about.column(about.key).key(self._language)
        return splice(data, records, key, moved) if moved else data

    def _renamed(self, about: Ledger) -> Callable[[Name], Name]:
        """Names of values by which comments find their place, with the keys the canonical file has."""

        def renamed(name: Name) -> Name:
            steps: list[str | tuple[str, int]] = []
            model: type[BaseModel] | None = about.model
            for step in name:
                known = label_names(model).get(step) if model is not None and isinstance(step, str) else None
                if known is not None and model is not None:
                    each = column(model, known)
                    steps.append(each.key(self._language))
                    model = each.part
                else:
                    steps.append(step)
            return tuple(steps)

        return renamed


def _settings(workspace: Workspace, files: _Files) -> None:
    """The settings are a person's own file: only its encoding and line ends are put right."""
    original = (workspace.root / SETTINGS).read_bytes()
    text, faults = decode(original)
    if not any(fault.code == "F111" for fault in faults):
        files.set(SETTINGS, text.encode(), original, blob_id(original))


def _chosen(workspace: Workspace, paths: Collection[str]) -> list[Shard]:
    shards = workspace.shards()
    if not paths:
        return list(shards)
    names = {each.name: each.name for each in LEDGERS} | {each.zh: each.name for each in LEDGERS}
    chosen: dict[str, Shard] = {}
    for path in paths:
        if path == SETTINGS:
            continue
        clean = path.replace("\\", "/").removeprefix("./").rstrip("/")
        found = [
            shard
            for shard in shards
            if shard.path == clean or shard.path.startswith(f"{clean}/") or shard.ledger == names.get(clean)
        ]
        if not found:
            raise NotFound(f"{path} 不是台账文件或台账名称。", f"{path} is neither a ledger file nor a ledger.")
        chosen.update((shard.path, shard) for shard in found)
    return [chosen[path] for path in sorted(chosen)]
