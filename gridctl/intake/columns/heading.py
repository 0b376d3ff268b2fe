"""The heading of one column, as it stands on the sheet."""

from __future__ import annotations

from typing import NamedTuple

from gridctl.text.normalize import squash


class Heading(NamedTuple):
    """One column's heading: its texts from the top row down, those of merged cells above included."""

    col: int
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """As a person reads it: ``户籍地/省*``."""
        return "/".join(" ".join(squash(part).split()) for part in self.texts)
