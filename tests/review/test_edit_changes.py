"""Values typed for one record, a record edited as text, and endings: the changes they make."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lookup_community import CODE, GRID, OTHER, RECORDS

from gridctl.review.edit_changes import added, added_part, changed, value_findings
from gridctl.review.edit_ending import ended, reason_named
from gridctl.review.edit_form import combined, form_text, read_form
from gridctl.review.edit_session import Session
from gridctl.review.edit_values import assigned
from gridctl.schema.ledgers import ledger
from gridctl.store.changeset import Add, End, Set
from gridctl.store.faults import NotFound, Refused, UsageFault
from gridctl.store.fieldtable import fields

HOUSEHOLD = "H000000000001"


def values(ws, table, *given):
    return assigned(ws, fields(ws).table(table), given)


def sets(edited) -> dict[str, object]:
    assert not edited.faulty, edited.findings
    return {each.field: each.new for each in edited.changes if isinstance(each, Set)}


def codes(edited) -> list[str]:
    return [each.code for each in edited.findings]


def test_fields_are_set_by_label_or_name_and_typed(known):
    given_values = values(
        known, "households", "居住状态＝租住", "floor area in m²=90.5", "网格=第二网格", "hazards=消防、治安"
    )
    assert given_values["grid_code"] == OTHER
    edited = changed(known, "households", HOUSEHOLD, given_values)
    assert sets(edited) == {
        "occupancy": "rented", "area_m2": 90.5, "grid_code": OTHER, "hazards": ["fire", "public_order"],
    }  # fmt: skip


def test_a_persons_fields_stay_in_the_household(known):
    edited = changed(known, "households", HOUSEHOLD, {"phones": "19900009999"}, ["id_no"], part="P000000000001")
    assert sets(edited) == {"members[P000000000001].phones": ["19900009999"], "members[P000000000001].id_no": None}


def test_the_same_value_is_no_change(known):
    assert not changed(
        known, "households", HOUSEHOLD, values(known, "households", "居住状态=自住", "建筑面积=80.0")
    ).changes


def test_values_that_cannot_be_are_findings(known):
    given_values = values(known, "households", "居住状态=出借", "建筑面积=很大", "出租时间=13月")
    edited = changed(known, "households", HOUSEHOLD, given_values)
    assert edited.faulty
    assert sorted(codes(edited)) == ["S201", "S202", "S203"]
    edited = changed(known, "households", HOUSEHOLD, {"id_no": "513399195003010015"}, part="P000000000001")
    assert codes(edited) == ["S302"]
    assert edited.findings[0].field == "members[0].id_no"
    assert codes(changed(known, "households", HOUSEHOLD, {}, ["address"])) == ["S102"]


def test_old_faults_do_not_stand_in_the_way(own):
    path = own.root / "ledgers" / "households" / f"{GRID}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('性别: "男"', '性别: "不清楚哦"', 1), encoding="utf-8", newline="\n")
    own.refresh()
    assert sets(changed(own, "households", HOUSEHOLD, {"area_m2": "81"})) == {"area_m2": 81}
    assert codes(changed(own, "households", HOUSEHOLD, {"sex": "也不清楚"}, part="P000000000001")) == ["S201"]


@pytest.mark.parametrize(
    ("given_text", "zh"),
    [
        ("居住状态", "应写成 字段=值"),
        ("=出租", "应写成 字段=值"),
        ("居住状太=出租", "是不是：居住状态"),
        ("居住状态=", "--clear 居住状态"),
        ("网格编码=第九网格", "没有网格 第九网格"),
    ],
)
def test_what_cannot_be_read_is_told(known, given_text, zh):
    with pytest.raises((UsageFault, NotFound)) as fault:
        values(known, "households", given_text)
    assert zh in fault.value.zh


def test_a_field_twice_and_a_key_are_refused(known):
    with pytest.raises(UsageFault, match="twice"):
        values(known, "households", "居住状态=出租", "occupancy=vacant")
    with pytest.raises(UsageFault, match="cannot be changed"):
        changed(known, "households", HOUSEHOLD, {"id": "H9"})


def test_a_new_record(own):
    given_values = values(
        own, "households", f"房屋编码={CODE.format(9)}", "网格=第一网格", "标准地址=荷塘路9号", "居住状态=自住"
    )
    edited = added(own, "households", given_values)
    (add,) = edited.changes
    assert isinstance(add, Add)
    assert add.record == add.data["id"]
    assert add.data["occupancy"] == "owner_occupied"
    own.apply(edited.changes)
    assert own.get("households", add.record) is not None
    with pytest.raises(Refused, match=add.record):
        added(own, "households", given_values)
    assert set(codes(added(own, "visits", {"visited_on": "2026-08-01"}))) == {"S102"}


def test_a_new_person_and_a_new_register_entry(own):
    edited = added_part(
        own,
        fields(own).table("persons"),
        "H000000000003",
        {"name": "虚构甲", "relation": "户主", "sex": "女", "birth_date": "1990.1.2", "kind": "流动"},
    )
    ((field, data),) = sets(edited).items()
    own.apply(edited.changes)
    assert own.get("households", "H000000000003").typed["members"] == [data]
    assert field == f"members[{data['id']}]"
    assert (data["sex"], data["birth_date"]) == ("female", "1990-01-02")
    with pytest.raises(Refused, match="QH001"):
        added(own, "staff", {"staff_no": "QH001", "name": "虚构乙"})
    assert codes(added_part(own, fields(own).table("persons"), HOUSEHOLD, {"name": "虚构丙"}))


def test_one_value_is_judged(known):
    about = fields(known)
    assert not value_findings(known, about.table("persons"), "sex", "女")
    assert [each.code for each in value_findings(known, about.table("persons"), "sex", "什么")] == ["S201"]
    assert [each.code for each in value_findings(known, about.table("visits"), "visited_on", "前天吧")] == ["S202"]


def test_endings(own):
    day = date(2026, 9, 1)
    assert reason_named("去世") == "died"
    assert ended(own, "households", HOUSEHOLD, "demolished", day, note="整栋").changes == (
        End("households", HOUSEHOLD, "demolished", "2026-09-01", "整栋"),
    )
    died = ended(own, "households", HOUSEHOLD, "died", day, part="P000000000001")
    assert [(each.field, each.new) for each in died] == [("members[P000000000001].death_date", "2026-09-01")]
    left = ended(own, "households", HOUSEHOLD, "moved_away", day, part="P000000000001", note="去外地")
    assert [each.new for each in left] == ["2026-09-01", "moved_away", "去外地"]
    own.apply(left)
    (first, *_) = own.get("households", HOUSEHOLD).typed["members"]
    assert (first["moved_out"], first["leave_reason"], first["note"]) == ("2026-09-01", "moved_away", "去外地")
    with pytest.raises(Refused, match="ended already"):
        ended(own, "households", HOUSEHOLD, "moved_away", day, part="P000000000001")
    with pytest.raises(UsageFault, match="still to come"):
        ended(own, "households", HOUSEHOLD, "demolished", date(2027, 1, 1))
    for wrong in ("合并", "不知道"):
        with pytest.raises(UsageFault, match="no reason"):
            reason_named(wrong)
    with pytest.raises(NotFound):
        ended(own, "households", HOUSEHOLD, "died", day, part="P999999999999")


@pytest.mark.parametrize("part", ["", "P000000000001"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_saved_as_it_was_changes_nothing(tmp_path, part, language):
    from lookup_community import write_community

    from gridctl.store.workspace import Workspace

    ws = Workspace.open(write_community(tmp_path / "社区", language), today=date(2026, 9, 30))
    session = Session(ws, "households", HOUSEHOLD, part)
    text = session.text()
    assert (
        "居住状态" if language == "zh" and not part else "sex" if part and language == "en" else ""
    ) in text.decode()
    assert session.left_out(text) == []
    edited = session.edited(text, ())
    assert (edited.changes.changes, edited.findings) == ((), ())
    windows = b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")
    assert not session.edited(windows, ()).changes
    ws.close()


def test_text_changed_in_every_way(known):
    session = Session(known, "households", HOUSEHOLD)
    text = session.text().decode()
    text = text.replace('居住状态: "自住"', "居住状态: 出租").replace('  建筑面积: "80"\n', "")
    text = text.replace('姓名: "吕乐"', '姓名: "吕乐乐"') + '    - 姓名: "虚构丁"\n      性别: 男\n'
    edited = session.edited(text.encode(), ())
    assert session.left_out(text.encode()) == [("area_m2", "建筑面积")]
    (new,) = [each for each in edited.changes if each.old is None]
    assert new.new["name"] == "虚构丁"
    assert new.field == f"members[{new.new['id']}]"
    others = {each.field: each.new for each in edited.changes if each is not new}
    assert others == {"occupancy": "rented", "members[P000000000002].name": "吕乐乐"}
    assert {each.code for each in edited.findings} == {"S102"}
    cleared = session.edited(text.encode(), ["area_m2"])
    assert ("area_m2", None) in [(each.field, each.new) for each in cleared.changes]


def test_a_person_left_out_of_the_text_stays_unless_that_is_wanted(known):
    session = Session(known, "households", HOUSEHOLD)
    text = session.text()
    short = text[: text.index('    - 人员编号: "P000000000002"'.encode())]
    assert session.left_out(short) == [("members[P000000000002]", "成员 P000000000002")]
    assert not session.edited(short, ()).changes
    (gone,) = session.edited(short, ["members[P000000000002]"]).changes
    assert (gone.field, gone.new) == ("members[P000000000002]", None)


@pytest.mark.parametrize(
    ("old", "new", "code", "line_has"),
    [
        ('居住状态: "自住"', '居住状态: "出借"', "S201", "出借"),
        ('居住状态: "自住"', '居住状态：自住\n  居住状太: "自住"', "", ""),
        ('出生日期: "1950-03-01"', '出生日期: "1950-13-01"', "S202", "1950-13-01"),
        ('居住状态: "自住"', '居住状态: "自住', "", ""),
    ],
)
def test_faults_of_the_text_have_their_lines(known, old, new, code, line_has):
    session = Session(known, "households", HOUSEHOLD)
    text = session.text().decode().replace(old, new, 1)
    edited = session.edited(text.encode(), ())
    assert edited.faulty
    first = next(each for each in edited.findings if not code or each.code == code)
    assert first.place.line > 1
    assert line_has in text.splitlines()[first.place.line - 1]


def test_text_that_is_no_record_is_a_finding(known):
    session = Session(known, "households", HOUSEHOLD)
    for text in (b"", b"- a: 1\n- b: 2\n", "随便写的".encode(), b"\xff\xfe\x00"):
        edited = session.edited(text, ())
        assert edited.faulty
        assert not edited.changes


_RECORD = st.fixed_dictionaries(
    {},
    optional={
        "occupancy": st.sampled_from(["rented", "vacant"]),
        "address": st.text("荷塘路号栋12 室:#\"'", min_size=1, max_size=9).filter(str.strip),
        "area_m2": st.sampled_from(["80", "95.5"]),
        "members": st.lists(
            st.fixed_dictionaries(
                {"id": st.sampled_from(["P1", "P2", "P3"]), "name": st.sampled_from(["虚甲", "虚乙"])}
            ),
            unique_by=lambda each: each["id"],
            min_size=1,
        ),
    },
)


@given(_RECORD, _RECORD)
@settings(max_examples=80, deadline=None)
def test_a_blank_never_wipes(before, after):
    model = ledger("households").model
    kept_all, kept = combined(model, before, after)
    for name, value in before.items():
        if name not in after:
            assert kept_all[name] == value
            assert name in kept
    people = {each["id"] for each in kept_all.get("members", ())}
    assert {each["id"] for each in before.get("members", ())} <= people
    assert combined(model, before, after, None)[0].keys() <= after.keys()
    assert combined(model, before, before) == (before, [])


@given(_RECORD.filter(bool))
@settings(max_examples=60, deadline=None)
def test_the_text_gives_back_the_record(record):
    model = ledger("households").model
    form = read_form(model, form_text(model, record, "标题", "en"))
    assert not form.findings
    assert form.data == record


def test_the_community_is_what_the_tests_think(known):
    assert len(list(known.entries("households"))) == len(RECORDS["households"])
    assert not [each for each in known.load_findings() if each.code.startswith("F")]
