"""From a change set to the new bytes of every file it touches, and from those to the files, at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from gridctl.schema.ledgers import Ledger, ledger
from gridctl.schema.reading import plain, read_record, to_labels
from gridctl.store.changeset import Add, Change, End, Merge, Move, Remove, Reopen, Set, Unmerge
from gridctl.store.digests import blob_id
from gridctl.store.draft import Draft, Held, unreadable
from gridctl.store.editing import MismatchError, set_field
from gridctl.store.faults import Refused, UsageFault
from gridctl.store.layout import home_of, path_of, scope_of
from gridctl.store.loaded import Shard
from gridctl.store.shardread import read_items, whole_records

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace
    from gridctl.text.yamltree import Node


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: the files, and how many changes of each kind (``add``, ``set``, ``end`` …)."""

    paths: tuple[str, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """New bytes by path (empty: the file goes), and the digests the files have now ("": no file)."""

    files: dict[str, bytes]
    before: dict[str, str]


def plan(workspace: Workspace, changes: ChangeSet) -> Plan:
    """What a change set makes of the files. Raises Refused where a file or value is not as the changes expect."""
    if workspace.rev is not None:
        raise UsageFault("历史版本不能修改。", "A past revision cannot be changed.")
    planner = _Planner(workspace)
    for change in changes:
        planner.take(change)
    return planner.finish()


def apply(workspace: Workspace, changes: ChangeSet) -> Applied:
    """Write a change set in one transaction."""
    from gridctl.store.transaction import Transaction

    made = plan(workspace, changes)
    Transaction(workspace.root, changes.title).run(made.files, made.before)
    counts = Counter(type(change).__name__.lower() for change in changes)
    return Applied(tuple(made.files), dict(counts))


class _Planner:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._language = workspace.settings.language
        self._drafts: dict[str, Draft] = {}
        self._homes: dict[str, dict[str, str]] = {}
        self._in_words: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
        self._shards = {shard.path: shard for shard in workspace.shards()}

    def take(self, change: Change) -> None:
        about = ledger(change.ledger)
        try:
            self._take(about, change)
        except MismatchError as error:
            raise Refused(
                f"{about.zh} {change.record} 的“{error.field}”已被改动，与预期不符，未写入任何内容。请重新运行命令。",
                f"{error.field} of {about.en} {change.record} is no longer what this command read; nothing was "
                f"written. Run the command again.",
            ) from error

    def _take(self, about: Ledger, change: Change) -> None:
        match change:
            case Add(_, key, data):
                self._add(about, key, data)
            case Remove(_, key, data):
                self._remove(about, key, data)
            case Set(_, key, name, old, new):
                if name == about.key and key not in self._home(about):
                    # The inverse of a change of the key itself: the record now goes by the other one.
                    key = str(old)
                draft, held = self._find(about, key)
                set_field(about.model, held.record, name, old, new, self._language)
                if name in ("grid_code", about.month_field):
                    self._rehome(about, draft, held)
                if name == about.key:
                    self._rename(about, held, str(new), draft)
            case End(_, key, reason, date, note):
                self._end(about, key, reason, date, note)
            case Reopen(_, key, reason, date, note):
                self._reopen(about, key, reason, date, note)
            case Merge(_, key, into, date):
                self._find(about, into)
                self._end(about, key, "merged", date, self._into(into))
            case Unmerge(_, key, into, date):
                self._reopen(about, key, "merged", date, self._into(into))
            case Move(_, key, old_path, new_path):
                draft, held = self._find(about, key)
                if draft.shard.path != old_path:
                    raise MismatchError("path", draft.shard.path)
                self._move(about, draft, held, new_path)

    def finish(self) -> Plan:
        files: dict[str, bytes] = {}
        before: dict[str, str] = {}
        for path in sorted(self._drafts):
            # Each is let go of when it is made: what many files will hold would fill the memory.
            draft = self._drafts.pop(path)
            data = draft.data()
            if data != draft.original:
                files[path], before[path] = data, draft.digest
        return Plan(files, before)

    def _add(self, about: Ledger, key: str, data: Any) -> None:
        if key in self._home(about) or not key:
            raise MismatchError(about.key, key)
        suffix = self._suffix(about, scope_of(about, data))
        path = path_of(about, data, suffix)
        self._draft(path).take(Held(key, data, words=self._words(about)))
        self._home(about)[key] = path

    def _words(self, about: Ledger) -> Callable[[dict[str, Any]], dict[str, Any]]:
        """What puts data of a ledger into its files' words."""
        found = self._in_words.get(about.name)
        if found is None:
            found = self._in_words[about.name] = partial(to_labels, about.model, language=self._language)
        return found

    def _remove(self, about: Ledger, key: str, data: Any) -> None:
        draft, held = self._find(about, key)
        expected = plain(read_record(about, to_labels(about.model, data, self._language)).record)
        if plain(read_record(about, held.record).record) != expected:
            raise MismatchError(about.key, key)
        draft.drop(held)
        del self._home(about)[key]

    def _end(self, about: Ledger, key: str, reason: str, date: str, note: str) -> None:
        record = self._find(about, key)[1].record
        set_field(about.model, record, "status", "active", "ended", self._language)
        for name, value in (("end_reason", reason), ("end_date", date)):
            set_field(about.model, record, name, None, value, self._language)
        if note:
            old = _note(about, record)
            set_field(about.model, record, "note", old, f"{old}\n{note}" if old else note, self._language)

    def _reopen(self, about: Ledger, key: str, reason: str, date: str, note: str) -> None:
        record = self._find(about, key)[1].record
        set_field(about.model, record, "status", "ended", None, self._language)
        for name, value in (("end_reason", reason), ("end_date", date)):
            set_field(about.model, record, name, value, None, self._language)
        old = _note(about, record)
        if note and old is not None and (old == note or old.endswith(f"\n{note}")):
            set_field(about.model, record, "note", old, old[: -len(note)].removesuffix("\n") or None, self._language)

    def _into(self, into: str) -> str:
        return f"并入 {into}" if self._language == "zh" else f"merged into {into}"

    def _rehome(self, about: Ledger, draft: Draft, held: Held) -> None:
        typed = plain(read_record(about, held.record).record)
        scope = scope_of(about, typed)
        if scope != draft.shard.scope:
            self._move(about, draft, held, path_of(about, typed, self._suffix(about, scope)))

    def _rename(self, about: Ledger, held: Held, new: str, draft: Draft) -> None:
        if new in self._home(about):
            raise MismatchError(about.key, new)
        draft.drop(held)
        self._home(about)[new] = self._home(about).pop(held.key)
        held.key, held.renamed = new, True
        draft.take(held)

    def _move(self, about: Ledger, draft: Draft, held: Held, path: str) -> None:
        if path == draft.shard.path:
            return
        draft.drop(held)
        self._draft(path).take(held)
        self._home(about)[held.key] = path

    def _find(self, about: Ledger, key: str) -> tuple[Draft, Held]:
        path = self._home(about).get(key)
        if path is None:
            raise Refused(
                f"{about.zh}中没有编号为 {key} 的记录，未写入任何内容。",
                f"There is no record {key} in {about.en}; nothing was written.",
            )
        draft = self._draft(path)
        return draft, draft.by_key[key]

    def _home(self, about: Ledger) -> dict[str, str]:
        homes = self._homes.get(about.name)
        if homes is None:
            homes = self._homes[about.name] = {}
            for shard in self._shards.values():
                if shard.ledger == about.name:
                    for key in self._workspace.verdict(shard).keys:
                        homes.setdefault(key, shard.path)
        return homes

    def _suffix(self, about: Ledger, scope: str) -> str:
        """A shard keeps its format; a new one is YAML."""
        held = next(
            (shard for shard in self._shards.values() if (shard.ledger, shard.scope) == (about.name, scope)), None
        )
        return held.path[held.path.rindex(".") :] if held else ".yaml"

    def _draft(self, path: str) -> Draft:
        draft = self._drafts.get(path)
        if draft is None:
            draft = self._drafts[path] = self._open(path)
        return draft

    def _open(self, path: str) -> Draft:
        shard = self._shards.get(path)
        if shard is None:
            home = home_of(path)
            if home is None:
                raise UsageFault(f"{path} 不是台账文件。", f"{path} is not a ledger file.")
            return Draft(Shard(path, home.ledger, home.scope, ""), b"", "")
        data = self._workspace.read(shard)
        if blob_id(data) != shard.digest:
            raise Refused(
                f"{path} 在读取后被改动，未写入任何内容。请重新运行命令。",
                f"{path} changed after it was read; nothing was written. Run the command again.",
            )
        items = read_items(shard, data)
        records = whole_records(items)
        if records is None:
            raise unreadable(path)
        draft = Draft(shard, data, shard.digest)
        for number, (key, record) in enumerate(zip(self._workspace.verdict(shard).keys, records, strict=True)):
            draft.take(Held(key, record, (draft, number)))
        return draft


def _note(about: Ledger, record: dict[str, Node]) -> str | None:
    note = read_record(about, record).data.get("note")
    return note if isinstance(note, str) and note else None
