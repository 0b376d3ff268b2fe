"""Word documents from templates that officials edit in Word; the same contents give the same bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gridctl.store.faults import UsageFault
from gridctl.text.width import display_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Nothing of the clock goes into a file.
_TIME = (2020, 1, 1, 0, 0, 0)
# Characters: no column wants more, this much is never taken from it, headings up to this stay on one line.
_MOST, _SHORT, _FOLDED = 60, 16, 6
# The width of half a Chinese character of 10.5 points, and of the margins of a cell in such characters.
_TWIPS, _MARGINS = 105, 3
# What a heading, which is in bold, must have beside its longest word.
_LEAST_MARGIN = 2


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


def fit_columns(table: Any) -> None:
    """Share a table's width among its columns by what stands in them; long texts give way first, and stand left."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Twips

    grid = table._tbl.tblGrid.findall(qn("w:gridCol"))
    total = sum(int(each.get(qn("w:w")) or 0) for each in grid)
    rows = [row.cells for row in table.rows]
    if not total or any(len(cells) != len(grid) for cells in rows):
        return
    wanted = [_room([cells[place].text for cells in rows]) for place in range(len(grid))]
    needed = [min(_SHORT, _need([cells[place].text for cells in rows])) for place in range(len(grid))]
    widths = shared(total, [each * _TWIPS for each in wanted], _SHORT * _TWIPS, [each * _TWIPS for each in needed])
    for place, column in enumerate(grid):
        column.set(qn("w:w"), str(widths[place]))
        for number, cells in enumerate(rows):
            cells[place].width = Twips(widths[place])
            if number and wanted[place] > _SHORT:
                cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def shared(total: int, wanted: Sequence[int], short: int, needed: Sequence[int] = ()) -> list[int]:
    """Widths that add up to no more than ``total``: what is wanted and more, or less of those wider than ``short``.

    Where that is not enough, columns give way down to what is ``needed`` by their cells, whose headings then fold.
    """
    over = sum(wanted) - total
    for least in ([short] * len(wanted), needed):
        give = [max(0, each - floor) for each, floor in zip(wanted, least, strict=False)]
        if over > 0 and sum(give) >= over:
            return [each - over * more // sum(give) - (more > 0) for each, more in zip(wanted, give, strict=True)]
    return [total * each // max(1, sum(wanted)) for each in wanted]


def _need(texts: Sequence[str]) -> int:
    """Characters a column needs, so that no cell of it is broken, nor a word of its heading."""
    head, *cells = texts
    return max(max(map(display_width, cells), default=0) + _MARGINS, _longest_word(head) + _LEAST_MARGIN)


def _longest_word(head: str) -> int:
    """Characters of a heading that must stay together; Chinese may be broken anywhere."""
    return max((display_width(each) for each in head.replace("-", "- ").split() if each.isascii()), default=0)


def _room(texts: Sequence[str]) -> int:
    """Characters a column wants: its cells on one line, its heading on two, but no word of it broken."""
    head, *cells = texts
    width = display_width(head)
    folded = width if width <= _FOLDED else -(-width // 2)
    longest = max(map(display_width, cells), default=0)
    return max(_longest_word(head), folded, min(_MOST, longest)) + _MARGINS
