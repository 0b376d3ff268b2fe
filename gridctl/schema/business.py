"""企业商户: every economic or social organisation in the grid. GB/T 31000-2015 tables 23 and 24."""

from typing import Annotated

from pydantic import ValidationInfo, field_validator

from gridctl.schema.col import PERSONAL, PUBLIC, SENSITIVE, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import Code, Count, Date, IdNo, Number, PhoneList, Text, Uscc, YesNo, citizen_id_no


class Licence(Part):
    """A permit the business must hold, with the day it runs out."""

    kind: Annotated[
        str | None, Col("许可证类别", "licence kind", ("证照类别",), codes="licence_kind", need="default")
    ] = None
    number: Annotated[Text | None, Col("许可证编号", "licence number", ("证照编号", "许可证号"))] = None
    expiry: Annotated[Date | None, Col("许可证有效期", "licence expiry", ("证照有效期", "有效期至"))] = None


class Business(Record):
    """One business or organisation at one place."""

    uscc: Annotated[
        Uscc | None,
        Col(
            "统一社会信用代码",
            "unified social credit code",
            ("社会信用代码", "信用代码", "营业执照号", "工商执照注册号", "营业执照注册号"),
            sens=PUBLIC,
            need="gbt31000-strict",
        ),
    ] = None
    name: Annotated[
        Text | None,
        Col(
            "企业名称",
            "name",
            ("商户名称", "单位名称", "店铺名称", "名称", "店名", "门店名称", "字号名称"),
            sens=PUBLIC,
            need="default",
            max_length=100,
        ),
    ] = None
    category: Annotated[
        str | None,
        Col("企业类别", "category", ("企业类型", "主体类型", "经济类型"), codes="enterprise_kind", need="default"),
    ] = None
    place_kind: Annotated[
        str | None, Col("场所类型", "kind of place", ("场所类别", "经营类别", "商户类型"), codes="place_kind")
    ] = None
    industry: Annotated[str | None, Col("行业", "industry", ("行业类别", "所属行业"), codes="industry")] = None
    address: Annotated[
        Text | None,
        Col(
            "企业地址",
            "address",
            ("经营地址", "地址", "详细地址", "经营场所", "店铺地址", "单位地址"),
            sens=PUBLIC,
            need="default",
            max_length=200,
        ),
    ] = None
    house_code: Annotated[Code | None, Col("房屋编码", "house code", ("房屋编号",), ref="households")] = None
    grid_code: Annotated[
        Code | None,
        Col(
            "网格编码",
            "grid code",
            ("所属网格", "网格", "所在网格", "网格代码"),
            sens=PUBLIC,
            need="default",
            ref="grids",
        ),
    ] = None
    phones: Annotated[
        PhoneList,
        Col(
            "企业联系方式",
            "phones",
            ("联系电话", "电话", "联系方式", "经营电话", "单位电话"),
            need="default",
            mask="phone",
        ),
    ] = []
    staff_count: Annotated[
        Count | None,
        Col("员工数", "number of staff", ("从业人数", "员工人数", "从业人员数", "职工人数"), need="default"),
    ] = None
    legal_rep_name: Annotated[
        Text | None,
        Col(
            "法定代表人",
            "legal representative",
            ("法人", "法人代表", "法定代表人姓名", "经营者", "经营者姓名"),
            sens=PERSONAL,
            need="gbt31000-strict",
            mask="name",
            max_length=80,
        ),
    ] = None
    legal_rep_id_type: Annotated[
        str | None, Col("法定代表人证件类型", "representative document type", ("法人证件类型",), codes="id_type")
    ] = None
    legal_rep_id_no: Annotated[
        IdNo | None,
        Col(
            "法定代表人证件号码",
            "representative document number",
            ("法人身份证号", "法人证件号码", "经营者身份证号"),
            sens=SENSITIVE,
            mask="id",
            max_length=50,
        ),
    ] = None
    legal_rep_phones: Annotated[
        PhoneList,
        Col(
            "法定代表人联系方式",
            "representative phones",
            ("法人电话", "法人联系电话", "经营者电话"),
            sens=PERSONAL,
            mask="phone",
        ),
    ] = []
    manager: Annotated[
        Text | None,
        Col(
            "负责人",
            "manager",
            ("现场负责人", "店长", "主要负责人", "联系人"),
            sens=PERSONAL,
            need="default",
            mask="name",
        ),
    ] = None
    safety_contact: Annotated[
        Text | None,
        Col(
            "治保负责人",
            "safety contact",
            ("治保负责人姓名", "安全负责人", "安全员"),
            sens=PERSONAL,
            need="gbt31000-strict",
            mask="name",
        ),
    ] = None
    safety_phones: Annotated[
        PhoneList, Col("治保负责人联系方式", "safety phones", ("安全负责人电话",), sens=PERSONAL, mask="phone")
    ] = []
    hazmat: Annotated[
        YesNo | None, Col("是否危化企业", "hazardous chemicals", ("是否危化", "危化品"), need="gbt31000-strict")
    ] = None
    hazards: Annotated[
        list[str], Col("安全隐患类型", "hazards", ("安全隐患", "隐患类型"), codes="business_hazard")
    ] = []
    attention: Annotated[str | None, Col("关注程度", "attention", ("关注等级",), codes="attention")] = None
    has_party_org: Annotated[YesNo | None, Col("是否有党组织", "has a Party group", ("有无党组织",))] = None
    party_members: Annotated[Count | None, Col("党员数", "Party members", ("党员人数",))] = None
    has_union: Annotated[YesNo | None, Col("是否有工会", "has a union", ("有无工会",))] = None
    union_members: Annotated[Count | None, Col("工会会员数", "union members")] = None
    has_youth_league: Annotated[YesNo | None, Col("是否有团组织", "has a Youth League group", ("有无团组织",))] = None
    league_members: Annotated[Count | None, Col("团员数", "League members")] = None
    has_women_org: Annotated[YesNo | None, Col("是否有妇联组织", "has a women's group", ("有无妇联",))] = None
    women_count: Annotated[Count | None, Col("妇女数", "women on the staff")] = None
    licences: Annotated[list[Licence], Col("证照", "licences", ("许可证",), table="licences")] = []
    opened_on: Annotated[Date | None, Col("开业日期", "opened on", ("成立日期", "开业时间"))] = None
    lon: Annotated[Number | None, Col("经度", "longitude")] = None
    lat: Annotated[Number | None, Col("纬度", "latitude")] = None

    @field_validator("legal_rep_id_no", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        return citizen_id_no(value, info.data.get("legal_rep_id_type"))
