"""The kind of the licences that a list is of, said in its title: 食品经营许可证发证信息."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gridctl.schema.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gridctl.intake.columns.headings import ColumnMatch, HeadingMatch
    from gridctl.schema.codelists import CodeItem

_LICENCES: Final = ("licences.number", "licences.expiry")
_KIND: Final = "licences.kind"
# Everybody has one: what a title says of it may be about anything.
_ANYBODYS: Final = "business"
_SHORTEST: Final = 3


def of_titled_kind(match: HeadingMatch, titles: Sequence[str]) -> tuple[HeadingMatch, str]:
    """The same match with the kind that the titles name, and its words; "" where they name none, or a column does."""
    wanted = [each for each in match.columns if _is_open(each)]
    item = _named("\n".join(titles)) if wanted and _KIND not in match.fields() else None
    if item is None:
        return match, ""
    also = (("kind", item.key),)
    columns = tuple(
        replace(each, target=replace(each.target, also=also)) if each.target and each in wanted else each
        for each in match.columns
    )
    return replace(match, columns=columns), item.zh


def _is_open(each: ColumnMatch) -> bool:
    return each.target is not None and each.target.field in _LICENCES and not each.target.also


def _named(text: str) -> CodeItem | None:
    """The only kind of licence that a text names."""
    words = {word: item for item in code_list("licence_kind").items for word in (item.zh, *item.aliases)}
    found: dict[str, CodeItem] = {}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= _SHORTEST and word in text:
            # 公共场所卫生许可证 does not name a 卫生许可证, too.
            text = text.replace(word, "\n")
            found[words[word].key] = words[word]
    return next(iter(found.values())) if len(found) == 1 and _ANYBODYS not in found else None
