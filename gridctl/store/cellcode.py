"""How a value of a shard stands in a workbook's cell, and back, so that nothing is lost on the way.

A cell holds the text itself. A list stands with 、 between its items. What a cell cannot hold so (a list of other
things, text with control characters or with 、 in an item) stands as JSON, which reading recognises.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from gridctl.text.yamltree import Node

# The longest text a cell of the format holds.
MAX_TEXT = 32767

_SEPARATORS = pattern(r"[、,，;；|/\n]+")
# Beyond these the format's own XML changes or refuses text.
_AWKWARD = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$|\n")
_OPENS_JSON = ('"', "[", "{")


def cell_text(value: Node, *, many: bool) -> str:
    """A value as a cell's text; ``many`` says that its column holds lists."""
    if value is None:
        return ""
    if isinstance(value, str):
        plain = not many and not value.startswith(_OPENS_JSON) and not _AWKWARD.search(value)
        return value if plain or not value else json.dumps(value, ensure_ascii=not value.isprintable())
    if many and isinstance(value, list) and value and all(_is_plain_item(item) for item in value):
        return "、".join(item for item in value if isinstance(item, str))
    return json.dumps(value, ensure_ascii=True)


def cell_value(cell: object, *, many: bool) -> Node:
    """The value that a cell holds; a number, date or truth value that an office program made of text is text again."""
    text = _text(cell)
    if text.startswith(_OPENS_JSON):
        try:
            found = json.loads(text)
        except ValueError:
            pass
        else:
            if isinstance(found, (str, list, dict)):
                return _as_node(found)
    if not text:
        return None
    if many:
        items: list[Node] = [item.strip() for item in _SEPARATORS.split(text) if item.strip()]
        return items or None
    return text


def _is_plain_item(item: Node) -> bool:
    return (
        isinstance(item, str)
        and item.strip() == item != ""
        and not item.startswith(_OPENS_JSON)
        and not _SEPARATORS.search(item)
        and not _AWKWARD.search(item)
    )


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        # Beyond 15 digits a number cell has lost some; the exponent shows that to the types, which then refuse it.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(cell, (int, date, time, timedelta)):
        return str(cell)
    return ""


def _as_node(value: Any) -> Node:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_as_node(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _as_node(item) for key, item in value.items()}
    return json.dumps(value)
