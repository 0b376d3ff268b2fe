"""Word documents from templates that officials edit in Word; the same contents give the same bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gridctl.store.faults import Refused, UsageFault
from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Nothing of the clock goes into a file.
_TIME = (2020, 1, 1, 0, 0, 0)
_LEAST, _MOST = 4, 40


def fill_template(template: bytes, context: Mapping[str, Any], name: str) -> bytes:
    """Fill in a template; raises ``UsageFault`` for one with a mistake in its marks.

    Tables get columns as wide as what stands in them.
    """
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it has no type hints
    from jinja2 import Environment, StrictUndefined, TemplateError

    document = DocxTemplate(BytesIO(template))
    try:
        document.render(dict(context), Environment(undefined=StrictUndefined, autoescape=True), autoescape=True)
    except TemplateError as error:
        raise UsageFault(
            f"模板 {name} 里的标记有误：{error}。改正后再试，或删掉它改用自带的模板。",
            f"A mark in the template {name} is wrong: {error}. Mend it, or remove it to use the shipped one.",
        ) from error
    for table in document.docx.tables:
        fit_columns(table)
    buffer = BytesIO()
    document.save(buffer)
    return packed(buffer.getvalue())


def packed(document: bytes) -> bytes:
    """The same document without the times at which its parts were packed."""
    buffer = BytesIO()
    with ZipFile(BytesIO(document)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, _TIME)
            part.compress_type = ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return buffer.getvalue()


def write_document(path: Path, data: bytes) -> None:
    """Write a document, making its folder; raises ``Refused`` when the file cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except PermissionError as error:
        raise Refused(
            f"写不了 {path.name}：请先在 Word 或 WPS 里关闭它，再试一次。",
            f"Cannot write {path.name}: close it in Word or WPS and try again.",
        ) from error


def fit_columns(table: Any) -> None:
    """Share a table's width among its columns by what stands in them."""
    from docx.oxml.ns import qn
    from docx.shared import Emu

    grid = table._tbl.tblGrid.findall(qn("w:gridCol"))
    total = sum(int(each.get(qn("w:w")) or 0) for each in grid)
    rows = [row.cells for row in table.rows]
    if not total or any(len(cells) != len(grid) for cells in rows):
        return
    room = [
        max(_LEAST, min(_MOST, max(display_width(cells[place].text) for cells in rows))) + 2
        for place in range(len(grid))
    ]
    for place, column in enumerate(grid):
        width = total * room[place] // sum(room)
        column.set(qn("w:w"), str(width))
        for cells in rows:
            cells[place].width = Emu(width * 635)
