"""The bytes of a shard: a YAML file that holds a list of records.

Canonical bytes have one field a line, every string double-quoted on one line, two spaces a level, LF ends, and no
blank line between records: a blank line is the same everywhere, so Git's merge would take it for common ground
between two records that have nothing to do with each other, where the dash and id of the next record are unique.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from gridctl.store.shardtext_comments import Comment, comments_of, parts_of, with_comments
from gridctl.text.pattern import pattern
from gridctl.text.yaml_bytes import decode
from gridctl.text.yamltree import Fault, Node, read_tree, split_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gridctl.store.shardtext_comments import Name

_ESCAPED: Final = pattern('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')
_BEYOND_JSON: Final = pattern("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_NONE_MOVED: Final[Mapping[int, str]] = MappingProxyType({})
# Other YAML readers take these for something else than text.
_NOT_TEXT: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_PLAIN_KEY: Final = pattern(r"[^\W\d][\w（）()/·.-]*")
_COMMENT_LINES: Final = pattern(r"(?:[ ]*(?:#[^\n]*)?\n)*(?:[ ]*#[^\n]*\Z)?")
# Block scalars that keep the blank lines after them cannot be parted from those.
_KEEPS_BLANKS: Final = pattern(r"[|>]\d?\+")


class UnreadableShardError(ValueError):
    """A shard that cannot be read whole, or holds no list of records, and so must not be written over."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("the shard cannot be read whole")
        self.faults = faults


def dump(records: Iterable[Mapping[str, Node]], header: str = "", moved: Mapping[int, str] = _NONE_MOVED) -> bytes:
    """Canonical bytes of records in the order given, under a header of comment lines.

    Fields without content (None, blank text, empty lists and mappings) are not written. ``moved`` gives the text of
    records that come from another file, by their number in ``records`` (see :class:`Lifter`).
    """
    numbered = ((number, kept) for number, record in enumerate(records) if (kept := pruned(record)))
    body = "".join(moved.get(number) or _block(kept) for number, kept in numbered)
    return (_header_lines(header) + (body or "[]\n")).encode()


def header_of(original: bytes) -> str:
    """The comment lines that open a shard and belong to the file.

    Where a blank line parts the opening comments, those after the last blank line belong to the first record.
    """
    text, _ = decode(original)
    return text[: _header_end(text)]


def splice(
    original: bytes,
    records: Sequence[Mapping[str, Node]],
    key: str | tuple[str, ...],
    moved: Mapping[int, str] = _NONE_MOVED,
) -> bytes:
    """The bytes of ``original`` with ``records`` for its content, touching only records that differ.

    Records are matched by ``key``. One with the same content keeps its bytes; a changed one is written canonically
    with the comments in it and before it; a removed one takes its comments along, and a part that goes to another
    record (somebody who moves) takes its own there. Comments at the file's start and end stay. ``moved`` is as for
    :func:`dump`.

    Raises UnreadableShardError.
    """
    mappings = _mappings(original)
    numbered = [(number, kept) for number, record in enumerate(records) if (kept := pruned(record))]
    wanted = [kept for _, kept in numbered]
    keys = (key,) if isinstance(key, str) else key
    text, _ = decode(original)
    starts = split_blocks(text)
    if starts is None or not wanted or len(starts) != len(mappings) or _KEEPS_BLANKS.search(text):
        if not moved or not any(number in moved for number, _ in numbered):
            return _rewrite(text, mappings, wanted, keys).encode()
        staying = [kept for number, kept in numbered if number not in moved]
        rewritten = _rewrite(text, mappings, staying, keys).encode()
        return splice(rewritten, records, key, moved) if staying else dump(records, header_of(rewritten), moved)
    header, segments, footer = _segments(text, starts)
    by_id: dict[tuple[Node, ...], list[int]] = {}
    for index, record in enumerate(mappings):
        by_id.setdefault(_identity(record, keys), []).append(index)
    texts: list[str] = []
    written: dict[int, dict[str, Node]] = {}
    changed: dict[int, int] = {}
    for number, record in numbered:
        if number in moved:
            texts.append(moved[number])
            continue
        candidates = by_id.get(_identity(record, keys), [])
        same = next((index for index in candidates if pruned(mappings[index]) == record), None)
        chosen = candidates[0] if same is None and candidates else same
        if chosen is not None:
            candidates.remove(chosen)
        if same is None:
            written[len(texts)] = record
            if chosen is not None:
                changed[len(texts)] = chosen
        texts.append("" if chosen is None else segments[chosen][0] if same is None else "".join(segments[chosen]))
    comments = {at: comments_of(segments[chosen][1], [mappings[chosen]], [""]) for at, chosen in changed.items()}
    if any(comments.values()):
        _follow_parts(comments, {at: mappings[index] for at, index in changed.items()}, written)
    for at, record in written.items():
        texts[at] += _commented(record, comments.get(at, ()))
    out = [header, *texts]
    if not header or header.endswith("\n\n"):
        out[1] = out[1].lstrip("\n")  # the blank line that parted this record from one before it
    return "".join([*out, footer]).encode()


