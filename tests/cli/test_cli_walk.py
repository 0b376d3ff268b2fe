"""A newcomer's day, from the guide alone: ten faults come back, are corrected in LibreOffice, and everything is in."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import openpyxl
import pytest
from cli_running import run

from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from pathlib import Path

GRID = "513399001002001"
HEAD = [
    "网格", "房屋编码", "房屋地址", "居住状态", "建筑面积", "姓名", "与户主关系", "证件类型", "身份证号", "性别",
    "出生日期", "人口类别", "联系电话",
]  # fmt: skip
MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Correct
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = &quot;Hidden&quot; : hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(&quot;{url}&quot;, &quot;_blank&quot;, 0, hidden())
  sheet = book.Sheets.getByIndex(0)
{lines}
  book.store()
  book.close(True)
End Sub
</script:module>
"""
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/{kind}.xlb/" xlink:type="simple"
  library:link="false"/>
</library:libraries>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:{kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{kind}.dtd">
<library:{kind} xmlns:library="http://openoffice.org/2000/library" {names}</library:{kind}>
"""


def citizen(number: int) -> str:
    return complete(f"5133991980{number:02d}02{110 + number:03d}")


def person(number: int, **faulty: object) -> list[object]:
    fields: dict[str, object] = {
        "grid": "第一网格", "code": f"{GRID}9900{number:06d}", "address": f"清荷路9{number}号", "occupancy": "自住",
        "area": 88.5, "name": "虚构" + "甲乙丙丁戊己庚辛壬癸子丑"[number - 1], "relation": "户主", "type": "居民身份证",
        "id": citizen(number), "sex": "女" if (110 + number) % 2 == 0 else "男", "born": f"1980-{number:02d}-02",
        "kind": "户籍", "phone": f"1990000{number:04d}",
    }  # fmt: skip
    return list((fields | faulty).values())


def sent(path: Path) -> tuple[Path, dict[str, str]]:
    """The workbook with ten faults, and what the cells of the returned rows must say."""
    wrong = citizen(1)[:-1] + ("0" if citizen(1)[-1] != "0" else "1")
    faults: list[tuple[dict[str, object], str, str]] = [
        ({"id": wrong}, "I", citizen(1)),
        ({"phone": "1990000002"}, "M", "19900000002"),
        ({"born": "1980-13-02"}, "K", "1980-03-02"),
        ({"grid": "第九十网格"}, "A", "第一网格"),
        ({"name": ""}, "F", "虚构戊"),
        ({"relation": "邻居的亲戚"}, "G", "户主"),
        ({"id": float(citizen(7)[:15] + "000")}, "I", citizen(7)),
        ({"id": citizen(8)[:-2]}, "I", citizen(8)),
        ({"code": 5.1339900100200199e23}, "B", f"{GRID}9900{9:06d}"),
        ({"sex": "看不清"}, "J", "女"),
    ]
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "住户登记"
    page.append(["第一网格住户登记表"])
    page.append(HEAD)
    page.merge_cells("A1:M1")
    for number, (fault, _, _) in enumerate(faults, start=1):
        page.append(person(number, **fault))
    page.append(person(11))
    page.append(person(12))
    page.append(["合计", 12])
    workbook.save(path)
    return path, {f"{col}{row}": right for row, (_, col, right) in enumerate(faults, start=3)}


def correct_in_libreoffice(book: Path, cells: dict[str, str], folder: Path) -> None:
    """Type into cells as somebody would, by a macro of the user's own library, and save."""
    command = ["soffice", f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore"]
    # The first start lays out the user's folder, an empty library with it.
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
    library = folder / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    # The cells of returned rows are formatted as text, into which nothing goes but text.
    lines = "\n".join(
        f"  sheet.getCellRangeByName(&quot;{cell}&quot;).setString(&quot;{text}&quot;)" for cell, text in cells.items()
    )
    (library / "Module1.xba").write_text(MACRO.format(url=book.as_uri(), lines=lines), encoding="utf-8")
    names = 'library:name="Standard" library:readonly="false" library:passwordprotected="false">{}'
    module = '<library:element library:name="Module1"/>'
    for kind, inside in (("script", module), ("dialog", "")):
        text = LIBRARY.format(kind="library", names=names.format(inside))
        (library / f"{kind}.xlb").write_text(text, encoding="utf-8")
        (library.parent / f"{kind}.xlc").write_text(LIBRARIES.format(kind=kind), encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Module1.Correct"], check=True, capture_output=True, timeout=180)


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is not installed")
def test_ten_faults_are_corrected_and_everything_is_in(own, tmp_path):
    path, cells = sent(own / "来件 住户.xlsx")
    before = run("check", "--select", "S,H,P", "--format", "json", cwd=own).json()["findings"]
    first = run("import", path.name, "--yes", "--rejected", "out/退回", "--format", "json", cwd=own)
    assert first.code == 1, first.err
    (counts,) = first.json()["sources"]
    assert (counts["read"], counts["added"], counts["rejected"]) == (12, 2, 10)
    (returned,) = map(own.joinpath, first.json()["rejected_files"])
    page = openpyxl.load_workbook(returned).worksheets[0]
    marked = {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    assert marked == set(cells)
    correct_in_libreoffice(returned, cells, tmp_path / "soffice")
    second = run("import", returned, "--yes", "--format", "json", cwd=own)
    assert second.code == 0, second.out
    (counts,) = second.json()["sources"]
    assert (counts["read"], counts["added"], counts["rejected"]) == (10, 10, 0)
    (found,) = run(
        "query", "select count(*) as n from persons where name like '虚构%'", "--format", "json", cwd=own
    ).json()["items"]
    assert found == {"n": 12}
    again = run("import", returned, "--yes", "--format", "json", cwd=own).json()["sources"][0]
    assert again["unchanged"] == again["read"] == 10
    # Nothing that check would ask for later was let through without a word.
    after = run("check", "--select", "S,H,P", "--format", "json", cwd=own).json()["findings"]
    assert len(after) == len(before), after
