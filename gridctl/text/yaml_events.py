"""Any YAML 1.2 text, read from ruamel.yaml's events: slow (about 0.2 MB/s) and complete.

Built on events and not on ruamel's own constructors so that scalars stay as written, duplicate keys and
refused features become faults with a place, and nesting is bounded before anything recurses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gridctl.text.pattern import pattern
from gridctl.text.yaml_lines import plain_value
from gridctl.text.yaml_node import MAX_DEPTH, Fault, Node, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_Event: TypeAlias = Any  # ruamel.yaml's events share no base type that carries their attributes

_TAB_INDENT: Final = pattern(r"^ *\t+(?=[^\s])", re.MULTILINE)
# ruamel.yaml ends lines at these; YAML 1.2 does not. Each is read as a private-use character and put back.
_NOT_BREAKS: Final = {0x85: "\ue085", 0x2028: "\ue086", 0x2029: "\ue087"}
_BREAKS_BACK: Final = {ord(stand_in): chr(code) for code, stand_in in _NOT_BREAKS.items()}
_HALF_PAIR: Final = pattern("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets of one value: its key from ``at`` to ``key_end`` (equal in a list), itself ``start`` to ``end``.

    A block container has no end of its own: ``end`` is only known to be within it.
    """

    path: tuple[str | int, ...]
    at: int
    key_end: int
    start: int
    end: int


class _Stop(Exception):  # noqa: N818  not an error: the fault is already noted
    pass


@dataclass(slots=True)
class Reading:
    """What came of reading a text: ``whole`` is False if something of it could not be read."""

    value: Node = None
    faults: list[Fault] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    whole: bool = True


def read_events(text: str) -> Reading:
    """Read any text. Lines of its faults count from the text's own start."""
    return _EventReader(text).read()


class _EventReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._out = Reading()
        self._breaks = any(chr(code) in text for code in _NOT_BREAKS)

    def read(self) -> Reading:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        text = self._text.translate(_NOT_BREAKS) if self._breaks else self._text
        out = self._out
        try:
            self._document(YAML(typ="safe", pure=True).parse(text))
        except _Stop:
            out.whole = False
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            self._syntax(error.problem or error.context or "", line, column)
        except YAMLError as error:
            self._syntax(str(error).partition("\n")[0], 0, 0)
        except (ValueError, OverflowError, IndexError, AttributeError, TypeError, AssertionError) as error:
            # ruamel.yaml meets some malformed escapes and directives with Python's own errors
            self._syntax(str(error), 0, 0)
        return out

    def _syntax(self, reason: str, line: int, column: int) -> None:
        self._out.whole = False
        tab = _TAB_INDENT.search(self._text)
        if tab is not None:
            place = place_of(self._text, self._text.index("\t", tab.start()))
            if place[0] <= line + 1:
                self._out.faults.append(Fault("F103", *place, {}))
                return
        self._out.faults.append(Fault("F108", line + 1, column + 1, {"reason": reason}))

    def _fault(self, code: str, event: _Event, **params: str) -> None:
        mark = event.start_mark
        self._out.faults.append(Fault(code, mark.line + 1, mark.column + 1, params))

    def _document(self, events: Iterator[_Event]) -> None:
        seen = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                seen += 1
                if seen > 1:
                    self._fault("F110", event)
                    raise _Stop
            elif kind not in {"StreamStartEvent", "StreamEndEvent", "DocumentEndEvent", "CommentEvent"}:
                self._out.value = self._node(events, event, (), _span(event, 0), 0)

    def _node(
        self,
        events: Iterator[_Event],
        event: _Event,
        path: tuple[str | int, ...],
        key: tuple[int, int],
        depth: int,
    ) -> Node:
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._fault("F107", event, what="alias", mark=str(event.anchor))
            self._out.whole = False
            return None
        if event.anchor is not None:
            self._fault("F107", event, what="anchor", mark=str(event.anchor))
        if event.tag is not None:
            self._fault("F107", event, what="tag", mark=str(event.tag))
        start = event.start_mark.index
        if kind == "ScalarEvent":
            self._out.places.append(Place(path, *key, start, event.end_mark.index))
            return self._scalar(event)
        if depth >= MAX_DEPTH:
            self._fault("F109", event, what="depth", limit=str(MAX_DEPTH))
            raise _Stop
        self._out.places.append(Place(path, *key, start, start))
        if kind == "SequenceStartEvent":
            return self._sequence(events, path, depth)
        return self._mapping(events, path, depth)

    def _sequence(self, events: Iterator[_Event], path: tuple[str | int, ...], depth: int) -> list[Node]:
        items: list[Node] = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self._node(events, event, (*path, len(items)), _span(event, 0), depth + 1))
        return items

    def _mapping(self, events: Iterator[_Event], path: tuple[str | int, ...], depth: int) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        first: dict[str, _Event] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self._key(events, event, path, depth)
            value_event = next(events)
            key_span = _span(event)
            if key in mapping:
                line, column = first[key].line + 1, first[key].column + 1
                self._fault("F101", event, key=key, first_line=str(line), first_column=str(column))
                kept = len(self._out.places)
                self._node(events, value_event, (*path, key), key_span, depth + 1)
                del self._out.places[kept:]
                continue
            first[key] = event.start_mark
            mapping[key] = self._node(events, value_event, (*path, key), key_span, depth + 1)
        return mapping

    def _key(self, events: Iterator[_Event], event: _Event, path: tuple[str | int, ...], depth: int) -> str:
        if type(event).__name__ != "ScalarEvent":
            self._fault("F108", event, reason="a key must be one piece of text")
            self._out.whole = False
            kept = len(self._out.places)
            self._node(events, event, path, _span(event), depth + 1)
            del self._out.places[kept:]
            return f"?{event.start_mark.line + 1}:{event.start_mark.column + 1}"
        if event.anchor is not None or event.tag is not None:
            what = "tag" if event.anchor is None else "anchor"
            self._fault("F107", event, what=what, mark=str(event.anchor or event.tag))
        key = self._put_back(event)
        if key == "<<" and not event.style:
            self._fault("F107", event, what="merge", mark="<<")
        return key

    def _scalar(self, event: _Event) -> str | None:
        text = self._put_back(event)
        return text if event.style else plain_value(text)

    def _put_back(self, event: _Event) -> str:
        text: str = event.value
        if self._breaks:
            text = text.translate(_BREAKS_BACK)
        if _HALF_PAIR.search(text):
            # JSON writers spell an emoji as two escapes; a half without its partner is damage
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            if "\ufffd" in text:
                self._fault("F111", event, found="half of a surrogate pair")
        return text


def _span(event: _Event, length: int | None = None) -> tuple[int, int]:
    start: int = event.start_mark.index
    return start, event.end_mark.index if length is None else start + length