def rewrite(
    original: bytes,
    records: Sequence[Mapping[str, Node]],
    ids: Sequence[int],
    renamed: Callable[[Name], Name] = lambda name: name,
) -> bytes:
    """The whole of ``original`` written canonically with ``records``; ``ids[i]`` is what number its i-th had there.

    Comments stay with their records; those of records that are gone go too. ``renamed`` gives the names that values
    have under the keys of ``records``, where those are other keys. Raises UnreadableShardError.
    """
    mappings = _mappings(original)
    numbered = [(str(number), kept) for number, record in zip(ids, records, strict=True) if (kept := pruned(record))]
    text, _ = decode(original)
    return _with_all(
        text,
        mappings,
        [*map(str, range(len(mappings)))],
        [each for _, each in numbered],
        [each for each, _ in numbered],
        renamed,
    ).encode()


class Lifter:
    """Takes records out of one file for another, with the comments people wrote to them."""

    def __init__(self, original: bytes) -> None:
        self._old = _mappings(original)
        text, _ = decode(original)
        starts = split_blocks(text)
        self._segments: list[tuple[str, str]] = []
        if starts is not None and len(starts) == len(self._old) and not _KEEPS_BLANKS.search(text):
            self._segments = _segments(text, starts)[1]

    def text(self, number: int, record: Mapping[str, Node]) -> str:
        """The text of ``record``, which the file has, perhaps with other values, as its item ``number``."""
        wanted = pruned(record)
        if number >= len(self._segments):
            return _block(wanted)
        lead, body = self._segments[number]
        return lead.lstrip("\n") + (
            body if pruned(self._old[number]) == wanted else _changed(body, self._old[number], wanted)
        )


def _mappings(original: bytes) -> list[dict[str, Node]]:
    tree = read_tree(original)
    if tree.fatal or any(fault.code == "F111" for fault in tree.faults):
        raise UnreadableShardError(tree.faults)
    old = [] if tree.value is None else tree.value
    if not isinstance(old, list) or not all(isinstance(record, dict) for record in old):
        raise UnreadableShardError(tree.faults)
    return [record for record in old if isinstance(record, dict)]


def pruned(record: Mapping[str, Node]) -> dict[str, Node]:
    """A record as it is written: without fields and items that have no content."""
    kept: dict[str, Node] = {}
    for name, value in record.items():
        if isinstance(value, str):
            if value:
                kept[name] = value
        elif value and (content := _pruned(value)):
            kept[name] = content
    return kept


def _pruned(value: Node) -> Node:
    if isinstance(value, dict):
        return pruned(value)
    if isinstance(value, list):
        return [content for item in value if (content := _pruned(item))]
    return value


def _identity(record: Mapping[str, Node], keys: tuple[str, ...]) -> tuple[Node, ...]:
    return tuple(value if isinstance(value := record.get(name), str) else None for name in keys)


def _follow_parts(
    comments: dict[int, list[Comment]], old: Mapping[int, dict[str, Node]], written: Mapping[int, dict[str, Node]]
) -> None:
    """Let the comments of a part that goes as it is to another record (somebody who moves) go along with it."""
    places = {name: (at, part) for at, record in written.items() for name, part in parts_of(record).items()}
    for at, record in old.items():
        had, has = parts_of(pruned(record)), parts_of(written[at])
        for each in [*comments[at]]:
            name = each.name[1:3]
            if name in had and name not in has and name in places and places[name][1] == had[name]:
                comments[at].remove(each)
                comments.setdefault(places[name][0], []).append(each)


def _changed(body: str, old: dict[str, Node], record: dict[str, Node]) -> str:
    return _commented(record, comments_of(body, [old], [""]))


