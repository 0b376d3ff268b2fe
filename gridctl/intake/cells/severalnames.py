"""Cells that name several people: 钱多/林荷, 钱多 林荷. Nobody is called by all of them at once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gridctl.intake.reading.coded import CodedColumn
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import squash
from gridctl.text.packaged import packaged
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gridctl.intake.cells.draft import Draft
    from gridctl.intake.reading.book import Cell

_HAN: Final = r"\u3400-\u9fff"
_MARKS: Final = r"[/／、,，;；&＆+＋|｜\n]"
# Between the texts of a column stands a character that is none of these.
_PARTED: Final = pattern(rf"{_MARKS}|[^\S\0]")
_MAYBE: Final = pattern(rf"{_MARKS}|[{_HAN}]\s+[{_HAN}]")
_BETWEEN: Final = pattern(_MARKS)
_BLANKS: Final = pattern(r"\s+")
# 何 洁 and 阿依古丽·买买提 are one name each.
_ONE: Final = pattern(rf"[{_HAN}](?:\s*[{_HAN}]){{1,3}}|[{_HAN}]{{2,}}(?:[·•・．][{_HAN}]{{2,}})+")
_PERSON: Final = pattern(rf"[{_HAN}]{{2,4}}")
_FULL: Final = pattern(rf"[{_HAN}]{{2,3}}")
# Fields of a member that everybody who is named in the cell shares.
_SHARED: Final = frozenset(("kind", "residence_kind", "moved_in"))
_FURTHER: Final = 201


def cells_with_names(cells: Sequence[Cell], is_label: Callable[[str], bool]) -> dict[int, tuple[str, ...]]:
    """The names in cells that have several, by position."""
    distinct = {*(cells.distinct().values() if isinstance(cells, CodedColumn) else cells)}
    texts = [cell for cell in distinct if isinstance(cell, str)]
    # Nearly all columns have one name in each cell: a single look tells.
    if not _PARTED.search("\0".join(texts)):
        return {}
    found = {text: names for text in texts if _MAYBE.search(text) and (names := names_in(text, is_label))}
    return {at: found[cell] for at, cell in enumerate(cells) if isinstance(cell, str) and cell in found}


def names_in(text: str, is_label: Callable[[str], bool] = lambda _text: False) -> tuple[str, ...]:
    """The names in a text that has several; () if it is one name, or something else.

    Parted by a blank alone, they are several where each begins with a surname, and none is a word that names of other
    peoples are made of: 阿迪力 买买提 and 白玛 曲珍 are one person each.
    """
    parts = [part for each in _BETWEEN.split(text.strip()) if (part := squash(each))]
    if len(parts) > 1:
        of_people = all(_ONE.fullmatch(part) and not _is_role(part, is_label) for part in parts)
        return tuple(_BLANKS.sub("", part) for part in parts) if of_people else ()
    words = squash(text).split()
    single, double, given = _surnames()
    whole = double.isdisjoint(words[:1]) and given.isdisjoint(words)
    several = len(words) > 1 and whole and all(_FULL.fullmatch(each) for each in words)
    if several and all(each[0] in single and not _is_role(each, is_label) for each in words):
        return tuple(words)
    return ()


def part_persons(draft: Draft, names: tuple[str, ...]) -> bool:
    """Make the member that a cell gives several names to as many members; False if another cell is of one of them.

    As many telephones are theirs in turn; of fewer nobody knows whose they are, and they are the household's.
    """
    members = draft.parts["members"]
    said = members[0]
    if {name for name, value in said.items() if value is not None} - {"name", "phones"} - _SHARED:
        return False
    phones = said.pop("phones", None) or []
    if len(phones) != len(names) and phones:
        known = draft.own.get("household_phones") or []
        draft.own["household_phones"] = [*known, *(each for each in phones if each not in known)]
    for at, name in enumerate(names):
        own: dict[str, Any] = {**said, "name": name}
        if len(phones) == len(names):
            own["phones"] = [phones[at]]
        members[_FURTHER + at if at else 0] = own
    return True


def _is_role(text: str, is_label: Callable[[str], bool]) -> bool:
    return is_label(text) or any(code_list(codes).find(text) for codes in ("relation", "occupancy"))


def begins_with_surname(text: str) -> bool:
    """Whether a text may be a name, by its first character or two."""
    single, double, _ = _surnames()
    return text[:1] in single or text[:2] in double


def two_people(one: str, other: str) -> bool:
    """Whether two names are of different people for certain, and not one name with a slip of the pen in it."""
    if not (_PERSON.fullmatch(one) and _PERSON.fullmatch(other) and begins_with_surname(one)):
        return False
    if not begins_with_surname(other) or one in other or other in one:
        return False
    return one[0] != other[0] or (len(one) == len(other) and sum(map(str.__ne__, one, other)) > 1)


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    said: Mapping[str, Any] = packaged("gridctl.intake.cells", "surnames.yaml")
    return frozenset(said["single"]), frozenset(said["double"]), frozenset(said["given"])
