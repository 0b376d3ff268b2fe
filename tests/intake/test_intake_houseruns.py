"""Rows that say the same of their house are taken in together; each becomes what it would become alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_sheets import citizen, phone

from gridctl.intake.drafts import houseruns
from gridctl.intake.drafts.houseruns import HouseRuns
from gridctl.intake.drafts.plaincolumns import PlainColumns
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

HEAD = ["房屋编码", "网格", "房屋地址", "姓名", "身份证号", "性别", "与户主关系", "联系电话", "备注"]
HOUSES = [
    ["5133990010020010000100101", "第一网格", "清荷路8号101室"],
    ["5133990010020010000100102", "第一网格", "清荷路8号102室"],
    ["", "第二网格", "清荷路9号101室"],
    ["5133990010020010000100101", "第二网格", "清荷路8号101室"],
    ["", "", ""],
]
NUMBERS = ["", citizen("19800102"), citizen("19800102", 13), citizen("19901103", 12), citizen("19800102")[:17]]
ROWS = st.tuples(
    st.sampled_from([0, 0, 0, 1, 1, 2, 3, 4]),
    st.sampled_from(["王小明", "王小明", "李荷", "周岚", ""]),
    st.sampled_from(NUMBERS),
    st.sampled_from(["男", "女", ""]),
    st.sampled_from(["户主", "妻", "子", "子"]),
    st.sampled_from([phone(1), phone(2), ""]),
    st.sampled_from(["", "", "", "常年在外"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=2, max_size=12))
def test_rows_taken_together_become_what_each_becomes_alone(
    ws: Workspace, book: Callable[..., Path], rows: list[tuple[Any, ...]]
) -> None:
    # The title says that all are registered there.
    path = book([["户籍人口"], HEAD, *([*HOUSES[house], *said] for house, *said in rows)])

    def outcome() -> tuple[Any, ...]:
        plan = plan_import(ws, [path])
        return list(plan.sources[0].rows), repr(plan.changes), plan.findings

    together = outcome()
    found = houseruns.HouseRuns.wanted
    houseruns.HouseRuns.wanted = property(lambda _: False)  # type: ignore[assignment]
    try:
        assert together == outcome()
    finally:
        houseruns.HouseRuns.wanted = found  # type: ignore[method-assign]


def test_the_rows_below_a_head_name_somebody_and_nothing_else() -> None:
    columns = {("house_code", 0): list("AAAABB"), ("members.name", 0): ["甲", "乙", None, "丁", "戊", "己"]}
    runs = HouseRuns([PlainColumns(columns)], {5})
    assert runs.wanted
    # The third row names nobody, of the last more is said than the columns do.
    assert runs.heads(0, 6) == {0: [1], 2: [3], 4: [], 5: []}
    # Blocks are apart.
    assert runs.heads(1, 2) == {1: []}


def test_a_note_beside_a_name_is_that_persons_and_parts_no_rows() -> None:
    names = ["甲", "乙", None, "丁"]
    notes = ["常年在外", None, "空房", None]
    columns = {("note", 0): notes, ("house_code", 0): list("AABB"), ("members.name", 0): names}
    assert HouseRuns([PlainColumns(columns)], ()).heads(0, 4) == {0: [1], 2: [], 3: []}


def test_a_house_without_a_key_is_nobodys() -> None:
    columns = {("house_code", 0): [None, None], ("members.name", 0): ["甲", "乙"]}
    assert HouseRuns([PlainColumns(columns)], ()).heads(0, 2) == {0: [], 1: []}


def test_a_form_of_several_members_in_a_row_is_read_row_by_row() -> None:
    columns = {("house_code", 0): ["A"], ("members.name", 0): ["甲"], ("members.name", 1): ["乙"]}
    assert not HouseRuns([PlainColumns(columns)], ()).wanted
