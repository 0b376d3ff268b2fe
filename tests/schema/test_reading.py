"""A record is read whatever is wrong with it: the fault is reported, the value kept as written."""

from __future__ import annotations

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import plain, read_record, read_value, to_labels

HOUSEHOLDS = ledger("households")


def test_chinese_labels_and_english_names_are_both_read() -> None:
    zh = read_record(HOUSEHOLDS, {"房屋编码": "5133990010020010000100501", "居住状态": "自住"})
    en = read_record(HOUSEHOLDS, {"house_code": "5133990010020010000100501", "occupancy": "owner_occupied"})
    assert zh.record == en.record
    assert zh.faults == en.faults == ()


def test_a_wrong_value_is_reported_and_left_out_of_the_typed_record_only() -> None:
    reading = read_record(HOUSEHOLDS, {"居住状态": "住着呢", "建筑面积": "89.5"})
    assert [(fault.code, fault.path) for fault in reading.faults] == [("S201", ("occupancy",))]
    assert plain(reading.record) == {"area_m2": 89.5}
    assert reading.data["occupancy"] == "住着呢"


def test_faults_in_members_say_which_member_and_field() -> None:
    members = [
        {"姓名": "林 安", "证件号码": "513399199003070032"},
        {"姓名": "林小满", "出生日期": "2026-02-30", "民族": "火星"},
    ]
    reading = read_record(HOUSEHOLDS, {"成员": members})
    assert {(fault.code, fault.path) for fault in reading.faults} == {
        ("S302", ("members", 0, "id_no")),
        ("S202", ("members", 1, "birth_date")),
        ("S201", ("members", 1, "ethnicity")),
    }
    assert [member["name"] for member in plain(reading.record)["members"]] == ["林 安", "林小满"]


def test_several_wrong_items_of_one_list_leave_the_right_ones() -> None:
    reading = read_record(HOUSEHOLDS, {"住宅电话": ["1", "19900001234", "2"]})
    assert plain(reading.record) == {"household_phones": ["19900001234"]}
    assert [fault.path for fault in reading.faults] == [("household_phones", 0), ("household_phones", 2)]


def test_an_unknown_key_is_reported_and_written_back() -> None:
    reading = read_record(HOUSEHOLDS, {"房屋编码": "X1", "宽带账号": "abc"})
    assert [(fault.code, fault.path) for fault in reading.faults] == [("S101", ("宽带账号",))]
    assert to_labels(HOUSEHOLDS.model, reading.data, "zh") == {"房屋编码": "X1", "宽带账号": "abc"}


def test_one_field_under_both_its_names_loses_neither() -> None:
    reading = read_record(HOUSEHOLDS, {"房屋编码": "X1", "house_code": "X2"})
    assert [fault.code for fault in reading.faults] == ["S104"]
    assert set(to_labels(HOUSEHOLDS.model, reading.data, "zh").values()) == {"X1", "X2"}


def test_a_block_where_a_value_should_be_is_a_fault_of_shape() -> None:
    reading = read_record(HOUSEHOLDS, {"房屋编码": {"a": "b"}, "成员": "林安"})
    assert {(fault.code, fault.path) for fault in reading.faults} == {
        ("S103", ("house_code",)),
        ("S103", ("members",)),
    }


def test_one_value_is_typed_alone() -> None:
    assert read_value(HOUSEHOLDS, "occupancy", "出租") == ("rented", ())
    value, faults = read_value(HOUSEHOLDS, "rented_since", "猴年马月")
    assert value is None
    assert [fault.code for fault in faults] == ["S202"]


def test_written_values_use_official_labels() -> None:
    data = {"occupancy": "rented", "fire_exit": True, "area_m2": 90.0, "hazards": ["fire"]}
    assert to_labels(HOUSEHOLDS.model, data, "zh") == {
        "居住状态": "出租",
        "建筑面积": "90",
        "隐患类型": ["火灾"],
        "有无消防通道": "是",
    }
    assert to_labels(HOUSEHOLDS.model, data, "en")["fire_exit"] == "yes"


def test_the_id_numbers_of_owners_and_representatives_are_checked_too() -> None:
    owner = read_record(HOUSEHOLDS, {"房主证件类型": "居民身份证", "房主证件号码": "513399199003070032"})
    assert [(fault.code, fault.path) for fault in owner.faults] == [("S302", ("owner_id_no",))]
    passport = read_record(HOUSEHOLDS, {"房主证件类型": "普通护照", "房主证件号码": "E51339919"})
    assert passport.faults == ()
    business = read_record(ledger("businesses"), {"法定代表人证件号码": "513399199003070032"})
    assert [fault.path for fault in business.faults] == [("legal_rep_id_no",)]


def test_the_id_numbers_of_parties_of_cases_are_checked_too() -> None:
    def faults(**party: str) -> list[tuple[str, tuple[object, ...]]]:
        return [(fault.code, fault.path) for fault in read_record(ledger("cases"), {"当事人": [party]}).faults]

    wrong = "513399199003070032"
    assert faults(姓名="林荷", 证件类型="居民身份证", 证件号码=wrong) == [("S302", ("parties", 0, "id_no"))]
    assert faults(姓名="林荷", 证件号码=wrong) == [("S302", ("parties", 0, "id_no"))]
    assert faults(姓名="林荷", 证件类型="普通护照", 证件号码="E51339919") == []
