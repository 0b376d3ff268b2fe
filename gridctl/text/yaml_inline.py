"""Two forms that data files use and canonical ledgers do not: flow collections on one line, and literal blocks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from gridctl.text.pattern import pattern
from gridctl.text.yaml_node import MAX_DEPTH, NULLS, ForeignError, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

_LITERAL: Final = pattern(
    r"(?P<head>(?P<indent> *(?:- +)?)[^\s\-?:,\[\]{}#&*!|>'\"%@`<=][^\s:#,\[\]{}]*:) +\|(?P<strip>-?) *"
)
_TOKEN: Final = pattern(
    r' *(?:(?P<mark>[\[\]{},])|(?P<scalar>"[^"\\\n]*"|[^\s\-?:,\[\]{}#&*!|>\'"%@`][^\n:#,\[\]{}\t]*)(?P<colon>:(?= ))?)'
)


def without_literals(lines: Sequence[str]) -> list[str] | None:
    """The lines with every literal block (``key: |`` and what is indented below) written as one quoted scalar.

    None if there is no such block. Raises ForeignError for one that leaves room for doubt.
    """
    if "|" not in "".join(lines) or not any("|" in line and _LITERAL.fullmatch(line) for line in lines):
        return None
    out: list[str] = []
    at = 0
    while at < len(lines):
        match = _LITERAL.fullmatch(lines[at])
        at += 1
        if match is None:
            out.append(lines[at - 1])
            continue
        column = len(match["indent"])
        body: list[str] = []
        while at < len(lines) and (not lines[at].strip(" ") or _indent(lines[at]) > column):
            body.append(lines[at])
            at += 1
        if at == len(lines) and body and body[-1].strip(" "):
            raise ForeignError  # the text ends without a line break, and so does the value
        text = _dedented(body)
        out.append(f"{match['head']} {json.dumps(text[:-1] if match['strip'] else text, ensure_ascii=False)}")
    return out


def flow_value(written: str) -> Node:
    """The value of a flow collection that stands on one line; raises ForeignError where it is not surely one."""
    value, end = _value(written, 0, 0)
    if written[end:].strip(" "):
        raise ForeignError
    return value


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _dedented(body: list[str]) -> str:
    if not body or not body[0].strip(" "):
        raise ForeignError
    column = _indent(body[0])
    for line in body:
        blank = not line.strip(" ")
        if len(line) > column if blank else (_indent(line) < column or line[column] == "\t"):
            raise ForeignError
    return "".join(line[column:] + "\n" for line in body).rstrip("\n") + "\n"


def _value(text: str, at: int, depth: int) -> tuple[Node, int]:
    match = _TOKEN.match(text, at)
    if match is None or depth > MAX_DEPTH:
        raise ForeignError
    mark = match["mark"]
    if mark == "[":
        return _sequence(text, match.end(), depth)
    if mark == "{":
        return _mapping(text, match.end(), depth)
    if mark or match["colon"]:
        raise ForeignError
    return _scalar(match["scalar"]), match.end()


def _scalar(written: str) -> str | None:
    if written[0] == '"':
        return written[1:-1]
    plain = written.rstrip(" ")
    return None if plain in NULLS else plain


def _sequence(text: str, at: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    if (end := _closed(text, at, "]")) is not None:
        return items, end
    while True:
        value, at = _value(text, at, depth + 1)
        items.append(value)
        at, done = _next(text, at, "]")
        if done:
            return items, at


def _mapping(text: str, at: int, depth: int) -> tuple[Node, int]:
    items: dict[str, Node] = {}
    if (end := _closed(text, at, "}")) is not None:
        return items, end
    while True:
        match = _TOKEN.match(text, at)
        if match is None or not match["colon"]:
            raise ForeignError
        key = _scalar(match["scalar"])
        if key is None or key in items:
            raise ForeignError
        items[key], at = _value(text, match.end(), depth + 1)
        at, done = _next(text, at, "}")
        if done:
            return items, at


def _closed(text: str, at: int, mark: str) -> int | None:
    match = _TOKEN.match(text, at)
    return match.end() if match is not None and match["mark"] == mark else None


def _next(text: str, at: int, closing: str) -> tuple[int, bool]:
    match = _TOKEN.match(text, at)
    if match is None or match["mark"] not in (",", closing):
        raise ForeignError
    return match.end(), match["mark"] == closing
