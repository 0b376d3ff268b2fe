"""One thing that ``gridctl doctor`` looks at, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Text = tuple[str, str]
"""The same in Chinese and English."""


class Level(StrEnum):
    """How a check came out: a fault makes ``gridctl doctor`` fail."""

    OK = "ok"
    WARN = "warn"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what it is, how it is, and what to do about it ("" where nothing is)."""

    key: str
    level: Level
    about: Text
    found: Text
    remedy: Text = ("", "")
