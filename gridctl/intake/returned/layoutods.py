"""The layout of an .ods sheet, from its XML: OpenDocument 1.2 part 1, 16.5 (widths) and 9.4.4 (content validations)."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.marks import unquoted
from gridctl.intake.returned.layout import MOST_ROWS, Area, Layout, Offer
from gridctl.intake.returned.layoutxlsx import Values
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gridctl.intake.reading.book import Book, Sheet

_STYLE: Final = pattern(
    rb'<style:style\b[^>]*style:name="([^"]*)"[^>]*>\s*<style:table-(column|row)-properties\b([^>]*)>'
)
_CHECK: Final = pattern(rb"<table:content-validation\b([^>]*)>")
_ERROR: Final = pattern(rb'message-type="stop"')
_LIST: Final = pattern(r"cell-content-is-in-list\((.*)\)\s*$", re.DOTALL)
_WORD: Final = pattern(r'"((?:[^"]|"")*)"')
_PLACE: Final = pattern(r"\$?'?((?:[^'.]|'')*?)'?\.\$?([A-Z]+)\$?(\d+)(?::\.?\$?([A-Z]+)\$?(\d+))?")
_TAG: Final = pattern(rb"<table:(table-column|table-row|table-cell|covered-table-cell)((?:\s[^>]*?)?)/?>")
_SIZE: Final = pattern(r"([\d.]+)(cm|mm|in|pt)$")
_POINTS: Final = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0}
# A digit of the usual font at 11 points is 7 pixels of 96 an inch wide.
_CHARACTER: Final = 7 * 72 / 96
_MOST: Final = 1000


def ods_layout(book: Book, sheet: Sheet, rows: range) -> Layout:
    """The layout of one sheet. Raises OSError, KeyError or BadZipFile where the file cannot be read."""
    with zipfile.ZipFile(book.path) as archive:
        xml = archive.read("content.xml")
    sizes = {name: (kind, properties) for name, kind, properties in _STYLE.findall(xml)}
    checks = dict(_checks(xml, Values(book, sheet, dict(_names(xml)))))
    widths: dict[int, float] = {}
    heights: dict[int, float] = {}
    areas: dict[str, list[Area]] = {}
    row, next_row, col, next_column = 0, 0, 0, 0
    for tag, attributes in _TAG.findall(_table(xml, sheet.name)):
        style = _style(attributes)
        if tag == b"table-column":
            count = _number(attributes, b"number-columns-repeated")
            width = _points(sizes, style, b"column", b"column-width") / _CHARACTER
            if width:
                widths.update(dict.fromkeys(range(next_column, next_column + min(count, 100)), width))
            next_column += count
        elif tag == b"table-row":
            row, next_row, col = next_row, next_row + _number(attributes, b"number-rows-repeated"), 0
            height = _points(sizes, style, b"row", b"row-height")
            if height:
                heights.update(dict.fromkeys((each for each in rows if row <= each < next_row), height))
        else:
            count = _number(attributes, b"number-columns-repeated")
            name = _said(attributes, b"table:content-validation-name")
            if name in checks:
                area = Area(row, col, min(next_row, MOST_ROWS) - 1, col + min(count, _MOST) - 1)
                areas.setdefault(name, []).append(area)
            col += count
    offers = tuple(
        Offer(tuple(found), checks[name][0], checks[name][1]) for name, found in areas.items() if checks[name][0]
    )
    return Layout(widths, heights, offers)


def _table(xml: bytes, name: str) -> bytes:
    for match in re.finditer(rb"<table:table\b[^>]*>", xml):
        if _said(match[0], b"table:name") == name:
            return xml[match.end() : max(xml.find(b"</table:table>", match.end()), match.end())]
    return b""


def _names(xml: bytes) -> Iterator[tuple[str, str]]:
    """Named ranges, written as in other programs."""
    for tag in re.findall(rb"<table:named-range\b[^>]*>", xml):
        name, place = (_said(tag, each) for each in (b"table:name", b"table:cell-range-address"))
        yield name.casefold(), _elsewhere(place)


def _said(tag: bytes, attribute: bytes) -> str:
    match = re.search(rb"\b" + attribute + rb'="([^"]*)"', tag)
    return unquoted(match[1].decode("utf-8", "replace")) if match else ""


def _checks(xml: bytes, values: Values) -> Iterator[tuple[str, tuple[tuple[str, ...], bool]]]:
    """By name: what each drop-down offers, and whether nothing else may be typed."""
    for match in _CHECK.finditer(xml):
        said = _LIST.search(_said(match[1], b"table:condition"))
        if said is None:
            continue
        end = xml.find(b"<table:content-validation ", match.end())
        inside = xml[match.end() : min(end if end >= 0 else match.end() + 2000, match.end() + 2000)]
        yield _said(match[1], b"table:name"), (_offered(said[1], values), _ERROR.search(inside) is not None)


def _offered(inside: str, values: Values) -> tuple[str, ...]:
    if '"' in inside[:2]:
        return tuple(word.replace('""', '"') for word in _WORD.findall(inside))
    return values.of(_elsewhere(inside) or inside)


def _elsewhere(place: str) -> str:
    """``[$'a sheet'.$A$1:.$A$9]`` as ``'a sheet'!A1:A9``; "" if it is no place."""
    match = _PLACE.fullmatch(place.strip("[] "))
    if match is None:
        return ""
    name, left, top, right, bottom = match.groups()
    return (f"'{name}'!" if name else "") + f"{left}{top}:{right or left}{bottom or top}"


def _style(attributes: bytes) -> bytes:
    match = re.search(rb'table:style-name="([^"]*)"', attributes)
    return match[1] if match else b""


def _points(sizes: dict[bytes, tuple[bytes, bytes]], style: bytes, kind: bytes, name: bytes) -> float:
    found, properties = sizes.get(style, (b"", b""))
    match = re.search(name + rb'="([^"]*)"', properties) if found == kind else None
    size = _SIZE.match(match[1].decode("ascii", "replace")) if match else None
    return float(size[1]) * _POINTS[size[2]] if size else 0


def _number(attributes: bytes, name: bytes) -> int:
    match = re.search(name + rb'="(\d{1,8})"', attributes)
    return int(match[1]) if match else 1
