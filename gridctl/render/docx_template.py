"""Makes the Word templates of the bulletin that are shipped, set as GB/T 9704-2012 sets an official notice.

``python -m gridctl.render.docx_template`` writes them anew; a test compares them with what this makes.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gridctl.render.docx import packed

FOLDER: Final = Path(__file__).with_name("templates")
_RED = RGBColor(0xC0, 0, 0)
# Latin face, face of the body, of headings and of titles.
_FACES = {"zh": ("Times New Roman", "仿宋", "黑体", "宋体"), "en": ("Times New Roman",) * 4}
_SIZES = {"zh": (16.0, 28.0), "en": (11.5, 17.0)}
_WORDS = {
    "zh": {"number": "〔{{ year }}〕　　号", "annex": "附件：", "page": "附件", "scheme": "方案：{{ scheme }}"},
    "en": {"number": "No.      of {{ year }}", "annex": "Annex: ", "page": "Annex", "scheme": "Scheme: {{ scheme }}"},
}


def template(language: str) -> bytes:
    """The template in ``zh`` or ``en``."""
    return _Template(language).made()


def main() -> None:
    """Write the templates."""
    for language in _WORDS:
        (FOLDER / f"bulletin.{language}.docx").write_bytes(template(language))


class _Template:
    def __init__(self, language: str) -> None:
        self._document: Any = Document()
        self._language = language
        self._latin, self._body, self._head, self._title = _FACES[language]
        self._size, self._line = _SIZES[language]

    def made(self) -> bytes:
        words = _WORDS[self._language]
        self._set_page()
        self._set_styles()
        self._paragraph("{{ place }}{{ issuer }}", self._title, 32, centre=True, red=True, bold=True, free=True)
        self._rule(self._paragraph(words["number"], self._body, self._size, centre=True))
        self._paragraph("{{ title }}", self._title, 22, centre=True, bold=True, free=True, before=18, after=14)
        self._paragraph("{{ addressee }}", self._body, self._size)
        self._indented("{{ basis }}")
        self._mark("{%p for section in sections %}")
        self._paragraph(
            "{{ section.title }}", self._head, self._size, indent=self._language == "zh", together=True, before=6
        )
        self._mark("{%p for line in section.text %}")
        self._indented("{{ line }}")
        self._mark("{%p endfor %}")
        self._mark("{%p for point in section.points %}")
        self._indented("{{ point }}")
        self._mark("{%p endfor %}")
        self._mark("{%p for table in section.tables %}")
        self._table()
        self._mark("{%p endfor %}")
        self._mark("{%p endfor %}")
        self._paragraph("", self._body, self._size)
        self._indented(
            f"{words['annex']}" + "{% for table in annex %}{{ loop.index }}. {{ table.title }}　{% endfor %}"
        )
        self._paragraph("{{ issuer }}", self._body, self._size, right=True, before=28, together=True)
        self._paragraph("{{ date }}", self._body, self._size, right=True)
        page = self._paragraph(words["page"], self._head, self._size)
        page.paragraph_format.page_break_before = True
        self._paragraph(words["scheme"], self._body, 10.5, free=True)
        self._mark("{%p for table in annex %}")
        self._table()
        self._mark("{%p endfor %}")
        self._numbers()
        buffer = BytesIO()
        self._document.save(buffer)
        return packed(buffer.getvalue())

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        about = self._document.core_properties
        about.author, about.title, about.comments = "gridctl", "", ""
        about.created = about.modified = datetime(2020, 1, 1)  # noqa: DTZ001  the property has no zone
        about.last_modified_by, about.revision = "gridctl", 1

    def _set_styles(self) -> None:
        normal = self._document.styles["Normal"]
        normal.paragraph_format.space_after = Pt(0)
        self._face(normal, self._body, self._size)

    def _face(self, of: Any, name: str, size: float) -> None:
        of.font.name, of.font.size = self._latin, Pt(size)
        of.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)

    def _paragraph(
        self, text: str, face: str, size: float, *, centre: bool = False, right: bool = False, red: bool = False,
        bold: bool = False, free: bool = False, indent: bool = False, together: bool = False, before: float = 0,
        after: float = 0,
    ) -> Any:  # fmt: skip
        paragraph = self._document.add_paragraph()
        run = paragraph.add_run(text)
        self._face(run, face, size)
        run.font.bold = bold or (self._language == "en" and face == self._head and together)
        if red:
            run.font.color.rgb = _RED
        form = paragraph.paragraph_format
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.RIGHT if right else None
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.keep_with_next = together
        if not free:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self._line)
        if indent:
            form.first_line_indent = Pt(self._size * 2)
        return paragraph

    def _indented(self, text: str) -> None:
        self._paragraph(text, self._body, self._size, indent=self._language == "zh")

    def _mark(self, text: str) -> None:
        """A paragraph that only steers: it is gone once the template is filled in."""
        self._paragraph(text, self._latin, 8, free=True)

    def _table(self) -> None:
        self._paragraph("{{ table.title }}", self._head, 12, centre=True, together=True, before=8, after=3, free=True)
        table = self._document.add_table(rows=4, cols=3)
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._narrow_margins(table)
        cells = (
            ("{%tc for head in table.heads %}", "{{ head }}", "{%tc endfor %}"),
            ("{%tr for row in table.rows %}", "", ""),
            ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
            ("{%tr endfor %}", "", ""),
        )
        for row, texts in zip(table.rows, cells, strict=True):
            self._unsplit(row)
            for cell, text in zip(row.cells, texts, strict=True):
                run = cell.paragraphs[0].add_run(text)
                # English headings are longer, and a word of theirs may not be broken.
                self._face(run, self._title, 10.5 if self._language == "zh" else 8 if texts is cells[0] else 9)
                run.font.bold = texts is cells[0]
                form = cell.paragraphs[0].paragraph_format
                form.alignment = WD_ALIGN_PARAGRAPH.CENTER
                form.space_before = form.space_after = Pt(1.5)
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        self._mark("{%p for note in table.notes %}")
        self._paragraph("{{ note }}", self._title, 9, free=True)
        self._mark("{%p endfor %}")

    def _narrow_margins(self, table: Any) -> None:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), "50")
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        # The schema has it stand before the look of the table.
        table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)

    def _unsplit(self, row: Any) -> None:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if row._index == 0:
            properties.append(OxmlElement("w:tblHeader"))

    def _rule(self, paragraph: Any) -> None:
        """The red line below the head of the notice."""
        borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", "C00000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        paragraph._p.get_or_add_pPr().append(borders)

    def _numbers(self) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, kind in (("— ", ""), ("PAGE", "field"), (" —", "")):
            run = paragraph.add_run("" if kind else text)
            self._face(run, self._title, 14 if self._language == "zh" else 9)
            if kind:
                for element, value in (("begin", ""), ("", text), ("end", "")):
                    part = OxmlElement("w:fldChar" if element else "w:instrText")
                    if element:
                        part.set(qn("w:fldCharType"), element)
                    else:
                        part.text = value
                    run._r.append(part)


if __name__ == "__main__":
    main()
