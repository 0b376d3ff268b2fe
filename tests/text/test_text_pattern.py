"""Patterns compiled at their first use are patterns, and all that the program holds can be compiled."""

from __future__ import annotations

import gc
import pkgutil
import re
from importlib import import_module

import pytest

import gridctl
from gridctl.text import pattern as module
from gridctl.text.pattern import pattern


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
    for each in pkgutil.walk_packages(gridctl.__path__, "gridctl."):
        if not each.name.endswith("__main__"):
            import_module(each.name)
    held = [each for each in gc.get_objects() if type(each) is module._Later]
    assert len(held) > 100
    for each in held:
        assert each.flags is not None
