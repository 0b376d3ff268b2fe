"""Rows that leave a part out or say it badly: suspected beside houses that fit, never confirmed as one of them."""

import pytest

from gridctl.addresses.doubles.duplicates import Alias, HouseRow, find_duplicates

_ESTATE = [f"柳岸花园3栋{unit}单元{floor}0{door}室" for unit in (1, 2) for floor in (1, 2, 3) for door in (1, 2)]
_LANES = [f"清荷路{lane}弄{house}号{floor}01室" for lane in (12, 34) for house in (1, 2) for floor in (1, 2)]
_QUARTER = [f"石桥围{lane}巷{house}号{floor}01室" for lane in ("东一", "东二") for house in (1, 2) for floor in (1, 2)]
_ROWS = [f"红星平房{row}排{house}号" for row in (1, 2) for house in (1, 2, 3)]


_PLATES = [f"清荷路{plate}号{sub}" for plate in (8, 18) for sub in ("", "附1号", "附2号")]
_FARMS = [f"清荷村3组{farm}号" for farm in (1, 2, 12, 17)]
_QUARTERS = [
    f"清荷村{quarter}{lane}巷{house}号" for quarter in ("新村", "旧村") for lane in "一二" for house in (1, 2, 3, 4)
]
_SIDES = [f"望江{side}路12弄{house}号{floor}01室" for side in "南北" for house in (1, 2) for floor in (1, 2, 3)]
_SHOPS = [f"柳岸花园商业街{shop}号" for shop in (1, 2, 3)] + _ESTATE
_TWO = [f"{name}2栋1单元{door}室" for name in ("柳岸花园", "望江苑") for door in (101, 102, 201)]


def _groups(listed, *texts):
    rows = [HouseRow(str(n), "", text) for n, text in enumerate((*listed, *texts))]
    found = find_duplicates(rows)
    beside = {rows[int(row)].address for group in found if group.tier == "suspected" for row in group.rows}
    return [group for group in found if group.tier == "confirmed"], beside - set(texts)


@pytest.mark.parametrize(
    ("listed", "text", "fitting"),
    [
        (_ESTATE, "柳岸花园3栋2单元2?1室", ["柳岸花园3栋2单元201室"]),
        (_ESTATE, "柳岸花园3栋2单元201或202室", ["柳岸花园3栋2单元201室", "柳岸花园3栋2单元202室"]),
        (_ESTATE, "柳岸花园3栋2单元2楼左手边", ["柳岸花园3栋2单元201室", "柳岸花园3栋2单元202室"]),
        (_ESTATE, "柳岸花园3栋301室", ["柳岸花园3栋1单元301室", "柳岸花园3栋2单元301室"]),
        (_LANES, "清荷路2号201室", ["清荷路12弄2号201室", "清荷路34弄2号201室"]),
        (_LANES, "清荷路12弄201室", ["清荷路12弄1号201室", "清荷路12弄2号201室"]),
        (_QUARTER, "石桥围2号101室", ["石桥围东一巷2号101室", "石桥围东二巷2号101室"]),
        (_LANES, "清荷路34弄2号", ["清荷路34弄2号101室", "清荷路34弄2号201室"]),
        (_PLATES, "清荷路18号附?号", ["清荷路18号附1号", "清荷路18号附2号"]),
        (_FARMS, "清荷村3组1*号", ["清荷村3组12号", "清荷村3组17号"]),
        (_ESTATE, "柳岸花园3栋2单元201室隔壁", ["柳岸花园3栋2单元202室"]),
        (_ESTATE, "柳岸花园3栋2单元202室楼上", ["柳岸花园3栋2单元102室", "柳岸花园3栋2单元302室"]),
        (_TWO, "2栋1单元102室", ["柳岸花园2栋1单元102室", "望江苑2栋1单元102室"]),
        (_QUARTERS, "清荷村二巷3号", ["清荷村新村二巷3号", "清荷村旧村二巷3号"]),
        (_SIDES, "望江路12弄2号201室", ["望江南路12弄2号201室", "望江北路12弄2号201室"]),
        (_SHOPS, "柳岸花园商业街1号或2号", ["柳岸花园商业街1号", "柳岸花园商业街2号"]),
        (_ROWS, "红星平房3号", ["红星平房1排3号", "红星平房2排3号"]),
    ],
)
def test_a_doubtful_row_stands_beside_the_houses_that_fit(listed, text, fitting):
    confirmed, beside = _groups(listed, text)
    assert confirmed == []
    assert beside == set(fitting)


