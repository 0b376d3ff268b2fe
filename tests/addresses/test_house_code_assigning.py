"""New house codes: by the scheme, in the house's building, and never one that was used before."""

from __future__ import annotations

from datetime import date

import pytest

from gridctl.addresses.codes.assigning import plan_codes, used_codes
from gridctl.addresses.codes.schemes import load_scheme
from gridctl.findings.message import message
from gridctl.store.faults import UsageFault
from gridctl.store.workspace import Workspace

GRID = "513399001002001"
BUILDING = "5133990010020100007"


def house(number, address, code="", building=BUILDING, more=""):
    coded = f'  房屋编码: "{code}"\n' if code else ""
    return (
        f'- 编号: "H{number}"\n{coded}  网格编码: "{GRID}"\n  楼栋编码: "{building}"\n  标准地址: "{address}"\n{more}'
    )


def community(root, households, scheme_line="", others=None):
    settings = f'社区: "清荷社区"\n区划代码: "513399001002"\n{scheme_line}'
    files = {"ledgers/gridctl.yaml": settings.replace("社区:", "community:").replace("区划代码", "division_code")}
    files |= {f"ledgers/households/{GRID}.yaml": households} | (others or {})
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return Workspace.open(root, today=date(2026, 7, 1))


def codes(plan):
    return {change.record: change.new for change in plan.changes}


def test_the_code_has_the_building_and_the_room_of_the_house(tmp_path):
    ws = community(tmp_path, house(1, "清荷路12号1栋2单元301室"))
    assert codes(plan_codes(ws)) == {"H1": BUILDING + "020301"}


def test_a_code_that_was_used_is_not_used_again(tmp_path):
    ended = '  状态: "注销"\n  注销原因: "拆除"\n  注销日期: "2025-01-01"\n'
    alias = f'  地址别名:\n    - 原房屋编码: "{BUILDING}000301"\n'
    rows = (
        house(1, "清荷路12号1栋2单元301室")
        + house(2, "清荷路12号1栋2单元301室", BUILDING + "020301", more=ended)
        + house(3, "清荷路12号1栋2单元302室", BUILDING + "020302", more=alias)
    )
    business = f'- 编号: "B1"\n  企业名称: "清荷面馆"\n  网格编码: "{GRID}"\n  房屋编码: "{BUILDING}000001"\n'
    ws = community(tmp_path, rows, others={f"ledgers/businesses/{GRID}.yaml": business})
    assert BUILDING + "000001" in used_codes(ws.index())
    assert codes(plan_codes(ws)) == {"H1": BUILDING + "000002"}


def test_houses_of_one_new_building_share_its_number(tmp_path):
    rows = house(1, "清荷路9号101室", building="新楼") + house(2, "清荷路9号102室", building="新楼")
    rows += house(3, "清荷路12号1栋301室", BUILDING + "000301")
    found = codes(plan_codes(community(tmp_path, rows)))
    assert found == {"H1": "5133990010020100008000101", "H2": "5133990010020100008000102"}
    assert all(load_scheme("shenzhen25").check(code, {"community": "513399001002"}) == [] for code in found.values())


def test_a_building_that_no_register_names_is_told_by_its_address(tmp_path):
    rows = house(1, "望溪路8号望溪苑1栋1单元101室", building="") + house(2, "望溪苑1幢1单元1楼2号", building="")
    rows += house(3, "望溪路8号望溪苑2栋1单元101室", building="")
    found = codes(plan_codes(community(tmp_path, rows)))
    assert found["H1"][:-6] == found["H2"][:-6] != found["H3"][:-6]
    assert [found[each][-6:] for each in ("H1", "H2", "H3")] == ["010101", "010102", "010101"]


def test_a_later_house_joins_the_coded_ones_of_its_building(tmp_path):
    rows = house(1, "望溪路8号望溪苑1栋1单元101室", "5133990010020100005010101", building="")
    rows += house(2, "望溪苑1栋1单元102室", building="")
    assert codes(plan_codes(community(tmp_path, rows))) == {"H2": "5133990010020100005010102"}


def test_the_number_of_a_registered_building_is_not_given_to_another(tmp_path):
    register = f'- 楼栋编码: "{BUILDING}"\n  楼栋名称: "1栋"\n  网格编码: "{GRID}"\n'
    others = {"ledgers/registers/buildings.yaml": register}
    ws = community(tmp_path, house(1, "望溪苑9栋101室", building=""), others=others)
    assert codes(plan_codes(ws)) == {"H1": "5133990010020100008000101"}


def test_serial_numbers_go_on(tmp_path):
    rows = house(1, "清荷路1号") + house(2, "清荷路2号") + house(3, "清荷路3号", "5133990010020001")
    ws = community(tmp_path, rows, 'house_code_scheme: "community_serial"\n')
    assert codes(plan_codes(ws)) == {"H1": "5133990010020002", "H2": "5133990010020003"}


def test_a_house_whose_segments_are_not_known_is_told(tmp_path):
    ws = community(tmp_path, house(1, "清荷路1号"), 'house_code_scheme: "estate_unit28"\n')
    plan = plan_codes(ws)
    assert not plan.changes
    (told,) = plan.findings
    assert told.code == "C331"
    assert "编不出编码（不知道它的地籍区）" in message(told, "zh")
    assert "(its cadastral area is not known)" in message(told, "en")


def test_a_scheme_that_is_not_there_is_the_settings_fault(tmp_path):
    with pytest.raises(UsageFault, match="house_code_scheme") as refused:
        plan_codes(community(tmp_path, house(1, "清荷路1号"), 'house_code_scheme: "unheard"\n'))
    assert "没有这种规则，现有 shenzhen25" in refused.value.zh
