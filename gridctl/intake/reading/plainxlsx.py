"""An .xlsx file as programs write one, read block by block and with each distinct cell told apart once.

The library keeps a whole sheet as a rectangle beside the one Python makes of it; of 200 000 rows that is some 300 MB.
Here rows are cut by `gridctl.intake.reading.sheetxml`, and only the distinct cells that are no plain text (numbers,
dates, formulas, ...) go to the library, as a book of one column with the styles of the real one: what a cell means is
still read in one place.
"""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import TYPE_CHECKING, Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from gridctl.intake.reading.book import Sheet
from gridctl.intake.reading.coded import CodedRows
from gridctl.intake.reading.marks import sheet_members
from gridctl.intake.reading.sheetxml import NotPlain, read_cells
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gridctl.intake.reading.book import Cell

_BLOCK: Final = 1 << 20
_TEXTS: Final = "xl/sharedStrings.xml"
# What the library needs to know what kind of value a cell holds.
_PARTS: Final = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")
_TEXT_BEGINS: Final = "<si><t>"
_TEXT_ENDS: Final = "</t></si>"
_PLAIN_TEXT: Final = pattern('<si><t(?:| xml:space="preserve")>([^<]*)</t></si>')
_ANY_TEXT: Final = pattern("<si(?:/>|>(.*?)</si>)", re.DOTALL)
_RUN: Final = pattern("<t(?: [^>]*)?>([^<]*)</t>")
# How a text is pronounced is no part of it.
_PHONETIC: Final = pattern(r"<rPh\b.*?</rPh>", re.DOTALL)
# ECMA-376 part 1, 22.9.2.19: a character that XML cannot hold, by its number.
_ESCAPED: Final = pattern("_x[0-9A-Fa-f]{4}_")
_AT_ONCE: Final = 50_000


def read_plain(data: bytes) -> tuple[Sheet, ...] | None:
    """The sheets of an .xlsx file; None if it is not written in the plain form.

    Raises what reading a damaged archive raises.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            return tuple(_sheets(archive))
        except (NotPlain, UnicodeDecodeError):
            return None


def _sheets(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    members = sheet_members(archive)
    names = frozenset(archive.namelist())
    with _book_of(archive, "", ()) as book:
        sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if not all(members.get(each.name) in names for each in sheets):
        raise NotPlain
    texts = _texts(archive) if _TEXTS in names else []
    for meta in sheets:
        member = members[meta.name]
        with archive.open(member) as stream:
            found = read_cells(stream, len(texts))
        values: list[Cell] = [*texts, ""]
        for at in range(0, len(found.others), _AT_ONCE):
            values += _read(archive, member, meta.name, found.others[at : at + _AT_ONCE])
        yield Sheet(
            meta.name,
            CodedRows(found.columns, values),
            meta.visible == SheetVisibleEnum.Visible,
            found.merges,
            found.hidden_rows,
            found.hidden_columns,
            found.error_cells,
        )


def _texts(archive: zipfile.ZipFile) -> list[str]:
    """The book's table of texts."""
    texts: list[str] = []
    rest = b""
    with archive.open(_TEXTS) as stream:
        while block := stream.read(_BLOCK):
            rest += block
            end = rest.rfind(b"</si>") + len(b"</si>")
            if end >= len(b"</si>"):
                texts += _texts_of(rest[:end].decode("utf-8"))
                rest = rest[end:]
    if b"<si" in rest:
        texts += _texts_of(rest.decode("utf-8"))
    return texts


def _texts_of(xml: str) -> list[str]:
    if "<!" in xml or ("_x" in xml and _ESCAPED.search(xml)):
        raise NotPlain
    texts = _all_bare(xml) or _PLAIN_TEXT.findall(xml)
    if len(texts) != xml.count("<si"):
        texts = ["".join(_RUN.findall(_PHONETIC.sub("", each))) for each in _ANY_TEXT.findall(xml)]
        if len(texts) != xml.count("<si"):
            raise NotPlain
    return [unescape(each) for each in texts] if "&" in xml else texts


def _all_bare(xml: str) -> list[str]:
    """The texts of some XML in which nothing is said but texts; empty for any other.

    Most tables are like this, and to cut them apart takes a third of the time that matching each text does.
    """
    begin, end = xml.find(_TEXT_BEGINS), xml.rfind(_TEXT_ENDS)
    if begin < 0:
        return []
    texts = xml[begin + len(_TEXT_BEGINS) : end].split(_TEXT_ENDS + _TEXT_BEGINS)
    # Each text has four signs around it: with any more, one of them holds something else.
    signs = (_TEXT_BEGINS + _TEXT_ENDS).count("<") * len(texts)
    return texts if xml.count("<", begin, end + len(_TEXT_ENDS)) == signs else []


def _read(archive: zipfile.ZipFile, member: str, name: str, cells: Sequence[bytes]) -> list[Cell]:
    """What cells mean, that are given as they are written after their reference."""
    with _book_of(archive, member, cells) as book:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    # Cells at the end that turn out to be empty are not listed.
    return [row[0] if row else "" for row in rows] + [""] * (len(cells) - len(rows))


def _book_of(archive: zipfile.ZipFile, member: str, cells: Iterable[bytes]) -> CalamineWorkbook:
    """A book with these cells in column A of one sheet, and else nothing but the real book's styles and names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        for part in _PARTS:
            if part in archive.namelist():
                book.writestr(part, archive.read(part))
        if member:
            rows = b"".join(b'<row r="%d"><c r="A%d"%b</row>' % (at, at, each) for at, each in enumerate(cells, 1))
            book.writestr(
                member,
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b'
                b"</sheetData></worksheet>" % rows,
            )
    file.seek(0)
    return CalamineWorkbook.from_filelike(file)
