"""Patterns compiled at their first use are patterns, and all that the program holds can be compiled."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from typing import TYPE_CHECKING, cast

import pytest

import gridctl
from gridctl.text import pattern as module
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def test_is_used_as_a_compiled_pattern_is() -> None:
    numbers = pattern(r"([0-9]+)号(?P<rest>.*)", re.DOTALL)
    match = numbers.fullmatch("12号\n院")
    assert match is not None
    assert (match[1], match["rest"]) == ("12", "\n院")
    assert numbers.sub("x", "3号") == "x"
    assert numbers.pattern == r"([0-9]+)号(?P<rest>.*)"
    assert pattern(b"[0-9]+").findall(b"a1b22") == [b"1", b"22"]


def test_a_faulty_one_is_told_when_it_is_used() -> None:
    faulty = pattern("(")
    with pytest.raises(re.error, match="missing"):
        faulty.match("")


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    names = [each.name for each in pkgutil.walk_packages(gridctl.__path__, "gridctl.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    held = [each for held_by in modules for each in _patterns(vars(held_by).values())]
    assert len(held) > 100
    for each in held:
        assert each.flags is not None


def _patterns(values: Iterable[object]) -> Iterator[re.Pattern[str]]:
    for value in values:
        if type(value) is module._Later:
            yield cast("re.Pattern[str]", value)
        elif isinstance(value, tuple | list):
            yield from _patterns(value)
