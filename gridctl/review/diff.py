"""The semantic difference of two workspaces: records matched by key, fields by name, blocks by id.

What a file looks like does not matter: order, spelling of values, language, YAML or workbook. Only shards whose
digest differs are read, so the cost follows what changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gridctl.review.fields import InexpressibleError, field_changes
from gridctl.schema.ledgers import LEDGERS, Ledger
from gridctl.store.asread import as_read
from gridctl.store.changeset import Add, Change, ChangeSet, End, Move, Remove, Set
from gridctl.store.layout import home_of, path_of, scope_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from gridctl.store.layout import Home
    from gridctl.store.loaded import Shard
    from gridctl.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Held:
    """A record of one side with the file that holds it."""

    path: str
    data: Mapping[str, Any]
    typed: Mapping[str, Any]


def diff(
    old: Workspace,
    new: Workspace,
    *,
    ledgers: Collection[str] | None = None,
    grids: Collection[str] | None = None,
) -> ChangeSet:
    """What makes the ledgers of ``old`` those of ``new``: applied to ``old`` it gives the records of ``new``.

    ``ledgers`` and ``grids`` keep to these ledgers and to records that belong to one of these grids on either side.
    A record that is gone from the files is a ``Remove``: nobody should delete one, so a review must show it. Nothing is
    known of records in files that cannot be read whole (``unread``): they are neither gone nor new.
    """
    before, after = changed_shards(old, new)
    hidden, dark = _homes(unread(old, before)), _homes(unread(new, after))
    changes: list[Change] = []
    for about in LEDGERS:
        if ledgers is None or about.name in ledgers:
            pairs = _pairs(_held(old, about, before), _held(new, about, after))
            for key, was, now in sorted(pairs, key=lambda pair: pair[0]):
                if (now is None and was and home_of(was.path) in dark) or (
                    was is None and now and home_of(now.path) in hidden
                ):
                    continue
                if grids is None or _belongs(was, grids) or _belongs(now, grids):
                    changes += _Pair(about, key, old).changes(was, now)
    return ChangeSet(tuple(changes))


def changed_shards(old: Workspace, new: Workspace) -> tuple[list[Shard], list[Shard]]:
    """The shards of either side that the other does not have with the same content."""
    was = {shard.path: shard.digest for shard in old.shards()}
    now = {shard.path: shard.digest for shard in new.shards()}
    return (
        [shard for shard in old.shards() if now.get(shard.path) != shard.digest],
        [shard for shard in new.shards() if was.get(shard.path) != shard.digest],
    )


def unread(ws: Workspace, shards: list[Shard]) -> list[str]:
    """The paths of those of the shards that cannot be read whole, as after a merge that left its marks."""
    return [shard.path for shard in shards if ws.verdict(shard).fatal]


def _homes(paths: list[str]) -> set[Home | None]:
    return {home_of(path) for path in paths}


def _held(ws: Workspace, about: Ledger, shards: list[Shard]) -> dict[str, list[_Held]]:
    found: dict[str, list[_Held]] = defaultdict(list)
    for shard in shards:
        if shard.ledger == about.name:
            loaded = ws.loaded(shard)
            for key, data, typed in zip(ws.verdict(shard).keys, loaded.data, loaded.typed, strict=True):
                found[key].append(_Held(shard.path, data, typed))
    return found


def _pairs(
    before: Mapping[str, list[_Held]], after: Mapping[str, list[_Held]]
) -> Iterator[tuple[str, _Held | None, _Held | None]]:
    """The records of both sides that are one; of several with one key those with equal data, then in order."""
    for key in {**before, **after}:
        was, now = list(before.get(key, ())), list(after.get(key, ()))
        if len(was) > 1 or len(now) > 1:
            for each in list(was):
                same = next((other for other in now if other.data == each.data), None)
                if same is not None:
                    was.remove(each)
                    now.remove(same)
                    yield key, each, same
        # Without a key nothing says that two different records are one.
        both = min(len(was), len(now)) if key else 0
        yield from ((key, one, other) for one, other in zip(was[:both], now[:both], strict=True))
        yield from ((key, each, None) for each in was[both:])
        yield from ((key, None, each) for each in now[both:])


class _Pair:
    """What makes one record of the old side that of the new."""

    def __init__(self, about: Ledger, key: str, old: Workspace) -> None:
        self._about = about
        self._key = key
        self._old = old

    def changes(self, was: _Held | None, now: _Held | None) -> list[Change]:
        name, key, model = self._about.name, self._key, self._about.model
        if now is None:
            return [Remove(name, key, as_read(model, was.data, was.typed))] if was else []
        data = as_read(model, now.data, now.typed)
        if was is None:
            return [Add(name, key, data), *self._move(path_of(self._about, data), now.path)]
        if was.data == now.data:
            return self._move(was.path, now.path)
        before = as_read(model, was.data, was.typed)
        if before == data:
            return self._move(was.path, now.path)
        try:
            sets = [Set(name, key, path, old, new) for path, old, new in field_changes(model, before, data)]
        except InexpressibleError:
            return [Remove(name, key, before), Add(name, key, data), *self._move(path_of(self._about, data), now.path)]
        rehomed = {"grid_code", self._about.month_field} & {each.field for each in sets}
        here = self._home(data) if rehomed else was.path
        return [*self._ended(before, data, sets), *self._move(here, now.path)]

    def _ended(self, before: Mapping[str, Any], after: Mapping[str, Any], sets: list[Set]) -> list[Change]:
        """Status, reason and date set together are an ending, or the end of one."""
        fields = {each.field for each in sets}
        together = {"status", "end_reason", "end_date"}
        reason, date = after.get("end_reason"), after.get("end_date")
        opened = together.isdisjoint(before)
        if together <= fields and after.get("status") == "ended" and opened and isinstance(reason, str) and date:
            rest = [each for each in sets if each.field not in together]
            return [*rest, End(self._about.name, self._key, reason, str(date))]
        return [*sets]

    def _home(self, data: Mapping[str, Any]) -> str:
        """Where applying a new grid or month puts the record."""
        scope = scope_of(self._about, data)
        held = (each.path for each in self._old.shards() if (each.ledger, each.scope) == (self._about.name, scope))
        return next(held, path_of(self._about, data))

    def _move(self, here: str, there: str) -> list[Change]:
        """A move between scopes; the same shard in another format is no change."""
        one, other = home_of(here), home_of(there)
        if one is None or other is None or one.scope == other.scope:
            return []
        return [Move(self._about.name, self._key, here, there)]


def _belongs(held: _Held | None, grids: Collection[str]) -> bool:
    if held is None:
        return False
    values = (held.typed.get(name) for name in ("grid_code", "cell_code", "grids"))
    return any(each in grids for value in values for each in (value if isinstance(value, list) else [value]))