def _commented(record: dict[str, Node], comments: Sequence[Comment]) -> str:
    block = _block(record)
    commented = with_comments(block, [record], [""], comments)
    if comments and read_tree(commented.encode()).value != [record]:
        # a comment must never cost data: above the record it can do no harm
        return "".join(f"{comment.text}\n" for comment in comments) + block
    return commented


def _rewrite(text: str, old: list[dict[str, Node]], wanted: list[dict[str, Node]], keys: tuple[str, ...]) -> str:
    """A whole file written canonically, with its comments; those of removed records go with them."""
    labels = [repr(_identity(record, keys)) for record in wanted]
    return _with_all(text, old, [repr(_identity(record, keys)) for record in old], wanted, labels)


def _with_all(
    text: str,
    old: list[dict[str, Node]],
    old_labels: list[str],
    wanted: list[dict[str, Node]],
    labels: list[str],
    renamed: Callable[[Name], Name] = lambda name: name,
) -> str:
    end = _header_end(text)
    comments: list[Comment] = [
        replace(comment, name=renamed(comment.name))
        for comment in comments_of(text[end:], old, old_labels)
        if comment.record is None or old_labels[comment.record] in labels
    ]
    body = "".join(map(_block, wanted))
    return _header_lines(text[:end]) + with_comments(body or "[]\n", wanted, labels, comments)


def _segments(text: str, starts: list[int]) -> tuple[str, list[tuple[str, str]], str]:
    """A file's header, the comments before and the text of each record, and the comments at its end."""
    if not text.endswith("\n"):
        text += "\n"
    header_end = min(_header_end(text), starts[0])
    leads = [header_end, *(_comments_before(text, start) for start in starts[1:])]
    footer = _comments_before(text, len(text))
    ends = [*leads[1:], footer]
    segments = [(text[lead:start], text[start:end]) for lead, start, end in zip(leads, starts, ends, strict=True)]
    return text[:header_end], segments, text[footer:]


def _comments_before(text: str, offset: int) -> int:
    """Where the unindented comment and blank lines that end at ``offset`` begin."""
    while offset:
        line = text.rfind("\n", 0, offset - 1) + 1
        if text[line] != "#" and text[line:offset].strip(" \n"):
            break
        offset = line
    return offset


def _header_end(text: str) -> int:
    opening = _COMMENT_LINES.match(text)
    end = opening.end() if opening else 0
    last_blank = 0
    offset = 0
    for line in text[:end].split("\n")[:-1]:
        offset += len(line) + 1
        if not line.strip():
            last_blank = offset
    return last_blank if last_blank and split_blocks(text) is not None else end


def _header_lines(header: str) -> str:
    return "".join(
        (line if not line or line.startswith("#") else f"# {line}") + "\n"
        for line in map(str.strip, header.strip("\n").split("\n") if header.strip() else [])
    )


def _block(record: Mapping[str, Node]) -> str:
    lines: list[str] = []
    _add_mapping(lines, record, 1)
    return "- " + "".join(lines)[2:]


def _add_mapping(lines: list[str], mapping: Mapping[str, Node], level: int) -> None:
    pad = "  " * level
    for name, value in mapping.items():
        if isinstance(value, str):
            lines.append(f"{pad}{_key(name)}: {_quoted(value)}\n")
        else:
            lines.append(f"{pad}{_key(name)}:\n")
            _add_nested(lines, value, level + 1)


def _add_nested(lines: list[str], value: Node, level: int) -> None:
    if isinstance(value, dict):
        _add_mapping(lines, value, level)
        return
    pad = "  " * level
    for item in value or []:
        if isinstance(item, str):
            lines.append(f"{pad}- {_quoted(item)}\n")
        elif isinstance(item, dict):
            inside: list[str] = []
            _add_mapping(inside, item, level + 1)
            lines.append(f"{pad}- {''.join(inside).lstrip(' ')}")
        else:
            lines.append(f"{pad}-\n")
            _add_nested(lines, item, level + 1)


# A field's label is written in every record.
@lru_cache(maxsize=1 << 12)
def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) and name.lower() not in _NOT_TEXT else _quoted(name)


def _quoted(text: str) -> str:
    if not _ESCAPED.search(text):
        return f'"{text}"'
    quoted = json.dumps(text, ensure_ascii=False)
    return _BEYOND_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
