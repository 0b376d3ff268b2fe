"""The tree that a block of canonical YAML grows into, a line at a time."""

from __future__ import annotations

from typing import NamedTuple

from gridctl.text.yaml_node import MAX_DEPTH, ForeignError, Node


class Step(NamedTuple):
    """What one line does, but for its value.

    ``inner`` is the column of what follows the dash; what ``opens`` is a container that may follow.
    """

    column: int
    inner: int
    dash: bool
    key: str | None
    opens: bool


class Growing:
    """``root`` is an empty list or mapping at column 0.

    ``now`` is the mapping that the last line is in, at ``column``; after a list's bare item there is none at -1.
    """

    def __init__(self, root: Node) -> None:
        self.now = root
        self.column = 0
        self._containers: list[tuple[int, Node]] = [(0, root)]
        # A key whose value may follow on deeper lines.
        self._pending: dict[str, Node] | None = None
        self._pending_key, self._pending_column = "", 0

    def add(self, step: Step, value: Node) -> None:
        """One line; raises ForeignError where it belongs to nothing, at a duplicate key, and beyond MAX_DEPTH."""
        column, inner, dash, key, opens = step
        if dash:
            items = self._list(column)
            if key is None:
                items.append(value)
                self.column, self._pending = -1, None
                return
            self.now, self.column = {}, inner
            items.append(self.now)
            self._containers.append((inner, self.now))
        elif column != self.column:
            pending = self._pending
            if pending is not None and column > self._pending_column:
                self.now = pending[self._pending_key] = {}
                self._containers.append((column, self.now))
            else:
                self.now = self._unwind(column, dict)
            self.column = column
        now = self.now
        assert key is not None
        # In a list a line without a dash belongs to nothing.
        if not isinstance(now, dict) or key in now or len(self._containers) > MAX_DEPTH:
            raise ForeignError
        now[key] = value
        self._pending, self._pending_key, self._pending_column = now if opens else None, key, self.column

    def _list(self, column: int) -> list[Node]:
        if self._pending is not None and column >= self._pending_column:
            items: Node = []
            self._pending[self._pending_key] = items
            self._containers.append((column, items))
            if len(self._containers) > MAX_DEPTH:
                raise ForeignError
        else:
            items = self._unwind(column, list)
        assert isinstance(items, list)
        return items

    def _unwind(self, column: int, kind: type) -> Node:
        """Close containers down to the one of this kind at this column; a list may stand at its key's column."""
        containers = self._containers
        while containers and (containers[-1][0] > column or not isinstance(containers[-1][1], kind)):
            containers.pop()
        if not containers or containers[-1][0] != column:
            raise ForeignError
        return containers[-1][1]
