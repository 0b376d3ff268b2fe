"""A book is the same whichever process read it, and is read whatever becomes of the second one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, cast

import pytest

from gridctl.intake.reading import readahead
from gridctl.intake.reading.readahead import read_ahead
from gridctl.intake.reading.reader import read_book

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from gridctl.intake.reading.book import Book

ROW = ["王建国", "513399195501011239", "2026-03-05"]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one, on a machine with two processors."""
    monkeypatch.setattr(readahead, "_WORTH_BYTES", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A workbook as programs write them, one as people do, a text table, a damaged file, one that is not there."""
    import openpyxl
    import xlsxwriter

    written, edited, text, damaged, gone = (
        tmp_path / name for name in ("写.xlsx", "改 过.xlsx", "表.csv", "坏.xlsx", "没有.xlsx")
    )
    with xlsxwriter.Workbook(str(written)) as book:
        sheet = book.add_worksheet("人员")
        for number in range(50):
            sheet.write_row(number, 0, [*ROW, number])
    other = openpyxl.Workbook()
    assert other.active is not None
    other.active.append([*ROW, 3.5])
    other.active.merge_cells("A2:B3")
    other.active.row_dimensions[1].hidden = True
    other.save(edited)
    text.write_text(",".join(ROW), encoding="gb18030")
    damaged.write_bytes(written.read_bytes()[:900])
    return [written, edited, text, damaged, gone]


@pytest.mark.usefixtures("large")
def test_books_of_the_second_process_are_those_of_this_one(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [read_book(path) for path in files]
    monkeypatch.setattr("gridctl.intake.reading.reader.read_book", lambda path: pytest.fail(f"{path} was read here"))
    assert list(read_ahead(files)) == expected
    assert [bool(each.sheets) for each in expected] == [True, True, True, False, False]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("program", ["no such program", "false", "true"])
def test_files_are_read_here_where_no_second_process_does(
    files: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    stand_in = tmp_path / program
    if program != "no such program":
        # One that fails, and one that ends well and says nothing.
        stand_in.write_text(f"#!{sys.executable}\nraise SystemExit({program == 'false'})\n", encoding="utf-8")
        stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    assert list(read_ahead(files)) == [read_book(path) for path in files]


def test_small_files_are_read_here(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", lambda *said, **given: pytest.fail(f"{said} {given}: all are small"))
    assert list(read_ahead(files)) == [read_book(path) for path in files]


@pytest.mark.usefixtures("large")
def test_who_stops_half_way_leaves_no_process(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def noted(*said: Any, **given: Any) -> subprocess.Popen[bytes]:
        begun.append(begin(*said, **given))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    books = cast("Generator[Book]", read_ahead(files))
    assert next(books) == read_book(files[0])
    books.close()
    assert [each.returncode is not None for each in begun] == [True]


@pytest.mark.usefixtures("large")
def test_files_that_a_command_line_names_are_begun_before_it_is_understood(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def noted(*said: Any, **given: Any) -> subprocess.Popen[bytes]:
        begun.append(begin(*said, **given))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    monkeypatch.setattr(readahead, "_WORTH_BYTES", 1)
    # Options and their values are no files; what is not there is read by nobody before its time.
    there = [path for path in files if path.exists()]
    readahead.foresee([*map(str, there), "--grid", "第一网格", "--yes"])
    assert len(begun) == 1
    assert list(read_ahead(there)) == [read_book(path) for path in there]
    assert len(begun) == 1, "what was begun is gone on with"
    readahead.foresee([str(there[0])])
    assert list(read_ahead(there[1:])) == [read_book(path) for path in there[1:]]
    assert len(begun) == 3, "other files are asked for than those that were begun"
    readahead._forget()
    assert begun[1].wait(timeout=10) is not None
