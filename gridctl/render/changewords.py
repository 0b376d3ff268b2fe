"""Changes in the reader's words: which record, which field, from what to what, masked unless revealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.findings.message import field_label, shown_value
from gridctl.schema.codelists import code_list
from gridctl.schema.col import Column, column, required
from gridctl.schema.ledgers import ledger
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.store.changeset import Set

# A record's data by ledger and key, {} where it is not known: what a change does not carry itself.
Lookup = Callable[[str, str], Mapping[str, Any]]

_STEP = pattern(r"([^.\[\]]+)(?:\[([^\]]*)\])?")
_PLACE = pattern(r"@\d+(?=\])")
_SUMMARY_FIELDS = 6


class ChangeWords:
    """Tells changes in one language."""

    def __init__(self, language: str, *, reveal: bool, lookup: Lookup) -> None:
        self._zh = language == "zh"
        self._language = language
        self._reveal = reveal
        self._lookup = lookup

    def title(self, name: str, key: str, data: Mapping[str, Any]) -> str:
        """The record's key with what a clerk knows it by."""
        about = ledger(name)
        model = about.model.model_fields
        wanted = [n for n in dict.fromkeys((*about.natural, "name", "address")) if n != about.key and n in model]
        shown = (self.value(name, each, data.get(each)) for each in wanted if data.get(each))
        return "  ".join((key or ("（无编号）" if self._zh else "(no id)"), *shown))

    def set_line(self, change: Set) -> str:
        """One changed field: its label, old and new value."""
        label = self._label(change)
        if _is_block(change):
            sign, block = ("移除", change.old) if change.new is None else ("新增", change.new)
            if not self._zh:
                sign = "removed" if change.new is None else "added"
            return f"{label}{self._colon}{sign}  {self.summary(change.ledger, block, change.field)}".rstrip()
        if isinstance(change.old, dict) and isinstance(change.new, dict):
            # Of a block that stays only what differs, each as a field of its own.
            keys = dict.fromkeys((*change.old, *change.new))
            differing = [each for each in keys if change.old.get(each) != change.new.get(each)]
            lines = (
                self.set_line(replace(change, field=f"{change.field}.{each}", old=change.old.get(each),
                                      new=change.new.get(each)))
                for each in differing
            )  # fmt: skip
            return ("；" if self._zh else "; ").join(lines)
        old, new = (self.value(change.ledger, change.field, each) for each in (change.old, change.new))
        masked = "（改动处已打码）" if self._zh else " (what differs is masked)"
        return f"{label}{self._colon}{old} → {new}{masked if old == new else ''}"

    def summary(self, name: str, data: Mapping[str, Any], above: str = "") -> str:
        """The first required fields of a record, or whatever is written of a block."""
        parts: list[str] = []
        for each in _summary_columns(name, tuple(step for step, _ in _steps(above))):
            if each.name in data and len(parts) < _SUMMARY_FIELDS:
                path = f"{above}.{each.name}" if above else each.name
                value = data[each.name]
                text = self._count(value) if each.kind == "parts" else self.value(name, path, value)
                parts.append(f"{each.label(self._language)} {text}")
        return ("，" if self._zh else ", ").join(parts)

    def value(self, name: str, field: str, value: Any) -> str:
        """A value with official labels, masked unless revealed."""
        if value in (None, "", [], {}):
            return "（空）" if self._zh else "(empty)"
        if isinstance(value, dict):
            return self.summary(name, value, field)
        if isinstance(value, list):
            if any(isinstance(each, dict) for each in value):
                return self._count(value)
            return ("、" if self._zh else ", ").join(self.value(name, field, each) for each in value)
        if isinstance(value, bool):
            return ("是" if value else "否") if self._zh else ("yes" if value else "no")
        text = _in_words(_column(name, field), str(value), self._language)
        return text if self._reveal else shown_value(name, field, text)

    def data(self, name: str, field: str, value: Any) -> Any:
        """A value for machines: keys of coded values, masked unless revealed."""
        if self._reveal or value is None or isinstance(value, bool):
            return value
        if isinstance(value, dict):
            return {each: self.data(name, f"{field}.{each}" if field else each, inner) for each, inner in value.items()}
        if isinstance(value, list):
            return [self.data(name, field, each) for each in value]
        shown = shown_value(name, field, str(value))
        return value if shown == str(value) else shown

    def _label(self, change: Set) -> str:
        """The field's labels; a block is named by its name where it has one, otherwise by its id or place."""
        field = _PLACE.sub("", change.field)
        label = field_label(change.ledger, field, self._language)
        for name, item in _steps(field):
            who = self._who(change, name, item)
            if who:
                label = label.replace(f" {item}", f" {who}", 1)
        return label

    def _who(self, change: Set, name: str, item: str) -> str:
        whole = change.new if isinstance(change.new, dict) else change.old
        blocks = [whole] if _is_block(change) else self._lookup(change.ledger, change.record).get(name, ())
        for each in blocks if item and isinstance(blocks, (list, tuple)) else ():
            if isinstance(each, dict) and each.get("id") == item and each.get("name"):
                return self.value(change.ledger, f"{name}.name", each["name"])
        return ""

    def _count(self, value: Any) -> str:
        number = len(value) if isinstance(value, list) else 1
        return f"{number} 项" if self._zh else f"{number} items"

    @property
    def _colon(self) -> str:
        return "：" if self._zh else ": "


def _steps(field: str) -> Iterator[tuple[str, str]]:
    """The names of a path with what stands in brackets behind each."""
    return ((match[1], match[2] or "") for match in _STEP.finditer(field))


def _is_block(change: Set) -> bool:
    """Whether the change adds or removes a whole block."""
    return change.field.endswith("]") and (change.old is None or change.new is None)


def _in_words(about: Column | None, text: str, language: str) -> str:
    if about is None or about.col.codes is None:
        return text
    item = code_list(about.col.codes).find(text)
    return text if item is None else item.zh if language == "zh" else item.en


def _column(name: str, field: str) -> Column | None:
    model = ledger(name).model
    found: Column | None = None
    for step, _ in _steps(field):
        try:
            found = column(model, step)
        except KeyError:
            return None
        if found.part is not None:
            model = found.part  # type: ignore[assignment]  # a block's model, in which the next step is looked up
    return found


@cache
def _summary_columns(name: str, path: tuple[str, ...]) -> tuple[Column, ...]:
    from gridctl.schema.col import columns

    about = _column(name, ".".join(path)) if path else None
    model = about.part if about is not None and about.part is not None else ledger(name).model
    listed = columns(model)
    # A block, such as a step of a case, is small: what is not required tells to whom and why.
    return tuple(each for each in listed if path or required(each, "default") or each.kind == "parts")
