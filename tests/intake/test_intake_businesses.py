"""Lists of businesses as offices send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake_sheets import added, codes, phone, records, statuses
from stdnum.cn import uscc

from gridctl.intake.plan import plan_import
from gridctl.intake.records.otherplaces import OtherPlaces

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace


def test_shops_with_floor_space_and_without_a_category_are_no_dwellings(
    ws: Workspace, book: Callable[..., Path]
) -> None:
    rows = [
        ["场所名称", "详细地址", "场所类别", "建筑面积（㎡）", "负责人", "联系电话", "从业人员数", "所属网格"],
        ["清荷旅社", "荷路1号", "小旅馆", 120, "钱多", phone(1), 3, "第一网格"],
    ]
    plan = plan_import(ws, [book(rows, sheet="九小场所")])
    assert not added(plan, "households")
    assert [(each["name"], each["place_kind"]) for each in added(plan, "businesses")] == [("清荷旅社", "hotel")]


def test_a_street_said_once_above_its_doors(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["路段", "门牌号", "店名", "经营业态", "联系电话", "所属网格"],
        ["荷路", "3号附1号", "清荷面馆", "餐饮", phone(1), "第一网格"],
        ["", "3号附2号", "清荷理发", "美容美发", phone(2), "第一网格"],
        ["柳巷", "", "清荷修鞋", "维修", phone(3), "第一网格"],
    ]
    plan = plan_import(ws, [book(rows, merges=("A2:A3",))])
    *shops, without_door = added(plan, "businesses")
    assert [each["address"] for each in shops] == ["荷路3号附1号", "荷路3号附2号"]
    assert ("address" in without_door, without_door["note"]) == (False, "路段: 柳巷")


def code_of(kind: str, number: int) -> str:
    """An invented credit code with the right check digit."""
    body = f"{kind}513399MA60{number:03d}0X0"[:17]
    return body + str(uscc.calc_check_digit(body))


def test_a_credit_code_tells_sole_traders_and_cooperatives(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["店名", "统一社会信用代码", "地址", "企业类型", "所属网格"]
    file = book(
        [
            head,
            ["清荷面馆", code_of("92", 1), "荷路3号", "", "第一网格"],
            ["清荷合作社", code_of("93", 2), "荷路4号", "", "第一网格"],
            ["清荷公司", code_of("91", 3), "荷路5号", "", "第一网格"],
            ["清荷外资店", code_of("92", 4), "荷路6号", "外资企业", "第一网格"],
        ]
    )
    plan = plan_import(ws, [file])
    kinds = [each.get("category") for each in added(plan, "businesses")]
    assert kinds == ["sole_trader", "farm_cooperative", None, "foreign"]
    assert [(each.place.cell, each.params["count"]) for each in plan.findings if each.code == "I155"] == [("B2", "2")]
    ws.apply(plan.changes)
    again = plan_import(ws, [file])
    assert (statuses(again), "I155" in codes(again)) == (["unchanged"] * 4, False)
    unfilled = plan_import(ws, [book([head, ["清荷新店", code_of("92", 5), "荷路7号", "", "第一网格"]])], fill=False)
    assert "category" not in added(unfilled, "businesses")[0]


def test_licences_with_their_kind_in_the_title(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["许可证编号", "经营者名称", "法定代表人（负责人）", "经营场所", "主体业态", "有效期至", "所属网格"]
    rows = [
        ["清荷社区食品经营许可证发证信息"],
        head,
        ["JY1", "清荷面馆", "钱多", "荷路3号", "餐饮服务经营者", "2031-02-03", "清荷社区第一网格"],
        ["JY2", "清荷超市", "赵青", "荷路4号", "食品销售经营者", "2031-02-03", "第一网格"],
        ["JY3", "桃园面馆", "孙林", "桃路4号", "餐饮服务经营者", "2031-02-03", "桃园社区第一网格"],
    ]
    plan = plan_import(ws, [book(rows)])
    noodles, shop = added(plan, "businesses")
    assert (noodles["name"], noodles["legal_rep_name"], noodles["place_kind"]) == ("清荷面馆", "钱多", "restaurant")
    assert noodles["licences"] == [{"kind": "food", "number": "JY1", "expiry": "2031-02-03"}]
    assert "place_kind" not in shop
    assert "主体业态: 食品销售经营者" in shop["note"]
    assert statuses(plan)[2] == "rejected"
    assert {"I128", "I224", "I162"} <= {*codes(plan)}


def test_the_places_before_a_grids_name() -> None:
    others = OtherPlaces(("清荷社区", "柳溪街道", ""))
    assert [text in others for text in ("桃园社区", "柳溪街道桃园社区", "桃园街道")] == [True] * 3
    own = ("", "清荷", "清荷社区", "清荷社区居委会", "柳溪街道清荷社区", "2026年清荷社区", "柳溪街道", "社区", "荷村")
    assert not any(text in others for text in own)
    assert "荷塘村" in OtherPlaces(("清荷村",))
    assert "桃园社区" not in OtherPlaces(("", ""))


def test_a_legal_form_is_most_likely_of_a_domestic_enterprise(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["企业名称", "统一社会信用代码", "企业类型", "地址", "所属网格"],
        ["清荷甲公司", code_of("91", 1), "外资企业", "荷路3号", "第一网格"],
    ]
    ws.apply(plan_import(ws, [book(rows)]).changes)
    rows[1][2] = "有限责任公司"
    rows += [
        ["清荷乙公司", code_of("91", 2), "有限责任公司", "荷路4号", "第一网格"],
        ["清荷丙分公司", code_of("91", 3), "股份有限公司分公司", "荷路5号", "第一网格"],
    ]
    plan = plan_import(ws, [book(rows)])
    assert [(each.get("category"), each["note"]) for each in added(plan, "businesses")] == [
        ("domestic", "企业类型: 有限责任公司"),
        (None, "企业类型: 股份有限公司分公司"),
    ]
    ws.apply(plan.changes)
    assert [each["category"] for each in records(ws, "businesses") if each["name"] == "清荷甲公司"] == ["foreign"]
    assert statuses(plan_import(ws, [book(rows, "二.xlsx")])) == ["unchanged"] * 3


def test_an_old_registration_number_is_no_credit_code(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["店名", "统一社会信用代码（注册号）", "地址", "所属网格"],
        ["清荷修鞋", "513399600123456", "荷路3号", "第一网格"],
        ["清荷面馆", code_of("92", 4)[:-1], "荷路4号", "第一网格"],
    ]
    plan = plan_import(ws, [book(rows)])
    (shop,) = added(plan, "businesses")
    assert (shop["name"], "uscc" in shop, "513399600123456" in shop["note"]) == ("清荷修鞋", False, True)
    assert (statuses(plan), "I225" in codes(plan)) == (["added", "rejected"], True)


def test_the_name_tells_which_of_two_kinds_a_place_is(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["场所名称", "地址", "场所类别", "从业人员数", "所属网格"]
    said = {"清荷足浴": "小美容洗浴场所", "清荷美容养生馆": "小美容洗浴场所", "清荷幼儿园": "小学校（幼儿园）"}
    rows = [[name, f"荷路{at}号", kind, 2, "第一网格"] for at, (name, kind) in enumerate(said.items(), 1)]
    plan = plan_import(ws, [book([head, *rows])])
    assert [each.get("place_kind") for each in added(plan, "businesses")] == ["bath", None, "kindergarten"]
    assert {"I224", "I156"} <= {*codes(plan)}
