"""Values as people type them: full-width digits, blanks inside names, five ways to write a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from gridctl.schema.codelists import code_list

if TYPE_CHECKING:
    from random import Random

Cell = str | int | float | date
Kind = Literal["text", "name", "id", "phones", "date", "code", "count", "blankable"]

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_EXCEL_DAY_0 = date(1899, 12, 30)
_NOTHING = ("无", "—", "", "/")


def typed(rng: Random, kind: Kind, value: object, codes: str = "") -> Cell:
    """One value as a cell; an empty one may come as 无 or — where people write that."""
    if value in (None, "", []):
        return rng.choice(_NOTHING) if kind in ("blankable", "phones") else ""
    texts = [str(each) for each in value] if isinstance(value, list) else [str(value)]
    match kind:
        case "name":
            return _name(rng, texts[0])
        case "id":
            return texts[0].lower() if rng.random() < 0.6 else texts[0]
        case "phones":
            return _phones(rng, texts)
        case "date":
            return day(rng, date.fromisoformat(texts[0]))
        case "code":
            return "、".join(_label(rng, codes, each) for each in texts)
        case "count":
            return int(texts[0])
        case _:
            text = "、".join(texts)
            return text.translate(_FULL_WIDTH) if rng.random() < 0.06 and "号" in text else text


def day(rng: Random, value: date) -> Cell:
    """A day in one of the usual forms: text in five of them, a date cell, or Excel's serial number."""
    forms: tuple[Cell, ...] = (
        value.isoformat(),
        f"{value.year}.{value.month}.{value.day}",
        f"{value.year}年{value.month}月{value.day}日",
        f"{value:%Y%m%d}",
        f"{value.year}/{value.month}/{value.day}",
        value,
        (value - _EXCEL_DAY_0).days,
    )
    return rng.choice(forms)


def _name(rng: Random, name: str) -> str:
    chance = rng.random()
    if len(name) == 2 and chance < 0.5:
        return f"{name[0]}　{name[1]}" if chance < 0.2 else f"{name[0]} {name[1]}"
    return f" {name}" if chance > 0.92 else name


def _phones(rng: Random, phones: list[str]) -> Cell:
    if len(phones) > 1:
        return rng.choice(("/", "、", "\n", " ")).join(phones)
    chance = rng.random()
    if chance < 0.12:
        return int(phones[0])
    if chance < 0.2:
        return f"{phones[0][:3]}-{phones[0][3:7]}-{phones[0][7:]}"
    return phones[0].translate(_FULL_WIDTH) if chance < 0.26 else phones[0]


def _label(rng: Random, codes: str, key: str) -> str:
    item = code_list(codes).item(key)
    return rng.choice((item.zh, item.zh, *item.aliases))
