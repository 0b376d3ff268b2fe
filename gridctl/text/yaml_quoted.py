"""Blocks in which every value is quoted, as canonical ledgers are: cut at the quotes, they are read twice as fast.

What stands between two values recurs in every record, so what it does to the tree is worked out once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.text.yaml_growing import Growing, Step
from gridctl.text.yaml_lines import take_apart
from gridctl.text.yaml_node import ForeignError

if TYPE_CHECKING:
    from gridctl.text.yaml_node import Node

# The column and key of one more line of the same mapping, which most are; else what the lines do.
_Gap = tuple[int, str, tuple[Step, ...]]
_SEVERAL = -2


class QuotedReader:
    """Reads the blocks of one file."""

    def __init__(self) -> None:
        self._gaps: dict[str, _Gap] = {}

    def read(self, text: str) -> Node:
        """The only item of a list that the text is; raises ForeignError unless every value in it is quoted."""
        *pieces, end = f"\n{text}".split('"')
        # A value that goes on over lines, or holds a quote itself, is not for this reader.
        if "\\" in text or len(pieces) % 2 or end.strip("\n"):
            raise ForeignError
        root: list[Node] = []
        tree = Growing(root)
        now: dict[str, Node] = {}
        column_now = -1
        known = self._gaps
        before = iter(pieces)
        for gap, value in zip(before, before, strict=True):
            column, key, steps = known.get(gap) or self._gap(gap)
            if "\n" in value:
                raise ForeignError
            if column == column_now:
                if key in now:
                    raise ForeignError
                now[key] = value
                continue
            for step in steps:
                tree.add(step, None if step.opens else value)
            column_now = tree.column
            if isinstance(tree.now, dict):
                now = tree.now
        if len(root) != 1:
            raise ForeignError
        return root[0]

    def _gap(self, gap: str) -> _Gap:
        """What the lines between two values do: keys that open containers, then the beginning of the value's line."""
        if not gap.startswith("\n"):
            raise ForeignError
        *above, head = gap[1:].split("\n")
        steps: list[Step] = []
        for line in above:
            parts = take_apart(line)
            if parts is None or parts.scalar is not None:
                raise ForeignError
            steps.append(Step(parts.column, parts.inner, parts.dash, parts.key, opens=True))
        last = take_apart(head + '""')
        if last is None or last.scalar != '""' or last.scalar_at != len(head):
            raise ForeignError
        steps.append(Step(last.column, last.inner, last.dash, last.key, opens=False))
        alone = len(steps) == 1 and not last.dash and last.key is not None
        found = (last.column if alone else _SEVERAL, last.key or "", tuple(steps))
        self._gaps[gap] = found
        return found
