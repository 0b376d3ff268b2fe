"""A Word template of one's own, and the pay sheet, on a copy of the demo's community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from cli_running import PERIOD, run
from docx import Document

if TYPE_CHECKING:
    from pathlib import Path

RATES = """
base: {full_time: "3000"}
hours:
  - {key: "duty", zh: "值班", en: "duty", rate: "15",
     sql: "SELECT unnest(staff) AS staff, parent || '-' || seq AS record, 4 AS amount FROM roster"}
"""


def template(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


def test_the_communitys_template_is_used_unless_another_is_given(own: Path, tmp_path: Path) -> None:
    template(own / "ledgers" / "assessment" / "templates" / "bulletin.docx", "本社区 {{ title }}")
    other = template(tmp_path / "另 一份.docx", "另一份 {{ titel }}")
    made = run("report", *PERIOD, "-f", "docx", "-o", tmp_path, cwd=own)
    assert made.code == 0, made.err
    text = [each.text for each in Document(str(tmp_path / "通报-2026Q3.docx")).paragraphs]
    assert text == ["本社区 清荷社区2026年第三季度网格工作通报"]
    wrong = run("report", *PERIOD, "-f", "docx", "--template", other, "-o", tmp_path, cwd=own)
    assert wrong.code == 2
    assert "另 一份.docx" in wrong.err


def test_pay_is_exported_masked(own: Path, tmp_path: Path) -> None:
    without = run("scores", "pay", *PERIOD, cwd=own)
    assert (without.code, "pay.yaml" in without.err) == (2, True)
    (own / "ledgers" / "assessment" / "pay.yaml").write_text(RATES, encoding="utf-8")
    made = run("scores", "pay", *PERIOD, "-o", tmp_path / "绩效.xlsx", cwd=own)
    assert made.code == 0, made.err
    page = openpyxl.load_workbook(tmp_path / "绩效.xlsx")["绩效核算"]
    names = [row[1].value for row in page.iter_rows(min_row=4)]
    assert [each for each in names if each and "*" in each]
    assert "方慧璐" not in names
