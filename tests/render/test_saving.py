"""Whatever form a file has: one that another program holds is refused, with what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.csvtext import write_csv
from gridctl.render.html import write_page
from gridctl.render.ics import write_calendar
from gridctl.render.saving import save
from gridctl.render.xlsx import SheetSpec, write_workbook
from gridctl.store.faults import Refused

TABLE = Table(Words("表", "table"), (TableColumn("name", "姓名", "name"),), (("虚构甲",),))
DAY = date(2026, 7, 1)
WRITERS = {
    "xlsx": (lambda path: write_workbook(path, [SheetSpec(TABLE, "表")], "zh"), "Excel"),
    "csv": (lambda path: write_csv(path, TABLE, "zh"), "Excel"),
    "docx": (lambda path: save(path, b"", "Word"), "Word"),
    "html": (lambda path: write_page(path, "<p>"), "in use"),
    "ics": (lambda path: write_calendar(path, "任务", [], DAY, days=(DAY, DAY)), "in use"),
}


@pytest.mark.parametrize("form", WRITERS)
def test_a_file_that_is_open_elsewhere_is_refused(form, tmp_path, monkeypatch):
    def locked(path, data):
        raise PermissionError(13, f"{len(data)} bytes not taken", str(path))

    write, told = WRITERS[form]
    path = tmp_path / "新 文件夹" / f"结果.{form}"
    monkeypatch.setattr(Path, "write_bytes", locked)
    with pytest.raises(Refused, match=told) as refused:
        write(path)
    assert path.name in refused.value.zh


def test_a_calendar_that_cannot_be_read_first_is_refused_too(tmp_path, monkeypatch):
    path = tmp_path / "任务.ics"
    path.write_bytes(b"")

    def locked(path):
        raise PermissionError(13, "held", str(path))

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(Refused, match="in use"):
        write_calendar(path, "任务", [], DAY, days=(DAY, DAY))


def test_its_folder_is_made(tmp_path):
    save(tmp_path / "甲" / "乙" / "a.txt", b"x")
    assert (tmp_path / "甲" / "乙" / "a.txt").read_bytes() == b"x"
