"""A record as text to be edited: YAML with the labels of the ledgers, and what came back from the editor.

What is missing or blank in the text wipes nothing by itself: it is told, and cleared only where that is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gridctl.findings.finding import Finding, Place
from gridctl.findings.registry import rule
from gridctl.schema.ledgers import PERSON_PREFIX, ledger
from gridctl.schema.reading import to_labels
from gridctl.store.editing import english
from gridctl.store.fieldpath import parse_path, written_path
from gridctl.store.shardtext import dump
from gridctl.text.ids import random_id
from gridctl.text.yamltree import Locator, read_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pydantic import BaseModel

    from gridctl.text.yamltree import Node

_BLANK: tuple[Any, ...] = (None, "", [], {})
_HEADER = {
    "zh": (
        "# {title}\n# 改好后保存并关闭编辑器；以 # 开头的行不算。可以增加字段（gridctl export dictionary 列出全部）。\n"
        "# 删掉或留空的字段不会被清除，除非保存后再确认。\n\n"
    ),
    "en": (
        "# {title}\n# Change what has to be changed, save and close. Lines that begin with # do not count.\n"
        "# A field that is left out or left blank is not cleared unless you confirm it afterwards.\n\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Form:
    """What came back: the record as written with English names, and the faults of its text."""

    data: dict[str, Any] | None
    findings: tuple[Finding, ...]


def form_text(model: type[BaseModel], data: Mapping[str, Any], title: str, language: str) -> bytes:
    """The text to edit: one record, with English names and values as written, in a file's labels."""
    labelled = to_labels(model, data, language)
    return _HEADER["zh" if language == "zh" else "en"].format(title=title).encode() + dump([labelled])


def read_form(model: type[BaseModel], data: bytes) -> Form:
    """Read the text again; its faults as a file have their lines."""
    tree = read_tree(data)
    faults = tuple(
        Finding(each.code, rule(each.code).severity, Place("", each.line, each.column), params=dict(each.params))
        for each in tree.faults
    )
    value = tree.value[0] if isinstance(tree.value, list) and len(tree.value) == 1 else tree.value
    if tree.fatal or not isinstance(value, dict):
        return Form(None, faults or (Finding("F113", rule("F113").severity, Place("", 1, 1)),))
    return Form(english(model, value), faults)


def placed(model: type[BaseModel], data: bytes, finding: Finding, above: str = "") -> Finding:
    """A finding about the record with the line of the text it is about; ``above`` is the path of a part."""
    tree = read_tree(data)
    item: tuple[str | int, ...] = (0,) if isinstance(tree.value, list) else ()
    value: Node = tree.value[0] if isinstance(tree.value, list) else tree.value
    if not isinstance(value, dict) or finding.place.line:
        return finding
    steps = parse_path(finding.field.removeprefix(above).lstrip("."))
    path = tuple(int(each[1:-1]) if each[1:-1].isdecimal() and each.startswith("[") else each for each in steps)
    line, column = Locator(data).locate((*item, *written_path(model, value, path)))
    return replace(finding, place=Place("", line, column))


def combined(
    model: type[BaseModel], before: Mapping[str, Any], after: Mapping[str, Any], clear: Collection[str] | None = ()
) -> tuple[dict[str, Any], list[str]]:
    """The record as it is to be, and the paths of values that the text leaves out but that are kept.

    ``clear`` names the paths that may go; None lets all go. New parts get ids.
    """
    kept: list[str] = []
    return _combined(model, dict(before), dict(after), clear, "", kept), kept


def _combined(
    model: type[BaseModel],
    before: dict[str, Any],
    after: dict[str, Any],
    clear: Collection[str] | None,
    above: str,
    kept: list[str],
) -> dict[str, Any]:
    from gridctl.schema.col import columns

    parts = {each.name: each.part for each in columns(model) if each.part is not None}
    found: dict[str, Any] = {}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        path = f"{above}{name}"
        part = parts.get(name)
        if new in _BLANK:
            if old not in _BLANK and clear is not None and path not in clear:
                kept.append(path)
                found[name] = old
        elif part is not None and isinstance(old, dict) and isinstance(new, dict):
            found[name] = _combined(part, old, new, clear, f"{path}.", kept)
        elif part is not None and isinstance(new, list):
            found[name] = _blocks(part, old if isinstance(old, list) else [], new, clear, path, kept)
        else:
            found[name] = new
    return found


def _blocks(
    part: type[BaseModel], old: list[Any], new: list[Any], clear: Collection[str] | None, path: str, kept: list[str]
) -> list[Any]:
    """Blocks with ids are matched by id; without, a list that got shorter is kept unless it may go."""
    if "id" not in part.model_fields:
        if len(new) >= len(old) or clear is None or path in clear:
            return new
        kept.append(path)
        return old
    by_id = {each["id"]: each for each in old if isinstance(each, dict) and each.get("id")}
    found: list[Any] = []
    for each in new:
        if not isinstance(each, dict):
            found.append(each)
            continue
        held = by_id.pop(each.get("id"), None)
        if held is None:
            found.append(
                {"id": each.get("id") or random_id(PERSON_PREFIX), **{k: v for k, v in each.items() if k != "id"}}
            )
        else:
            found.append(_combined(part, held, each, clear, f"{path}[{held['id']}].", kept))
    for key, held in by_id.items():
        if clear is not None and f"{path}[{key}]" not in clear:
            kept.append(f"{path}[{key}]")
            found.append(held)
    return found


def model_of(name: str, field: str = "") -> type[BaseModel]:
    """The model of a ledger's record, or of the parts in one of its fields."""
    if not field:
        return ledger(name).model
    part = ledger(name).column(field).part
    assert part is not None
    return part
