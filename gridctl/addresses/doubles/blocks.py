"""Doubles in long lists: community by community, in two processes, nothing kept of a community but its groups."""

from __future__ import annotations

import gc
import os
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.addresses.doubles.duplicates import scope_groups
from gridctl.addresses.places.entry import HouseRow
from gridctl.addresses.places.namesakes import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from gridctl.addresses.doubles.barelist import BareList
    from gridctl.addresses.doubles.duplicates import Tier
    from gridctl.addresses.places.gazetteer import Alias

# A task of fewer rows costs more to hand over than to do.
_TASK_ROWS: Final = 10_000
# Below this a second process costs more to start than it saves.
_WORTH_ROWS: Final = 30_000


class ListGroup(NamedTuple):
    """A group of a list: the places of its rows in it, in order, and what ``DuplicateGroup`` says of them."""

    rows: tuple[int, ...]
    tier: Tier
    reasons: tuple[str, ...]


class _Block(NamedTuple):
    """The rows of one community: their places in the list, and their addresses."""

    community: str
    places: list[int]
    addresses: list[str]


def find_in_list(listed: BareList, aliases: Iterable[Alias] = ()) -> list[ListGroup]:
    """Return the groups of rows that are one house, in the order in which their first rows stand in the list.

    Communities know nothing of each other, so that time and memory grow with the list no faster than its rows.
    """
    tasks = list(_tasks(listed, list(aliases)))
    found = _shared(tasks) if len(listed.addresses) >= _WORTH_ROWS and len(tasks) > 1 else list(map(_work, tasks))
    return sorted((group for groups in found for group in groups), key=lambda group: (group.rows[0], group))


_Task = tuple[list[_Block], "list[Alias]"]


def _tasks(listed: BareList, aliases: Sequence[Alias]) -> Iterable[_Task]:
    """The list's communities, several small ones to a task, each with the aliases that may be said in them."""
    places: dict[str, list[int]] = {}
    for place, community in enumerate(listed.communities):
        places.setdefault(scope_of(community), []).append(place)
    said: dict[str, list[Alias]] = {}
    for alias in aliases:
        said.setdefault(scope_of(alias.community), []).append(alias)
    blocks: list[_Block] = []
    for scope, rows in places.items():
        blocks.append(_Block(scope, rows, [listed.addresses[row] for row in rows]))
        if sum(len(block.places) for block in blocks) >= _TASK_ROWS:
            yield _task(blocks, said)
            blocks = []
    if blocks:
        yield _task(blocks, said)


def _task(blocks: list[_Block], said: dict[str, list[Alias]]) -> _Task:
    scopes = dict.fromkeys(["", *(block.community for block in blocks)])
    return blocks, [alias for scope in scopes for alias in said.get(scope, ())]


def _work(task: _Task) -> list[ListGroup]:
    blocks, aliases = task
    found = []
    for community, places, addresses in blocks:
        here = [alias for alias in aliases if scope_of(alias.community) in {"", community}]
        rows = [HouseRow(str(n), "", address, community) for n, address in enumerate(addresses)]
        found += [
            ListGroup(tuple(sorted(places[int(row)] for row in group.rows)), group.tier, group.reasons)
            for group in scope_groups(rows, here)
        ]
    return found


def _shared(tasks: Sequence[_Task]) -> list[list[ListGroup]]:
    """Do the tasks in two processes: the other from the first on, this one from the last, until they meet."""
    if (os.cpu_count() or 1) < 2:
        return list(map(_work, tasks))
    found: list[list[ListGroup]] = []
    with ProcessPoolExecutor(1, get_context("spawn"), gc.disable) as pool:
        futures: list[Future[list[ListGroup]]] = [pool.submit(_work, task) for task in tasks]
        for task, future in zip(reversed(tasks), reversed(futures), strict=True):
            if future.cancel():
                found.append(_work(task))
            else:
                found.append(_result(future, task))
    return found


def _result(future: Future[list[ListGroup]], task: _Task) -> list[ListGroup]:
    """What the other process found; where it died, the task is done here."""
    try:
        return future.result()
    except BrokenExecutor:
        return _work(task)
