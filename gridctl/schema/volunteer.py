"""志愿服务: volunteers, their teams and what they did. Nearest standard: GB/T 31000-2015 table 4."""

from typing import Annotated

from pydantic import field_validator

from gridctl.schema.col import INTERNAL, PERSONAL, PUBLIC, SENSITIVE, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import Code, Count, Date, IdNo, Number, PhoneList, Text, citizen_id_no


class Service(Part):
    """One service given: when, how long (hours), what, for whom, confirmed by whom."""

    date: Annotated[Date | None, Col("服务日期", "service date", ("服务时间", "活动日期"), need="default")] = None
    hours: Annotated[Number | None, Col("服务时长", "hours", ("服务时长(小时)", "时长", "小时数"), need="default")] = (
        None
    )
    activity: Annotated[
        Text | None, Col("服务内容", "activity", ("活动名称", "服务项目", "活动内容"), need="default")
    ] = None
    beneficiary: Annotated[Text | None, Col("服务对象", "beneficiary", sens=PERSONAL, mask="text")] = None
    confirmed_by: Annotated[Text | None, Col("确认人", "confirmed by", ("审核人",), need="default")] = None


class Volunteer(Record):
    """One volunteer of one team."""

    name: Annotated[
        Text | None,
        Col(
            "姓名", "name", ("志愿者姓名", "志愿者", "名字"), sens=PERSONAL, need="default", mask="name", max_length=50
        ),
    ] = None
    id_no: Annotated[
        IdNo | None,
        Col(
            "证件号码",
            "document number",
            ("身份证号码", "身份证号", "公民身份号码", "身份证"),
            sens=SENSITIVE,
            mask="id",
        ),
    ] = None
    sex: Annotated[str | None, Col("性别", "sex", codes="sex")] = None
    birth_year: Annotated[Count | None, Col("出生年份", "year of birth", ("出生年",), sens=PERSONAL)] = None
    phones: Annotated[
        PhoneList,
        Col(
            "联系电话",
            "phones",
            ("手机", "手机号", "手机号码", "电话", "联系方式"),
            sens=PERSONAL,
            need="default",
            mask="phone",
        ),
    ] = []
    political: Annotated[str | None, Col("政治面貌", "political affiliation", codes="political")] = None
    team: Annotated[
        Text | None,
        Col(
            "所属队伍", "team", ("志愿队伍", "服务队", "队伍名称", "组织名称", "所属组织"), sens=PUBLIC, need="default"
        ),
    ] = None
    skills: Annotated[list[str], Col("专业特长", "skills", ("特长", "服务特长"), codes="volunteer_skill")] = []
    service_intent: Annotated[
        list[str], Col("服务意向", "service intent", ("意向服务", "服务类别"), codes="service_intent")
    ] = []
    grid_code: Annotated[
        Code | None,
        Col("网格编码", "grid code", ("所属网格", "网格", "所在网格"), sens=PUBLIC, need="default", ref="grids"),
    ] = None
    person: Annotated[Text | None, Col("人员编号", "person", ref="persons")] = None
    registered_on: Annotated[Date | None, Col("注册日期", "registered on", ("注册时间", "加入日期"))] = None
    services: Annotated[list[Service], Col("服务记录", "services", table="services", sens=INTERNAL)] = []

    @field_validator("id_no", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None) -> str | None:
        return citizen_id_no(value, None)
