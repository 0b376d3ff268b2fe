"""People's comments in a record that is written anew: found in the old text, put by the same field in the new."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from gridctl.text.pattern import pattern
from gridctl.text.yaml_places import Path, places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gridctl.text.yaml_events import Place
    from gridctl.text.yamltree import Node

_COMMENT: Final = pattern(r"(?:(?<=[ \t\n])|\A)#[^\n]*")
_QUOTED: Final = pattern(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)

# A path whose list items are named by their content: indexes shift when an item before them comes or goes.
Name: TypeAlias = "tuple[tuple[str, int] | str, ...]"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; the value it stands ``before``, ``after`` or ``beside``; its record's index, if it has one."""

    text: str
    name: Name
    side: str
    record: int | None


def comments_of(text: str, value: Sequence[Node], labels: Sequence[str]) -> list[Comment]:
    """The comments in ``text``, which reads as the list ``value``, in the order written.

    ``labels`` name the list's items; comments find their place in another text by the same labels.
    """
    if "#" not in _QUOTED.sub("", text):
        return []
    written = places_of(text)
    # the list itself begins where its first record does
    places = [place for place in written if place.path] or written
    starts = [place.at for place in places]
    names = _names(value, labels)
    found: list[Comment] = []
    for offset in _comment_offsets(text, places):
        end = text.find("\n", offset)
        comment = text[offset : end if end >= 0 else None].rstrip()
        line = text.rfind("\n", 0, offset) + 1
        following = bisect_left(starts, offset)
        column = offset - line
        if text[line:offset].strip() and following:
            place, side = places[following - 1], "beside"
        elif following < len(places) and column <= _column(text, places[following].at):
            place, side = places[following], "before"
        else:
            place, side = places[following - 1], "after"
        path: Path = () if following == len(places) and not column else place.path
        record = path[0] if path and isinstance(path[0], int) else None
        found.append(Comment(comment, names.get(path, ()), side, record))
    return found


def with_comments(canonical: str, value: Sequence[Node], labels: Sequence[str], comments: Sequence[Comment]) -> str:
    """Canonical text of the list ``value``, each comment by the value it names or that value's nearest ancestor."""
    if not comments:
        return canonical
    names = _names(value, labels)
    lines = canonical.split("\n")[:-1]
    first: dict[Name, int] = {}
    last: dict[Name, int] = {}
    for place in places_of(canonical):
        line = canonical.count("\n", 0, place.at)
        name = names[place.path]
        first.setdefault(name, line)
        for length in range(len(name) + 1):
            last[name[:length]] = line
    before: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    for comment in comments:
        name, side = comment.name, comment.side
        while name and name not in first:
            name, side = name[:-1], "before"
        if not name:
            after.setdefault(len(lines) - 1, []).append(comment.text)
        elif side == "beside":
            lines[first[name]] += f"  {comment.text}"
        elif side == "before":
            line = first[name]
            before.setdefault(line, []).append(_indent(lines[line]) + comment.text)
        else:
            line = last[name]
            after.setdefault(line, []).append((_indent(lines[line]) or "  ") + comment.text)
    out: list[str] = []
    for number, line_text in enumerate(lines):
        out += [*before.get(number, []), line_text, *after.get(number, [])]
    return "\n".join(out) + "\n"


def parts_of(record: Mapping[str, Node]) -> dict[Name, Node]:
    """A record's parts, each by its name within it: the field, and what tells the part from its neighbours."""
    return {
        (field, (label, 0)): item
        for field, items in record.items()
        if isinstance(items, list)
        for item in items
        if isinstance(item, dict) and (label := _label(item))
    }


def _comment_offsets(text: str, places: Sequence[Place]) -> Iterator[int]:
    """Offsets of every ``#`` that opens a comment: those in no key and no scalar."""
    spans: list[tuple[int, int]] = []
    for place in places:
        if place.key_end > place.at:
            spans.append((place.at, place.key_end))
        if place.end > place.start:
            start = place.start
            if text[start] in "|>":
                start = text.find("\n", start)  # a block scalar's first line may carry a comment
            spans.append((start, place.end))
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        for match in _COMMENT.finditer(text, at, max(at, start)):
            yield match.start()
        at = max(at, end)


def _column(text: str, offset: int) -> int:
    """The column of the first character on the line of ``offset``."""
    line = text.rfind("\n", 0, offset) + 1
    rest = text[line:]
    return len(rest) - len(rest.lstrip(" "))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _names(value: Sequence[Node], labels: Sequence[str]) -> dict[Path, Name]:
    names: dict[Path, Name] = {(): ()}
    _name_items(value, labels, (), (), names)
    return names


def _name_items(items: Sequence[Node], labels: Sequence[str], path: Path, name: Name, names: dict[Path, Name]) -> None:
    seen: dict[str, int] = {}
    for index, (item, label) in enumerate(zip(items, labels, strict=True)):
        seen[label] = seen.get(label, -1) + 1
        _name(item, (*path, index), (*name, (label, seen[label])), names)


def _name(value: Node, path: Path, name: Name, names: dict[Path, Name]) -> None:
    names[path] = name
    if isinstance(value, dict):
        for key, inner in value.items():
            _name(inner, (*path, key), (*name, key), names)
    elif isinstance(value, list):
        _name_items(value, [_label(item) for item in value], path, name, names)


def _label(item: Node) -> str:
    """What tells an item from its neighbours: its text, or its first field, which is its id where it has one."""
    if isinstance(item, dict):
        return next((value for value in item.values() if isinstance(value, str)), "")
    return item if isinstance(item, str) else ""
