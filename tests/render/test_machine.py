"""Output for programs."""

import json
from datetime import date

from gridctl.findings.finding import Finding, Fix, Place, Severity
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.cells import as_text
from gridctl.render.machine import finding_data, table_data, to_github, to_json, to_jsonl

NUMBER = "51339919850312001"
FOUND = Finding(
    "S301",
    Severity.ERROR,
    Place("ledgers/a,b:c.yaml", 3, 5),
    ledger="households",
    record="H1",
    field="members[0].id_no",
    params={"value": NUMBER},
    fix=Fix("a", 1, 2),
)


def test_a_finding_as_data_is_masked():
    data = finding_data(FOUND, "zh")
    assert (data["code"], data["severity"], data["line"], data["column"]) == ("S301", "error", 3, 5)
    assert (data["ledger"], data["record"], data["field"]) == ("households", "H1", "members[0].id_no")
    assert data["sheet"] is None
    assert data["fixable"] is True
    assert NUMBER not in json.dumps(data, ensure_ascii=False)
    assert finding_data(Finding("S301", Severity.INFO), "en")["path"] == ""


def test_an_annotation_escapes_what_would_end_it():
    told = to_github([FOUND, Finding("S301", Severity.INFO, params={"value": "50%\n1"})], "zh").splitlines()
    assert len(told) == 2
    assert told[0].startswith("::error file=ledgers/a%2Cb%3Ac.yaml,line=3,col=5,title=S301::")
    assert told[1].startswith("::notice title=S301::")


def test_tables_as_data_keep_types_and_masks():
    columns = (
        TableColumn("name", "姓名", "name", mask="name"),
        TableColumn("on", "日期", "date", "date"),
        TableColumn("n", "数", "n", "count"),
        TableColumn("state", "状态", "state"),
    )
    table = Table(Words("表", "t"), columns, (("虚构甲", date(2026, 7, 1), 3, Words("是", "yes")), (None,) * 4))
    first, second = table_data(table)
    assert first == {"name": "虚*甲", "on": "2026-07-01", "n": 3, "state": "yes"}
    assert set(second.values()) == {None}
    assert table_data(table, reveal=True)[0]["name"] == "虚构甲"


def test_json_has_a_version_and_lines_are_objects():
    assert json.loads(to_json([1])) == {"version": 1, "items": [1]}
    assert json.loads(to_json({"a": date(2026, 7, 1)})) == {"version": 1, "a": "2026-07-01"}
    lines = to_jsonl([{"甲": 1}, {"乙": "行\n行"}])
    assert [json.loads(line) for line in lines.splitlines()] == [{"甲": 1}, {"乙": "行\n行"}]
    assert "甲" in lines
    assert to_jsonl([]) == ""


def test_cells_as_a_person_reads_them():
    plain, share = TableColumn("a", "甲", "a"), TableColumn("b", "乙", "b", "percent")
    for column, value, text in (
        (plain, None, ""), (plain, True, "true"), (plain, 3, "3"), (plain, 2.50, "2.5"), (share, 0.1234, "12.3%"),
        (share, 1, "100.0%"), (plain, date(2026, 7, 1), "2026-07-01"), (plain, Words("甲", "a"), "甲"),
        (plain, "x", "x"),
    ):  # fmt: skip
        assert as_text(column, value, "zh") == text
