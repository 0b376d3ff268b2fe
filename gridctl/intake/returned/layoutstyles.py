"""The cell formats of an .xlsx file: ``xl/styles.xml``, ECMA-376 part 1, 18.8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from gridctl.intake.reading.marks import attribute, unquoted
from gridctl.intake.returned.layout import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

# 18.8.30: formats that have a number and no text; those of Chinese Excel from 27 on.
BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd hh:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 31: 'yyyy"年"m"月"d"日"', 49: "@", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_T = TypeVar("_T")
_ALIGNED: Final = ("left", "center", "right")


def looks_of(xml: bytes) -> tuple[Look, ...]:
    """The looks that cells name by number."""
    formats = dict(BUILT_IN)
    for tag in re.findall(rb"<(?:\w+:)?numFmt\b[^>]*>", _part(xml, b"numFmts")):
        number = attribute(tag, b"numFmtId")
        if number.isdecimal():
            formats[int(number)] = unquoted(attribute(tag, b"formatCode"))
    fonts = [_font(each) for each in _blocks(_part(xml, b"fonts"), b"font")]
    fills = [_color(each, b"fgColor") for each in _blocks(_part(xml, b"fills"), b"fill")]
    return tuple(_look(each, formats, fonts, fills) for each in _blocks(_part(xml, b"cellXfs"), b"xf"))


def _look(xf: bytes, formats: dict[int, str], fonts: list[Look], fills: list[str]) -> Look:
    font = _nth(fonts, attribute(xf, b"fontId")) or Look()
    align = attribute(xf, b"horizontal")
    number = attribute(xf, b"numFmtId")
    return Look(
        formats.get(int(number) if number.isdecimal() else 0, "General"),
        font.bold,
        font.font,
        font.size,
        font.color,
        _nth(fills, attribute(xf, b"fillId")) or "",
        align if align in _ALIGNED else "",
    )


def _font(xml: bytes) -> Look:
    bold = re.search(rb"<(?:\w+:)?b(?:\s[^>]*)?/?>", xml)
    name, size = (re.search(rb"<(?:\w+:)?%s\b[^>]*>" % tag, xml) for tag in (b"name", b"sz"))
    points = attribute(size[0], b"val") if size else ""
    return Look(
        bold=bold is not None and attribute(bold[0], b"val") not in ("0", "false"),
        font=unquoted(attribute(name[0], b"val")) if name else "",
        size=float(points) if points.replace(".", "", 1).isdecimal() else 0,
        color=_color(xml, b"color"),
    )


def _color(xml: bytes, name: bytes) -> str:
    tag = re.search(rb"<(?:\w+:)?%s\b[^>]*>" % name, xml)
    rgb = attribute(tag[0], b"rgb") if tag else ""
    return rgb[-6:] if re.fullmatch("[0-9A-Fa-f]{6,8}", rgb) else ""


def _part(xml: bytes, name: bytes) -> bytes:
    match = re.search(rb"<(?:\w+:)?%s\b[^>]*>" % name, xml)
    if match is None:
        return b""
    return xml[match.end() : max(xml.find(name + b">", match.end()), match.end())]


def _blocks(part: bytes, name: bytes) -> Iterator[bytes]:
    """Each element of that name with what is inside."""
    starts = [match.start() for match in re.finditer(rb"<(?:\w+:)?%s(?=[\s/>])" % name, part)]
    for start, end in zip(starts, [*starts[1:], len(part)], strict=True):
        yield part[start:end]


def _nth(items: list[_T], number: str) -> _T | None:
    return items[int(number)] if number.isdecimal() and int(number) < len(items) else None