def test_two_rows_that_leave_the_same_thing_out_are_not_confirmed():
    confirmed, _ = _groups(_QUARTERS, "清荷村二巷3号", "清荷村 二巷 3号")
    assert confirmed == []


@pytest.mark.parametrize(
    ("listed", "typed", "meant"),
    [
        (_LANES, "清荷路12/2/201", "清荷路12弄2号201室"),
        (_LANES, "清荷路12弃2号201室", "清荷路12弄2号201室"),
        (_LANES, "清荷路12弄 No.2 Room 201", "清荷路12弄2号201室"),
        (_LANES, "清 荷 路 1 2 弄 2 号 2 0 1 室", "清荷路12弄2号201室"),
        (_SHOPS, "柳岸花园商业街3号铺", "柳岸花园商业街3号"),
        (_SHOPS, "@网格员小李 您好，柳岸花园3栋2单元201室的", "柳岸花园3栋2单元201室"),
        (_SHOPS, "我是柳岸花园3栋2U201", "柳岸花园3栋2单元201室"),
        (_SHOPS, "柳岸花园_x000D_3栋2单元201室", "柳岸花园3栋2单元201室"),
        (_QUARTERS, "清荷村新村贰巷3号门牌", "清荷村新村二巷3号"),
        (_QUARTERS, "清荷村清荷村新村二巷3号", "清荷村新村二巷3号"),
        (_FARMS, "村：清荷村 组：3 户：12", "清荷村3组12号"),
    ],
)
def test_a_house_is_known_however_somebody_typed_it(listed, typed, meant):
    confirmed, _ = _groups(listed, typed)
    assert [group.rows for group in confirmed] == [(str(listed.index(meant)), str(len(listed)))]


def test_a_compound_before_its_road_is_no_part_of_the_roads_name():
    estate = [f"清荷路97号柳岸府{building}栋{door}室" for building in (1, 2) for door in (101, 102, 201)]
    confirmed, _ = _groups(estate, "102室，2栋，柳岸府，清荷路97号")
    assert [group.rows for group in confirmed] == [("4", "6")]


def test_a_village_behind_the_name_of_its_community_is_itself():
    rows = [f"石桥村{group}组{farm}号" for group in (1, 2) for farm in (1, 2, 3)]
    listed = [HouseRow(str(n), "", text, "清荷村") for n, text in enumerate([*rows, "清荷村石桥村2组3号"])]
    assert [group.rows for group in find_duplicates(listed)] == [("5", "6")]


@pytest.mark.parametrize("typed", ["柳an花园3栋2单元201室", "木卯岸花园3栋2单元201室"])
def test_a_character_spelled_out_in_a_name_is_that_character(typed):
    confirmed, _ = _groups(_ESTATE, typed)
    assert [group.rows for group in confirmed] == [(str(_ESTATE.index("柳岸花园3栋2单元201室")), str(len(_ESTATE)))]


def test_a_character_spelled_out_is_not_another_that_sounds_otherwise():
    confirmed, _ = _groups(_ESTATE, "柳xi花园3栋2单元201室")
    assert confirmed == []


def test_one_misread_entrance_does_not_make_its_neighbours_incomplete():
    tower = [f"柳岸大厦A座{floor}0{door}室" for floor in range(1, 16) for door in (1, 2)]
    confirmed, _ = _groups(tower, "柳岸大厦A座1单元101室", "柳岸大厦A座2单元102室", "柳岸大厦A-501")
    assert [group.rows for group in confirmed] == [(str(tower.index("柳岸大厦A座501室")), str(len(tower) + 2))]


@pytest.mark.parametrize(
    "name", ["柳岸花园（老粮库）", "柳岸花园即老粮库", "柳岸花园/老粮库", "老粮库（新名柳岸花园）"]
)
def test_a_name_with_its_other_name_of_the_register_is_one_name(name):
    rows = [HouseRow(str(n), "", text) for n, text in enumerate([*_ESTATE, f"{name}3栋2单元201室"])]
    confirmed = [group.rows for group in find_duplicates(rows, [Alias("", "老粮库", "柳岸花园")])]
    assert confirmed == [(str(_ESTATE.index("柳岸花园3栋2单元201室")), str(len(_ESTATE)))]
