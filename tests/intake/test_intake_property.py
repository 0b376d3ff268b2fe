"""Random edits of random workbooks: the counts add up, a second import changes nothing, nothing is ever raised."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_sheets import GRID_1, GRID_2, citizen, phone, write_xlsx

from gridctl.intake.plan import plan_import
from gridctl.intake.returned.rejected import write_rejected
from gridctl.schema.settings import Settings
from gridctl.store.changeset import Add, ChangeSet, Set
from gridctl.store.fieldpath import parse_path


class Kept:
    """One record in memory, as the store would hand it out."""

    def __init__(self, key: str, data: dict[str, Any]) -> None:
        self.key = key
        self.typed = data
        self.unread: dict[str, Any] = {}


class Memory:
    """Ledgers in memory: what planning needs of a workspace."""

    def __init__(self) -> None:
        self.settings = Settings(community="清荷社区")
        self._ledgers: dict[str, dict[str, dict[str, Any]]] = {
            "grids": {
                code: {"grid_code": code, "name": name} for code, name in ((GRID_1, "第一网格"), (GRID_2, "二网格"))
            }
        }

    def entries(self, name: str) -> list[Kept]:
        return [Kept(key, data) for key, data in self._ledgers.get(name, {}).items()]

    def apply(self, changes: ChangeSet) -> None:
        for change in changes:
            records = self._ledgers.setdefault(change.ledger, {})
            if isinstance(change, Add):
                assert change.record not in records
                records[change.record] = dict(change.data)
            elif isinstance(change, Set):
                _set(records[change.record], parse_path(change.field), change.old, change.new)


def _set(data: Any, path: tuple[str, ...], old: Any, new: Any) -> None:
    for number, step in enumerate(path):
        last = number == len(path) - 1
        if step.startswith("["):
            wanted = step[1:-1]
            place = next((i for i, part in enumerate(data) if part.get("id") == wanted), None)
            if place is None and wanted.isdecimal() and int(wanted) < len(data):
                place = int(wanted)
            if place is None:
                assert last
                assert old is None
                data.append(new)
                return
            data = data[place]
        elif last:
            assert data.get(step) == old
            data[step] = new
        else:
            data = data.setdefault(step, [])


NAMES = st.sampled_from(["王小明", "李 花", "张三", "王大", "无", "", "同上", "ＡＢ"])
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "房屋编码": st.sampled_from(["X1", "X2", "X3", "", "5133990010020010000100101", 12345.0, 5.1e24]),
    "户号": st.sampled_from(["1", "2", "", 3, 100001]),
    "网格": st.sampled_from(["第一网格", "二网格", GRID_1, "", "没有"]),
    "房屋地址": st.sampled_from(["清荷路1号", "清荷路 1号", "清荷路2号", "", "—", date(2026, 3, 2)]),
    "姓名": NAMES,
    "身份证号": st.sampled_from(
        [citizen("19800102"), citizen("19820304").lower(), citizen("20100506"), "", "123", 5.1e17]
    ),
    "出生日期": st.sampled_from(["1980-1-2", "1982年3月4日", date(2010, 5, 6), "", "不详", "1980-13-1"]),
    "与户主关系": st.sampled_from(["户主", "妻", "子", "", "本人", "??"]),
    "联系电话": st.sampled_from([phone(1), f"{phone(1)}/{phone(2)}", "", 19900000003.0, "x"]),
    "居住状态": st.sampled_from(["自住", "出租", "", "空置"]),
    "民族": st.sampled_from(["汉", "", "火星族"]),
    "入住日期": st.sampled_from(["2025-3-1", "2025.3", "", "前年", "2025-13-1"]),
    "备注": st.sampled_from(["", "甲", "乙", "无"]),
    "登记日期": st.sampled_from(["2026-7-1", "", "2026-7-2"]),
}
OTHERS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "businesses": {
        "企业名称": st.sampled_from(["便利店", "面馆", ""]),
        "企业地址": st.sampled_from(["清荷路1号", "清荷路2号", ""]),
        "网格": CELLS["网格"],
        "联系电话": CELLS["联系电话"],
        "许可证编号": st.sampled_from(["JY1", "JY2", ""]),
        "从业人数": st.sampled_from([3, "4人", "", "很多"]),
    },
    "special_groups": {
        "姓名": NAMES,
        "身份证号": CELLS["身份证号"],
        "人群类别": st.sampled_from(["高龄老人", "残疾", "", "社区矫正"]),
        "现住地址": CELLS["房屋地址"],
        "民族": st.sampled_from(["汉族", "", "彝"]),
        "帮扶人": st.sampled_from(["钱荷", ""]),
    },
    "volunteers": {
        "姓名": NAMES,
        "队伍": st.sampled_from(["红马甲", ""]),
        "联系电话": CELLS["联系电话"],
        "特长": st.sampled_from(["理发、量血压", "手语", "无", ""]),
        "出生年月": st.sampled_from(["1990.5", "98年3月", "1990-01-02", ""]),
    },
    "visits": {
        "走访日期": st.sampled_from(["2026-7-1", "2026-7-2", "", "?"]),
        "住址": CELLS["房屋地址"],
        "走访对象": NAMES,
        "走访人": st.sampled_from(["赵青", "赵青、钱荷", ""]),
        "走访情况": st.sampled_from(["好", "", "无"]),
    },
}


@st.composite
def tables(draw: st.DrawFn, cells: dict[str, st.SearchStrategy[Any]]) -> list[list[Any]]:
    headings = draw(st.lists(st.sampled_from(sorted(cells)), min_size=3, unique=True))
    rows = [[draw(cells[heading]) for heading in headings] for _ in range(draw(st.integers(1, 8)))]
    before = draw(st.sampled_from([[], [["登记表"]], [["登记表"], ["填报单位：清荷社区第一网格"], []]]))
    after = draw(st.sampled_from([[], [["合计", 3]], [["填表人：", "某某"]]]))
    return [*before, headings, *rows, *after]


def run(name: str, table: list[list[Any]], later: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ws = Memory()
        path = write_xlsx(Path(folder) / "表.xlsx", table)
        plan = plan_import(ws, [path], ledger=name)
        _adds_up(plan)
        ws.apply(plan.changes)
        again = plan_import(ws, [path], ledger=name)
        assert again.changes.changes == ()
        assert again.counts.added == again.counts.changed == 0
        assert again.counts.rejected == plan.counts.rejected
        for returned in write_rejected(plan, Path(folder) / "退回"):
            # Alone the rows may lack what stood around them, so they may be taken; they must never be lost.
            assert plan_import(ws, [returned], ledger=name).counts.read == plan.counts.rejected
        second = plan_import(ws, [write_xlsx(Path(folder) / "二.xlsx", later)], ledger=name)
        _adds_up(second)
        ws.apply(second.changes)


def _adds_up(plan: Any) -> None:
    for source in plan.sources:
        counts = source.counts
        assert counts.read == counts.added + counts.changed + counts.unchanged + counts.rejected
        assert counts.read == len(source.region.data)
        assert Counter(row.status for row in source.rows)["rejected"] == sum(bool(row.findings) for row in source.rows)
    keys = [change.record for change in plan.changes if isinstance(change, Add)]
    assert len(keys) == len(set(keys))


PROFILE = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@PROFILE
@given(tables(CELLS), tables(CELLS))
def test_households(table: list[list[Any]], later: list[list[Any]]) -> None:
    run("households", table, later)


@PROFILE
@given(st.sampled_from(sorted(OTHERS)), st.data())
def test_other_ledgers(name: str, data: st.DataObject) -> None:
    run(name, data.draw(tables(OTHERS[name])), data.draw(tables(OTHERS[name])))


@PROFILE
@given(
    st.lists(
        st.lists(st.sampled_from(["姓名", "身份证号", "合计", "1", 1.5, "", "省*", date(2026, 1, 1)]), max_size=6),
        max_size=12,
    )
)
def test_any_cells_at_all(table: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for each in ("households", "visits"):
            _adds_up(plan_import(Memory(), [write_xlsx(Path(folder) / "表.xlsx", table)], ledger=each))
