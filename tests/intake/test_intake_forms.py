"""Each form, written by programs that differ, comes to the same change set and the same rejected rows."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
import xlwt
from intake_forms import FORMS, Form
from intake_sheets import GRID_1, added, write_xlsx
from xlsb_writer import write_xlsb

from gridctl.intake.plan import plan_import
from gridctl.intake.reading.book import cell_text
from gridctl.intake.reading.extent import column_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridctl.intake.outcome import ImportPlan
    from gridctl.store.workspace import Workspace

EXPECTED = Path(__file__).parent / "forms"


def outcome(plan: ImportPlan) -> dict[str, Any]:
    """What came of a form: its new records, and the rejected rows by number with the codes at their columns."""
    (source,) = plan.sources
    rejected = {
        str(row.row + 1): sorted(
            f"{finding.place.cell.rstrip('0123456789')} {finding.code}" for finding in row.findings
        )
        for row in source.rows
        if row.status == "rejected"
    }
    return {"ledger": source.ledger, "added": added(plan, source.ledger), "rejected": rejected}


def by_openpyxl(form: Form, folder: Path) -> Path:
    return write_xlsx(folder / f"{form.name}.xlsx", form.rows, merges=form.merges)


def by_xlsxwriter(form: Form, folder: Path) -> Path:
    path = folder / f"{form.name}.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for merge in form.merges:
            sheet.merge_range(merge, "")
        for row, cells in enumerate(form.rows):
            for col, cell in enumerate(cells):
                if cell != "":
                    sheet.write(row, col, cell)
    return path


def by_xlwt(form: Form, folder: Path) -> Path:
    path = folder / f"{form.name}.xls"
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for merge in form.merges:
        (top, left), (bottom, right) = map(_place, merge.split(":"))
        sheet.merge(top, bottom, left, right)
    for row, cells in enumerate(form.rows):
        for col, cell in enumerate(cells):
            if cell != "":
                sheet.write(row, col, cell, *([day] if isinstance(cell, dt.date) else []))
    book.save(str(path))
    return path


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, column_number(letters)


def as_text(encoding: str, delimiter: str = ",", suffix: str = ".csv") -> Callable[[Form, Path], Path]:
    def write(form: Form, folder: Path) -> Path:
        path = folder / f"{form.name}{suffix}"
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            # Excel writes what a cell shows: fifteen digits of a number.
            writer.writerows([[f"{c:.5E}" if isinstance(c, float) else cell_text(c) for c in row] for row in form.rows])
        return path

    return write


def by_hand(form: Form, folder: Path) -> Path:
    merges = [tuple(map(_place, merge.split(":"))) for merge in form.merges]
    return write_xlsb(folder / f"{form.name}.xlsb", form.rows, merges=[(a[0], b[0], a[1], b[1]) for a, b in merges])


WRITERS: dict[str, Callable[[Form, Path], Path]] = {
    "openpyxl": by_openpyxl,
    "XlsxWriter": by_xlsxwriter,
    "xlwt": by_xlwt,
    "xlsb": by_hand,
    "UTF-8": as_text("utf-8"),
    "UTF-8 with a mark": as_text("utf-8-sig"),
    "GB18030": as_text("gb18030"),
    "UTF-16": as_text("utf-16"),
    "tabs": as_text("utf-8", "\t", ".tsv"),
}
TEXT_FILES = ("UTF-8", "UTF-8 with a mark", "GB18030", "UTF-16", "tabs")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_form_comes_to_what_it_must(ws: Workspace, tmp_path: Path, form: Form, writer: str) -> None:
    if writer in TEXT_FILES and (form.merged or form.name == "damaged_by_excel"):
        pytest.skip("what this form means lies in what a text file does not hold")
    path = WRITERS[writer](form, tmp_path)
    assert outcome(plan_import(ws, [path], grid=GRID_1)) == expected(form)


def expected(form: Form) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXPECTED / f"{form.name}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All forms, opened and saved by LibreOffice in three formats, one run a format."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "sent").mkdir()
    files = [str(by_openpyxl(form, folder / "sent")) for form in FORMS]
    program = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    for kind in ("xlsx", "xls", "ods"):
        subprocess.run(
            [*program, kind, "--outdir", str(folder / kind), *files], check=True, capture_output=True, timeout=180
        )
    return folder


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_form_saved_by_libreoffice(ws: Workspace, saved: Path, form: Form, kind: str) -> None:
    plan = plan_import(ws, [saved / kind / f"{form.name}.{kind}"], grid=GRID_1)
    assert outcome(plan) == expected(form)
