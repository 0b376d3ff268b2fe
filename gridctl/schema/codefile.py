"""The shape a file under ``codes/`` must have, checked when it is read.

The files are edited by people who are not programmers, so every fault is named with its place, and all of
them are listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST_FIELDS = ("zh", "en", "source", "items")
OPTIONAL_LIST_FIELDS = ("leading_zeros",)
ITEM_FIELDS = ("key", "code", "zh", "en")
OPTIONAL_ITEM_FIELDS = ("aliases",)
EXTRA_FIELDS = ("pack", "parent")
PACKS = ("care", "statutory")
LEADING_ZEROS = ("required", "optional")

_KEY = pattern(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class CodeFileError(ValueError):
    """A packaged code list is damaged: a fault of the installation or of an edit to it, not of a ledger."""


def code_file_problems(value: object) -> list[str]:
    """Return what is wrong with the parsed content of a code list file; nothing if its shape is right."""
    return list(_list_problems(value))


def _list_problems(value: object) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"the file must be a mapping with {', '.join(LIST_FIELDS)}"
        return
    yield from _field_problems("the file", value, LIST_FIELDS, OPTIONAL_LIST_FIELDS)
    for name in ("zh", "en", "source"):
        if name in value and not _is_text(value[name]):
            yield f"{name} must be a text that is not empty"
    if value.get("leading_zeros", "optional") not in LEADING_ZEROS:
        yield f"leading_zeros must be one of {', '.join(LEADING_ZEROS)}"
    items = value.get("items", [])
    if not isinstance(items, list) or not items:
        yield "items must be a list with at least one item"
        return
    for number, item in enumerate(items, start=1):
        yield from _item_problems(f"item {number}", item)
    yield from _repeat_problems(items)


def _item_problems(place: str, item: object) -> Iterator[str]:
    if not isinstance(item, dict):
        yield f"{place} must be a mapping with {', '.join(ITEM_FIELDS)}"
        return
    place = f"{place} ({item.get('key', 'no key')})"
    yield from _field_problems(place, item, ITEM_FIELDS, OPTIONAL_ITEM_FIELDS + EXTRA_FIELDS)
    for name in ("zh", "en", *EXTRA_FIELDS):
        if name in item and not _is_text(item[name]):
            yield f"{place}: {name} must be a text that is not empty"
    key = item.get("key", "x")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        yield f"{place}: key must be English snake_case, such as owner_occupied"
    code = item.get("code", "")
    if not isinstance(code, str):
        yield f'{place}: code must be a text, "" if the source has none'
    aliases = item.get("aliases", [])
    if not isinstance(aliases, list) or not all(_is_text(alias) for alias in aliases):
        yield f"{place}: aliases must be a list of texts"
    if item.get("pack", PACKS[0]) not in PACKS:
        yield f"{place}: pack must be one of {', '.join(PACKS)}"


def _field_problems(
    place: str, mapping: dict[str, object], required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[str]:
    missing = [name for name in required if name not in mapping]
    if missing:
        yield f"{place}: {', '.join(missing)} missing"
    unknown = [name for name in mapping if name not in required + optional]
    if unknown:
        yield f"{place}: {', '.join(unknown)} not known; known are {', '.join(required + optional)}"


def _repeat_problems(items: list[object]) -> Iterator[str]:
    rows = [item for item in items if isinstance(item, dict)]
    for name in ("key", "code", "zh"):
        seen: set[str] = set()
        for row in rows:
            text = row.get(name)
            if isinstance(text, str) and text and text in seen:
                yield f"{name} {text} is there twice"
            elif isinstance(text, str):
                seen.add(text)
    keys = {row["key"] for row in rows if isinstance(row.get("key"), str)}
    for row in rows:
        if isinstance(row.get("parent"), str) and row["parent"] not in keys:
            yield f"{row.get('key')}: parent {row['parent']} is not a key of this list"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
