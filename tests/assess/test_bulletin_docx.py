"""The bulletin as an official notice in Word."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from gridctl.assess.bulletin import Bulletin
from gridctl.render.docx import shared
from gridctl.render.docx_bulletin import bulletin_document, context_of, write_bulletin
from gridctl.render.docx_template import FOLDER, template
from gridctl.store.faults import UsageFault


def lines(data: bytes) -> list[str]:
    return [each.text for each in Document(BytesIO(data)).paragraphs if each.text.strip()]


def own(tmp_path: Path, *texts: str) -> Path:
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(tmp_path / "bulletin.docx"))
    return tmp_path / "bulletin.docx"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_shipped_templates_are_those_the_program_makes(language: str) -> None:
    shipped = (FOLDER / f"bulletin.{language}.docx").read_bytes()
    parts = [Document(BytesIO(each)).element.xml for each in (shipped, template(language))]
    assert parts[0] == parts[1], "run python -m gridctl.render.docx_template"


def test_it_reads_as_a_notice(bulletin: Bulletin) -> None:
    text = lines(bulletin_document(bulletin, "zh"))
    assert text[:4] == ["柳溪街道清荷社区", "〔2026〕　　号", "清荷社区2026年第三季度网格工作通报", "各网格："]
    assert text[4] == "根据《小方案》，现将2026年第三季度网格工作情况通报如下。"
    assert [each for each in text if re.match("[一二三四五六七]、", each)] == [
        "一、基本情况", "二、指标完成情况", "三、考评排名", "四、数据质量", "五、下一步工作",
    ]  # fmt: skip
    end = text.index("附件")
    assert text[end - 2 : end] == ["清荷社区", "2026年9月30日"]
    assert not [each for each in text if "{" in each]


def test_its_tables_hold_the_figures(bulletin: Bulletin) -> None:
    document = Document(BytesIO(bulletin_document(bulletin, "zh")))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    ranking = next(each for each in tables if each[0][0] == "名次" and "得分" in each[0])
    assert ranking[1:3] == [
        ["1", "第二网格", "钱二、孙三", "87.68", "良好", f"{bulletin.units[0].change:+.2f}"],
        ["2", "第一网格", "赵一、孙三、吴六", "45.29", "不合格", "-11.05"],
    ]
    assert "<b>第三网格</b>" in ranking[3]
    for table in document.tables:
        widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(widths) <= 8850


def test_the_same_figures_give_the_same_bytes(bulletin: Bulletin) -> None:
    assert bulletin_document(bulletin, "zh") == bulletin_document(bulletin, "zh")


def test_no_word_of_an_english_heading_is_broken(by_staff: Bulletin) -> None:
    tables = Document(BytesIO(bulletin_document(by_staff, "en"))).tables
    assert len(tables) > 5
    for table in tables:
        for cell in table.rows[0].cells:
            words = cell.text.replace("-", "- ").split()
            # Bold letters of 8 points are half as wide as high, most of them; the margins of a cell are 100.
            assert max(map(len, words)) * 90 + 100 <= cell.width.twips, (words, cell.width.twips)


def test_a_community_has_a_template_of_its_own(bulletin: Bulletin, tmp_path: Path) -> None:
    path = own(tmp_path, "关于{{ title }}", "{{ tables.ranking.rows[0][1] }}第一", "{{ date }}")
    assert lines(bulletin_document(bulletin, "zh", path)) == [
        "关于清荷社区2026年第三季度网格工作通报", "第二网格第一", "2026年9月30日",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["{{ titel }}", "{% if %}", "{{ title"])
def test_a_template_with_a_mistake_is_told_by_name(bulletin: Bulletin, tmp_path: Path, mark: str) -> None:
    with pytest.raises(UsageFault) as caught:
        bulletin_document(bulletin, "zh", own(tmp_path, mark))
    assert "bulletin.docx" in caught.value.zh


def test_everything_a_template_may_name(bulletin: Bulletin) -> None:
    assert {
        "title", "issuer", "place", "addressee", "lead", "basis", "sections", "tables", "annex", "scheme", "period",
        "year", "date",
    } == context_of(bulletin, "en").keys()  # fmt: skip


@pytest.mark.parametrize(
    ("total", "wanted", "expected"),
    [
        (100, [10, 10], [50, 50]),
        (100, [20, 100], [20, 79]),
        (100, [60, 60, 60], [33, 33, 33]),
        (100, [1, 300], [1, 98]),
    ],
)
def test_long_columns_give_way(total: int, wanted: list[int], expected: list[int]) -> None:
    assert shared(total, wanted, 40) == expected
    assert sum(shared(total, wanted, 40)) <= total


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed")
def test_libreoffice_prints_it(bulletin: Bulletin, tmp_path: Path) -> None:
    write_bulletin(tmp_path / "通 报.docx", bulletin, "zh")
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path), str(tmp_path / "通 报.docx")], check=True, capture_output=True, timeout=180
    )
    pages = (tmp_path / "通 报.pdf").read_bytes().count(b"/Type/Page/")
    assert 4 <= pages <= 8
