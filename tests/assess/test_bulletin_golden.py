"""Every format of one bulletin against files kept beside the tests: whatever changes in any of them is seen.

After a change that was meant: ``GRIDCTL_WRITE_GOLDEN=1 pytest tests/assess/test_bulletin_golden.py``; then read what
the files differ in.
"""

import json
import os
import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.table import Table
from openpyxl import load_workbook
from rich.console import Console

from gridctl.assess.bulletin import Bulletin
from gridctl.assess.terminal_tables import terminal_indicators, terminal_table
from gridctl.assess.wording import summary
from gridctl.render.docx_bulletin import bulletin_document
from gridctl.render.html_bulletin import bulletin_page
from gridctl.render.terminal import print_table
from gridctl.render.xlsx import workbook_bytes
from gridctl.render.xlsx_bulletin import bulletin_sheets
from gridctl.text.width import display_width

GOLDEN = Path(__file__).with_name("golden")
_LOUD = re.compile(r"<style>.*?</style>|<script>.*?</script>|<svg.*?</svg>", re.DOTALL)
_WIDE = 80


def rounded(value: Any) -> Any:
    match value:
        case dict():
            return {key: rounded(each) for key, each in value.items()}
        case list():
            return [rounded(each) for each in value]
        case float():
            return round(value, 6)
    return value


def as_json(bulletin: Bulletin, language: str) -> str:
    del language
    return json.dumps(rounded(bulletin.data()), ensure_ascii=False, indent=1)


def as_html(bulletin: Bulletin, language: str) -> str:
    text = _LOUD.sub("", bulletin_page(bulletin, language))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def as_docx(bulletin: Bulletin, language: str) -> str:
    lines = []
    for each in Document(BytesIO(bulletin_document(bulletin, language))).iter_inner_content():
        if isinstance(each, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in each.rows]
        elif each.text:
            lines.append(each.text)
    return "\n".join(lines)


def as_xlsx(bulletin: Bulletin, language: str) -> str:
    book = load_workbook(BytesIO(workbook_bytes(list(bulletin_sheets(bulletin, language)), language)))
    lines = []
    for page in book:
        lines.append(f"# {page.title}, {len(page._charts)} charts, {page.print_title_rows}")
        for row in page.iter_rows(values_only=True):
            cells = [f"{each:.4f}" if isinstance(each, float) else "" if each is None else str(each) for each in row]
            lines.append("\t".join(cells).rstrip())
    return "\n".join(lines)


def as_text(bulletin: Bulletin, language: str) -> str:
    console = Console(file=StringIO(), width=_WIDE, color_system=None)
    for table in (terminal_table(bulletin), terminal_indicators(bulletin)):
        print_table(console, table, language)
    for line in summary(bulletin):
        console.print(line.text(language), markup=False)
    text = console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
    return "\n".join(line.rstrip() for line in text.splitlines())


FORMS = {"json": as_json, "html": as_html, "docx": as_docx, "xlsx": as_xlsx, "text": as_text}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_format_is_as_kept(by_staff: Bulletin, language: str) -> None:
    for form, made in FORMS.items():
        path = GOLDEN / f"bulletin.{language}.{form}.txt"
        text = made(by_staff, language) + "\n"
        if os.environ.get("GRIDCTL_WRITE_GOLDEN"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_terminal_needs_80_columns(by_staff: Bulletin, language: str) -> None:
    assert max(display_width(line) for line in as_text(by_staff, language).splitlines()) <= _WIDE
