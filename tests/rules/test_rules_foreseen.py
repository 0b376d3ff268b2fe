"""What check would newly say of changes that are not written yet."""

import pytest
from example import community

from gridctl.rules.check import check
from gridctl.rules.foreseen import foreseen
from gridctl.store.changeset import Add, ChangeSet, End, Set

GRID = {"网格编码": "513399001002001", "网格名称": "第一网格", "网格层级": "一级网格", "网格类别": "基础"}
HOUSE = {"编号": "H1", "房屋编码": "1", "网格编码": "513399001002001", "居住状态": "自住", "标准地址": "清荷路12号"}
PERSON = {"人员编号": "P1", "姓名": "安小禾", "证件号码": "513399198503120010", "与户主关系": "户主", "性别": "男"}
OLDER = {"人员编号": "P2", "姓名": "安大禾", "与户主关系": "父亲", "出生日期": "1880-01-01"}


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    members = [PERSON | {"出生日期": "1985-03-12"}, OLDER]
    return community(tmp_path_factory.mktemp("foreseen"), {"grids": [GRID], "households": [{**HOUSE, "成员": members}]})


def told(ws, *changes) -> dict[str, str]:
    return {each.code: each.field for each in foreseen(ws, ChangeSet(changes))}


def test_what_an_edit_would_make_check_say_is_told_and_nothing_else(ws):
    birth = Set("households", "H1", "members[P1].birth_date", "1985-03-12", "2050-03-12")
    # Whoever is over 120 was so before, and is not this edit's.
    assert "H110" in {each.code for each in check(ws, select=["H"])}
    assert told(ws, birth) == {"H105": "members[0].birth_date", "H119": "members[0].birth_date"}
    assert told(ws, Set("households", "H1", "note", None, "好")) == {}


def test_a_name_put_right_beside_an_old_fault_makes_no_new_one(ws):
    assert told(ws, Set("households", "H1", "members[P2].name", "安大禾", "安太禾")) == {}


def test_the_first_record_of_a_ledger_and_references_to_nothing(ws):
    visit = {"id": "W1", "grid_code": "513399001002009", "visited_on": "2026-12-01", "target_name": "安小禾"}
    assert {"W101", "X101"} <= told(ws, Add("visits", "W1", visit)).keys()


def test_other_records_faults_are_told_and_levels_of_the_community_hold(ws, tmp_path):
    gone = End("grids", GRID["网格编码"], "merged", "2026-06-30", "")
    found = foreseen(ws, ChangeSet((gone,)))
    assert ("G104", "households", "H1") in {(each.code, each.ledger, each.record) for each in found}
    own = community(
        tmp_path, {"grids": [GRID], "households": [{**HOUSE, "成员": [PERSON]}]}, {"rules": {"H105": "off"}}
    )
    assert told(own, Set("households", "H1", "members[P1].birth_date", None, "1950-03-12")) == {}


def test_afterwards_the_index_is_as_before(ws):
    before = ws.index().sql("SELECT name, birth_date FROM persons ORDER BY id")
    told(ws, Set("households", "H1", "members[P1].birth_date", "1985-03-12", "2050-03-12"))
    assert ws.index().sql("SELECT name, birth_date FROM persons ORDER BY id") == before
