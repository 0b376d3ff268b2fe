"""住户信息: one house a record, with those who live in it (以房管人). GB/T 31000-2015 tables 12, 13, 15 and 16."""

from typing import Annotated

from pydantic import ValidationInfo, field_validator

from gridctl.schema.col import INTERNAL, PERSONAL, PUBLIC, SENSITIVE, Col
from gridctl.schema.person import Person
from gridctl.schema.record import Part, Record
from gridctl.schema.types import Code, Date, IdNo, Number, PhoneList, Text, TextList, YesNo, citizen_id_no


class HouseAlias(Part):
    """Another address or an earlier code of the house, with its source. Kept for good, so that it still finds it."""

    text: Annotated[Text | None, Col("别名地址", "alias address", ("别名",), need="default", max_length=200)] = None
    kind: Annotated[str | None, Col("别名类别", "alias kind", codes="address_alias_kind")] = None
    house_code: Annotated[Code | None, Col("原房屋编码", "earlier house code", ("旧房屋编码",))] = None
    source: Annotated[Text | None, Col("别名来源", "alias source")] = None


class Household(Record):
    """One house and its residents. A vacant house is a record without members."""

    house_code: Annotated[
        Code | None,
        Col(
            "房屋编码",
            "house code",
            ("房屋编号", "房屋代码", "房号编码", "房屋唯一编码", "户室编码"),
            need="default",
            max_length=50,
        ),
    ] = None
    grid_code: Annotated[
        Code | None,
        Col(
            "网格编码",
            "grid code",
            ("所属网格", "所属网格编码", "网格代码", "网格", "所在网格", "一级网格"),
            sens=PUBLIC,
            need="default",
            ref="grids",
        ),
    ] = None
    cell_code: Annotated[
        Code | None,
        Col("方格编码", "cell code", ("方格", "微网格编码", "微网格", "所属方格"), sens=PUBLIC, ref="grids"),
    ] = None
    building_code: Annotated[
        Code | None, Col("楼栋编码", "building code", ("楼栋代码", "建筑物编码"), sens=PUBLIC, ref="buildings")
    ] = None
    address: Annotated[
        Text | None,
        Col(
            "标准地址",
            "address",
            (
                "房屋地址",
                "房屋准确地址",
                "地址",
                "详细地址",
                "现住地址",
                "现住址",
                "住址",
                "家庭住址",
                "居住地址",
                "门牌地址",
                "现住门(楼)详址",
            ),
            need="default",
            mask="address",
            max_length=200,
        ),
    ] = None
    occupancy: Annotated[
        str | None,
        Col(
            "居住状态",
            "occupancy",
            ("住房类别", "房屋状态", "使用情况", "房屋使用情况", "住房性质"),
            codes="occupancy",
            need="default",
        ),
    ] = None
    household_no: Annotated[
        Text | None, Col("户号", "household number", ("户编号", "家庭户号"), sens=PERSONAL, need="gbt31000-strict")
    ] = None
    use: Annotated[str | None, Col("建筑用途", "use", ("房屋用途", "建筑物用途"), codes="building_use")] = None
    structure: Annotated[str | None, Col("房屋结构", "structure", ("住房结构",), codes="house_structure")] = None
    layout: Annotated[Text | None, Col("房屋户型", "layout", ("户型",))] = None
    area_m2: Annotated[
        Number | None, Col("建筑面积", "floor area in m²", ("本户建筑面积(㎡)", "本户建筑面积", "面积", "房屋面积"))
    ] = None
    household_phones: Annotated[
        PhoneList,
        Col(
            "住宅电话",
            "home phones",
            ("家庭电话", "家庭联系电话", "户主联系方式", "固定电话"),
            sens=PERSONAL,
            mask="phone",
        ),
    ] = []
    visit_level: Annotated[str | None, Col("走访等级", "visit level", ("走访级别",), codes="visit_level")] = None
    honours: Annotated[TextList, Col("家庭称号", "honours", ("荣誉称号",), sens=INTERNAL)] = []
    owner_name: Annotated[
        Text | None,
        Col(
            "房主姓名",
            "owner",
            ("代表人/业主", "业主", "业主姓名", "产权人姓名", "房东", "房东姓名", "出租人姓名", "房屋所有人"),
            sens=PERSONAL,
            mask="name",
            max_length=50,
        ),
    ] = None
    owner_id_type: Annotated[
        str | None, Col("房主证件类型", "owner document type", ("产权人证件类型", "出租人证件类型"), codes="id_type")
    ] = None
    owner_id_no: Annotated[
        IdNo | None,
        Col(
            "房主证件号码",
            "owner document number",
            ("业主身份证号码", "产权人证件号码", "出租人证件号码", "房东身份证号"),
            sens=SENSITIVE,
            mask="id",
            max_length=30,
        ),
    ] = None
    owner_phones: Annotated[
        PhoneList,
        Col(
            "房主联系电话",
            "owner phones",
            ("业主联系电话", "房主联系方式", "房东电话", "产权人联系电话", "产权人联系手机", "出租人联系电话"),
            sens=PERSONAL,
            mask="phone",
        ),
    ] = []
    owner_address: Annotated[
        Text | None,
        Col(
            "房主现居详址",
            "owner address",
            ("出租人联系地址", "房东住址"),
            sens=PERSONAL,
            mask="address",
            max_length=200,
        ),
    ] = None
    cert_address: Annotated[
        Text | None, Col("房产证地址", "address on the deed", ("产权证地址",), mask="address", max_length=200)
    ] = None
    estate_unit_no: Annotated[
        Code | None, Col("不动产单元号", "real-estate unit number", ("房屋权证号",), sens=PERSONAL, max_length=50)
    ] = None
    rent_use: Annotated[str | None, Col("出租用途", "rental use", ("出租房用途",), codes="rent_use")] = None
    rented_since: Annotated[Date | None, Col("出租时间", "rented since", ("出租日期", "起租日期"))] = None
    hazards: Annotated[list[str], Col("隐患类型", "hazards", ("隐患情况", "安全隐患"), codes="house_hazard")] = []
    rent_grade: Annotated[
        str | None, Col("出租屋等级", "rental grade", ("出租房等级", "管理类别"), codes="rent_grade")
    ] = None
    fire_exit: Annotated[YesNo | None, Col("有无消防通道", "fire exit", ("消防通道",))] = None
    safety_exit: Annotated[YesNo | None, Col("有无安全通道", "safety exit", ("安全通道", "安全出口"))] = None
    aliases: Annotated[list[HouseAlias], Col("地址别名", "aliases", table="house_aliases")] = []
    members: Annotated[
        list[Person], Col("成员", "members", ("家庭成员", "居住人员"), sens=PERSONAL, table="persons")
    ] = []

    @field_validator("owner_id_no", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        return citizen_id_no(value, info.data.get("owner_id_type"))
