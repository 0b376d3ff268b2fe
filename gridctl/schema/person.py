"""A person living in a house. Base block of GB/T 31000-2015 tables 12 to 15, without religion (kept out on purpose)."""

from typing import Annotated

from pydantic import ValidationInfo, field_validator

from gridctl.schema.col import INTERNAL, PERSONAL, PUBLIC, SENSITIVE, Col
from gridctl.schema.record import Part
from gridctl.schema.types import Date, IdNo, LongText, PhoneList, Text, YesNo, citizen_id_no


class Person(Part):
    """One resident and how they belong to the house: relation to the head, since when, until when."""

    id: Annotated[Text | None, Col("人员编号", "person id", sens=PUBLIC)] = None
    name: Annotated[
        Text | None,
        Col(
            "姓名",
            "name",
            ("居民姓名", "人员姓名", "成员姓名", "户主姓名", "承租人姓名", "名字"),
            sens=PERSONAL,
            need="default",
            mask="name",
            max_length=50,
        ),
    ] = None
    relation: Annotated[
        str | None,
        Col(
            "与户主关系",
            "relation to head",
            ("关系", "与户主的关系", "家庭关系", "户主关系"),
            codes="relation",
            need="default",
        ),
    ] = None
    id_type: Annotated[str | None, Col("证件类型", "document type", ("证件种类", "证件名称"), codes="id_type")] = None
    id_no: Annotated[
        IdNo | None,
        Col(
            "证件号码",
            "document number",
            (
                "公民身份号码",
                "身份证号码",
                "身份证号",
                "身份证",
                "身份证件号码",
                "身份号码",
                "证件号",
                "承租人公民身份号码",
            ),
            sens=SENSITIVE,
            need="gbt31000-strict",
            mask="id",
            max_length=30,
        ),
    ] = None
    sex: Annotated[str | None, Col("性别", "sex", need="default", codes="sex")] = None
    birth_date: Annotated[
        Date | None,
        Col("出生日期", "birth date", ("出生年月", "出生年月日", "生日", "出生时间"), sens=PERSONAL, need="default"),
    ] = None
    ethnicity: Annotated[
        str | None, Col("民族", "ethnicity", sens=PERSONAL, codes="ethnicity", need="gbt31000-strict")
    ] = None
    kind: Annotated[
        str | None,
        Col("人口类别", "population kind", ("人口类型", "人口性质", "居民类别"), codes="person_kind", need="default"),
    ] = None
    residence_kind: Annotated[str | None, Col("居住类型", "residence kind", ("居住方式",), codes="residence_kind")] = (
        None
    )
    phones: Annotated[
        PhoneList,
        Col(
            "联系电话",
            "phones",
            ("手机", "联系手机", "手机号", "手机号码", "电话", "联系方式", "电话号码", "承租人联系电话"),
            sens=PERSONAL,
            need="gbt31000-strict",
            mask="phone",
        ),
    ] = []
    moved_in: Annotated[Date | None, Col("入住日期", "moved in", ("入住时间", "迁入日期"))] = None
    moved_out: Annotated[Date | None, Col("离开日期", "moved out", ("搬离日期", "迁出日期"))] = None
    leave_reason: Annotated[str | None, Col("离开原因", "reason for leaving", codes="end_reason")] = None
    death_date: Annotated[Date | None, Col("死亡日期", "date of death", sens=PERSONAL)] = None
    household_no: Annotated[Text | None, Col("本人户号", "own household number", ("个人户号",), sens=PERSONAL)] = None
    registration_match: Annotated[
        str | None,
        Col(
            "人户一致标识",
            "lives where registered",
            ("人户状态", "人户一致", "人户是否一致"),
            codes="registration_match",
            need="gbt31000-strict",
        ),
    ] = None
    registered_division: Annotated[
        Text | None,
        Col("户籍地", "registered division", ("户籍地区划", "户籍所在地", "户籍地省市区县"), need="gbt31000-strict"),
    ] = None
    registered_address: Annotated[
        Text | None,
        Col(
            "户籍地址",
            "registered address",
            ("户籍详址", "户籍详细地址", "户籍门详址", "户籍门(楼)详址"),
            sens=PERSONAL,
            need="gbt31000-strict",
            mask="address",
            max_length=80,
        ),
    ] = None
    native_place: Annotated[Text | None, Col("籍贯", "native place", need="gbt31000-strict")] = None
    former_name: Annotated[
        Text | None, Col("曾用名", "former name", ("别名",), sens=PERSONAL, mask="name", max_length=50)
    ] = None
    marital: Annotated[
        str | None,
        Col("婚姻状况", "marital status", ("婚姻", "配偶情况"), sens=PERSONAL, codes="marital", need="gbt31000-strict"),
    ] = None
    political: Annotated[
        str | None, Col("政治面貌", "political affiliation", ("面貌",), codes="political", need="gbt31000-strict")
    ] = None
    education: Annotated[
        str | None, Col("学历", "education", ("文化程度", "受教育程度"), codes="education", need="gbt31000-strict")
    ] = None
    occupation_class: Annotated[
        str | None, Col("职业类别", "occupation class", codes="occupation_class", need="gbt31000-strict")
    ] = None
    occupation: Annotated[Text | None, Col("职业", "occupation", need="gbt31000-strict", max_length=30)] = None
    workplace: Annotated[
        Text | None,
        Col(
            "服务处所",
            "workplace",
            ("工作单位", "工作单位或就读学校", "就读学校", "单位"),
            sens=PERSONAL,
            max_length=100,
        ),
    ] = None
    health: Annotated[str | None, Col("健康状况", "health", ("身体状况",), sens=SENSITIVE, codes="health")] = None
    inflow_reason: Annotated[
        str | None, Col("流入原因", "reason for coming", ("来本地原因",), codes="inflow_reason")
    ] = None
    permit_type: Annotated[str | None, Col("办证类型", "permit type", codes="permit_type")] = None
    permit_no: Annotated[
        Text | None,
        Col("居住证号码", "permit number", ("居住证号", "暂住证号"), sens=SENSITIVE, mask="id", max_length=22),
    ] = None
    permit_expiry: Annotated[Date | None, Col("证件到期日期", "permit expiry", ("居住证到期日期", "证件有效期"))] = None
    dwelling_kind: Annotated[str | None, Col("住所类型", "dwelling kind", codes="dwelling_kind")] = None
    nationality: Annotated[Text | None, Col("国籍", "nationality", ("国籍(地区)",))] = None
    foreign_name: Annotated[
        Text | None, Col("外文姓名", "name in Latin letters", ("英文姓名",), sens=PERSONAL, mask="name", max_length=80)
    ] = None
    visit_purpose: Annotated[str | None, Col("来华目的", "purpose of stay", codes="visit_purpose_china")] = None
    leaves_by: Annotated[Date | None, Col("预计离开日期", "expected to leave on")] = None
    away: Annotated[YesNo | None, Col("是否外出", "away", ("外出",))] = None
    away_reason: Annotated[str | None, Col("外出原因", "reason for being away", codes="out_reason")] = None
    away_since: Annotated[Date | None, Col("外出时间", "away since", ("外出日期",))] = None
    away_to: Annotated[
        Text | None, Col("外出去向", "away to", ("外出地", "外出详址"), sens=PERSONAL, max_length=200)
    ] = None
    note: Annotated[
        LongText | None, Col("人员备注", "note on person", ("成员备注",), sens=INTERNAL, max_length=4000)
    ] = None

    @field_validator("id_no", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        return citizen_id_no(value, info.data.get("id_type"))
