import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from gridctl.demo import columns
from gridctl.demo.inbox import UNKNOWN_GRID, write_inbox
from gridctl.demo.sample import sample
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.schema.reading import read_record

SENT = {
    ("households", "form"): columns.PERSON_FORM,
    ("households", "members"): columns.HOUSE_ROW,
    ("businesses", "list"): columns.BUSINESS_LIST,
    ("special_groups", "form"): columns.CARE_FORM,
    ("volunteers", "list"): columns.VOLUNTEER_LIST,
    ("visits", "list"): columns.VISIT_LIST,
    ("visits", "pages"): columns.VISIT_LIST,
}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return write_inbox(tmp_path_factory.mktemp("收件 箱"), sample())


def rows_of(path):
    if path.suffix == ".csv":
        data = path.read_bytes()
        text = data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030")
        return list(csv.reader(io.StringIO(text)))
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def column_of(file, heading):
    """The column's place on the sheet and its declaration."""
    offset = 1 if file.layout in ("list", "members") else 0
    for place, each in enumerate(SENT[file.ledger, file.layout]):
        if heading == (f"{each.group}/{each.heading}" if each.group else each.heading):
            return place + offset, each
    raise AssertionError(heading)


def as_record(field, value):
    _, dot, name = field.partition(".")
    return {"members": [{name: value}]} if dot else {field: value}


def test_all_ledgers_layouts_and_formats_are_there(inbox):
    assert {file.ledger for file in inbox} == {each.name for each in LEDGERS if not each.register} - {"cases"}
    assert {file.layout for file in inbox} == {"form", "members", "list", "pages"}
    assert {file.path.suffix for file in inbox} == {".xlsx", ".xls", ".csv"}
    starts = {file.path.read_bytes()[:3] == b"\xef\xbb\xbf" for file in inbox if file.path.suffix == ".csv"}
    assert starts == {True, False}


def test_rows_add_up_and_every_kind_arrives(inbox):
    for file in inbox:
        assert file.rows == file.known + file.changed + file.new + file.faulty
    for kind in ("known", "changed", "new", "faulty"):
        assert sum(getattr(file, kind) for file in inbox) > 0
    kinds = {fault.kind for file in inbox for fault in file.faults}
    assert kinds >= {
        "wrong_check_digit", "rounded_id", "impossible_date", "unknown_code", "missing_name", "house_code_as_number",
        "unknown_grid",
    }  # fmt: skip


def test_every_fault_is_in_its_cell_and_gives_its_finding(inbox):
    for file in inbox:
        rows = rows_of(file.path)
        for fault in file.faults:
            col, column = column_of(file, fault.heading)
            cell = rows[fault.row - 1][col]
            if fault.kind == "unknown_grid":
                assert cell == UNKNOWN_GRID
            elif fault.kind == "missing_name":
                assert cell == ""
            else:
                faults = read_record(ledger(file.ledger), as_record(column.field, cell)).faults
                assert [each.code for each in faults] == [fault.code], (file.path.name, fault)


def test_the_other_cells_read_without_faults(inbox):
    for file in inbox:
        rows = rows_of(file.path)
        spoilt = {(fault.row, column_of(file, fault.heading)[0]) for fault in file.faults}
        for number in file.data_rows:
            for each in SENT[file.ledger, file.layout]:
                col, _ = column_of(file, f"{each.group}/{each.heading}" if each.group else each.heading)
                cell = rows[number - 1][col]
                if each.kind in ("id", "date", "code", "count") and (number, col) not in spoilt:
                    assert read_record(ledger(file.ledger), as_record(each.field, cell)).faults == (), (number, each)


def test_the_form_has_its_head(inbox):
    rows = rows_of(inbox[0].path)
    assert rows[0][:2] == ["1.0", "户籍人口信息登记表"]
    assert rows[2][0] == "填报单位："
    assert not any(rows[3])
    book = CalamineWorkbook.from_path(str(inbox[0].path))
    merges = book.get_sheet_by_index(0).merged_cell_ranges
    group = [each.group for each in columns.PERSON_FORM].index("户籍地")
    assert ((4, group), (4, group + 1)) in merges
    assert ((4, 0), (5, 0)) in merges


def test_lists_end_with_a_total_and_signatures_and_pages_repeat_their_heading(inbox):
    by_layout = {file.layout: rows_of(file.path) for file in inbox}
    assert by_layout["list"][-2][0] == "合计"
    assert str(by_layout["list"][-1][0]).startswith("填表人")
    headings = [row for row in by_layout["pages"] if row[0] == "走访日期"]
    pages = next(file for file in inbox if file.layout == "pages")
    assert len(headings) == -(-pages.rows // 12) > 1


def test_the_same_community_gives_the_same_cells(inbox, tmp_path):
    again = write_inbox(tmp_path, sample())
    assert [(file.path.name, file.rows, file.faults) for file in again] == [
        (file.path.name, file.rows, file.faults) for file in inbox
    ]
    assert [rows_of(file.path) for file in again] == [rows_of(file.path) for file in inbox]
