"""Import knows houses by earlier codes and by addresses in any spelling: nothing known is added as a new house."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli_running import run

from gridctl.addresses.doubles.known_houses import KnownHouses
from gridctl.intake.plan import plan_import
from gridctl.store.changeset import Add

sys.path.append(str(Path(__file__).parents[1] / "addresses"))
from codes_community import BUILDING, GRID, HOUSES, ONE, THREE, TWO, community, households

NEW = f"{BUILDING}020501"
HEAD = "房屋编码,网格编码,标准地址,居住状态,姓名\n"


def planned(root, *rows, ws=None, heading=HEAD):
    ws = ws or community(root)
    path = root / "来表.csv"
    path.write_text(heading + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return plan_import(ws, [path], houses=KnownHouses(ws))


def told(plan):
    return [each.code for each in plan.findings if each.code.startswith("I18")]


def new_houses(plan):
    return [each.data["house_code"] for each in plan.changes if isinstance(each, Add) and each.ledger == "households"]


def test_an_unknown_code_at_a_known_address_is_that_house(tmp_path):
    plan = planned(tmp_path, f"{NEW},{GRID},云州市清荷路12号1幢一单元3楼2号,出租,方慧璐")
    assert (told(plan), new_houses(plan)) == (["I182"], [])
    fields = {each.field.partition("[")[0] for each in plan.changes}
    assert fields == {"occupancy", "members"}
    assert {each.record for each in plan.changes} == {"H2"}
    assert plan.counts.added == 1


def test_an_earlier_code_lands_where_the_house_is_now(tmp_path):
    alias = f'    - 别名地址: "老厂宿舍3号"\n      原房屋编码: "{NEW}"\n'
    ws = community(tmp_path, **households(HOUSES.replace('    - 别名地址: "老厂宿舍3号"\n', alias)))
    plan = planned(tmp_path, f"{NEW},{GRID},老厂宿舍3号,自住,方慧璐", ws=ws)
    assert (told(plan), new_houses(plan)) == (["I181"], [])
    assert not [each for each in plan.changes if each.field in ("house_code", "address")]
    business = "企业名称,企业地址,房屋编码,网格编码,员工数\n"
    plan = planned(tmp_path, f"柳溪书店,老厂宿舍3号,{NEW},{GRID},2", ws=ws, heading=business)
    assert told(plan) == ["I181"]
    assert [each.data["house_code"] for each in plan.changes] == [THREE]


def test_a_known_code_with_its_address_typed_otherwise_changes_nothing(tmp_path):
    plan = planned(tmp_path, f"{TWO},{GRID},清荷路12号1#1-302,闲置,")
    assert (told(plan), list(plan.changes)) == ([], [])
    assert plan.counts.unchanged == 1


def test_a_known_code_with_another_address_is_told(tmp_path):
    plan = planned(tmp_path, f"{TWO},{GRID},荷塘路3号2单元302室,闲置,")
    assert (told(plan), new_houses(plan)) == (["I187"], [])
    assert [(each.record, each.field) for each in plan.changes] == [("H2", "address")]


def test_the_code_of_one_house_with_the_address_of_another_is_returned(tmp_path):
    plan = planned(tmp_path, f"{TWO},{GRID},清荷路12号1栋1-301,闲置,")
    assert (told(plan), list(plan.changes), plan.counts.rejected) == (["I186"], [], 1)


def test_an_address_that_the_ledger_has_twice_is_returned(tmp_path):
    ws = community(tmp_path, **households(HOUSES.replace("303室", "302室")))
    plan = planned(tmp_path, f"{NEW},{GRID},清荷路12号1幢1单元302,闲置,", ws=ws)
    assert (told(plan), list(plan.changes), plan.counts.rejected) == (["I183"], [], 1)


def test_decided_to_be_different_is_another_house(tmp_path):
    decision = (
        '- 编号: "D1"\n  判断: "不同"\n  所判房屋:\n    - 住户编号: "H2"\n'
        f'      房屋编码: "{TWO}"\n    - 房屋编码: "{NEW}"\n  判断人: "安小禾"\n  判断日期: "2026-06-30"\n'
    )
    ws = community(tmp_path, **{"ledgers__decisions__decisions.yaml": decision})
    plan = planned(tmp_path, f"{NEW},{GRID},清荷路12号1幢1单元302,闲置,", ws=ws)
    assert (told(plan), new_houses(plan)) == (["I184"], [NEW])
    other = planned(tmp_path, f"{NEW[:-1]}2,{GRID},清荷路12号1幢1单元302,闲置,", ws=ws)
    assert (told(other), new_houses(other)) == (["I182"], [])


def test_many_unknown_codes_at_one_address_are_not_believed(tmp_path):
    rows = [f"{NEW[:-2]}{n:02d},{GRID},清荷路12号1幢1单元302,闲置," for n in range(20, 26)]
    plan = planned(tmp_path, *rows)
    assert len(new_houses(plan)) == 3
    assert "I185" in told(plan)


def test_new_houses_and_empty_ledgers_are_as_before(tmp_path):
    plan = planned(tmp_path, f"{NEW},{GRID},清荷路12号1栋2单元501室,自住,方慧璐")
    assert (told(plan), new_houses(plan)) == ([], [NEW])
    empty = community(tmp_path / "空", **households(""))
    plan = planned(tmp_path / "空", f"{ONE},{GRID},清荷路12号1栋1单元301室,自住,方慧璐", ws=empty)
    assert (told(plan), new_houses(plan)) == ([], [ONE])


def test_a_visit_finds_the_house_by_its_address_typed_otherwise(tmp_path):
    heading = "走访日期,网格编码,住址,走访事由,走访方式\n"
    plan = planned(tmp_path, f"2026-06-20,{GRID},清荷路12号1幢1-302,日常走访,入户", heading=heading)
    (added,) = [each for each in plan.changes if isinstance(each, Add)]
    assert (added.data["target"], added.data["house_code"]) == ("H2", TWO)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_preview_shows_it(tmp_path, lang):
    community(tmp_path)
    (tmp_path / "来表.csv").write_text(f"{HEAD}{NEW},{GRID},清荷路12号1幢1单元302,出租,方慧璐\n", encoding="utf-8")
    ran = run("import", "来表.csv", "--dry-run", cwd=tmp_path, lang=lang)
    assert "I182" in ran.err
    assert ("地址却是 H2" if lang == "zh" else "the address is that of H2") in " ".join(ran.err.split())
    assert ("新增 H" if lang == "zh" else "added H") not in ran.out
