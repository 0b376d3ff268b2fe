"""The sample community's codes cleaned as the manual says: its own commands in its order, and a workbook filled in."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cli_running import run
from guide_pages import steps

from gridctl.cli.guide import page
from gridctl.demo.sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path

SOFFICE = shutil.which("soffice")
BOOK = "out/判断表.xlsx"


def fill_in(path: Path, scratch: Path) -> None:
    """Choose "same" in the first row of each group, as somebody does, and have LibreOffice save the workbook."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    top = next(cell.row for cell in sheet["A"] if cell.value == "组")
    columns = {cell.value: cell.column for cell in sheet[top]}
    groups: set[object] = set()
    for row in range(top + 1, sheet.max_row + 1):
        group = sheet.cell(row, columns["组"]).value
        if group is not None and group not in groups:
            groups.add(group)
            sheet.cell(row, columns["判断"]).value = "同一"
    assert len(groups) == 2
    book.save(path)
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(scratch / "saved")]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)
    saved = scratch / "saved" / path.name
    assert saved.read_bytes() != path.read_bytes()
    shutil.copyfile(saved, path)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="soffice (LibreOffice) is not installed")
def test_the_sample_is_cleaned_by_what_the_manual_says(tmp_path):
    root = tmp_path / "清荷 社区"
    root.mkdir()
    write_sample(root)
    told = [step.argv[2:] for step in steps(page("codes", "zh")) if step.argv[:2] == ["gridctl", "codes"]]

    def found(*beginning: str) -> list[str]:
        return next(each for each in told if tuple(each[: len(beginning)]) == beginning)

    def codes(argv: list[str], code: int = 0):
        ran = run("codes", *argv, cwd=root)
        assert ran.code == code, (argv, ran)
        return ran

    assert "C202" in codes(found("check"), 1).out
    assert "确认 2 组，疑似 0 组。" in codes(found("duplicates"), 1).err
    codes(found("duplicates", "--format", "xlsx"), 1)
    fill_in(root / BOOK, tmp_path)
    assert found("decide")[1] == BOOK
    assert "新判断 2 组，与以前相同 0 组，未填 0 组。" in codes(found("decide")).err
    assert "合并 2" in codes(found("apply", "--dry-run")).out
    assert "`gridctl codes apply --yes`" in page("codes", "zh")
    codes(["apply", "--yes"])
    assert "都已合并" in codes(found("apply", "--dry-run")).err
    assert "确认 0 组，疑似 0 组。" in codes(found("duplicates")).err
    clean = codes(found("check"))
    assert "C202" not in clean.out
    assert "0 个错误" in clean.err
    # What is decided stays decided, and a second look at the workbook says so.
    assert "C312" in codes(found("decide")).err
