"""特殊人群: one record for each person and category. Everything in it is sensitive.

Care categories are on; statutory ones (GB/T 31000-2015 tables 17 to 20 and 22) stay off until the community's
settings turn them on. There is no list for petitioners, religion or HIV, on purpose.
"""

from typing import Annotated

from pydantic import field_validator

from gridctl.schema.col import INTERNAL, PERSONAL, PUBLIC, SENSITIVE, Col
from gridctl.schema.record import Record
from gridctl.schema.special_details import StatutoryDetails
from gridctl.schema.types import Code, Count, Date, IdNo, LongText, PhoneList, Text, citizen_id_no


class SpecialGroup(Record):
    """One person's place on one list, why, who looks after them and how often they are visited."""

    person: Annotated[Text | None, Col("人员编号", "person", sens=PUBLIC, ref="persons")] = None
    name: Annotated[
        Text | None,
        Col(
            "姓名",
            "name",
            ("老人姓名", "对象姓名", "人员姓名"),
            sens=PERSONAL,
            need="default",
            mask="name",
            max_length=50,
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
            max_length=30,
        ),
    ] = None
    sex: Annotated[str | None, Col("性别", "sex", codes="sex")] = None
    birth_date: Annotated[Date | None, Col("出生日期", "birth date", ("出生年月",), sens=PERSONAL)] = None
    category: Annotated[
        str | None,
        Col(
            "人群类别",
            "category",
            ("特殊人群类别", "人员类型", "对象类别", "类别", "老年人类型"),
            sens=SENSITIVE,
            codes="special_category",
            need="default",
        ),
    ] = None
    grid_code: Annotated[
        Code | None,
        Col("网格编码", "grid code", ("所属网格", "网格", "所在网格"), sens=PUBLIC, need="default", ref="grids"),
    ] = None
    house_code: Annotated[Code | None, Col("房屋编码", "house code", ("房屋编号",), ref="households")] = None
    address: Annotated[
        Text | None,
        Col(
            "现住地址",
            "address",
            ("住址", "现居住地址", "地址", "家庭住址"),
            sens=PERSONAL,
            mask="address",
            max_length=200,
        ),
    ] = None
    phones: Annotated[
        PhoneList, Col("联系电话", "phones", ("联系手机", "手机", "电话", "联系方式"), sens=PERSONAL, mask="phone")
    ] = []
    basis: Annotated[Text | None, Col("纳入依据", "basis", ("依据",), sens=SENSITIVE, need="default")] = None
    mandate: Annotated[
        Text | None, Col("告知同意", "consent or mandate", ("知情同意", "同意或授权"), need="default")
    ] = None
    attention: Annotated[str | None, Col("关注程度", "attention", ("关注等级",), sens=SENSITIVE, codes="attention")] = (
        None
    )
    guardian_name: Annotated[
        Text | None, Col("监护人姓名", "guardian", ("监护人", "紧急联系人"), sens=PERSONAL, mask="name")
    ] = None
    guardian_phones: Annotated[
        PhoneList, Col("监护人联系方式", "guardian phones", ("监护人电话", "紧急联系电话"), sens=PERSONAL, mask="phone")
    ] = []
    guardian_relation: Annotated[
        Text | None, Col("与监护人关系", "relation to guardian", ("监护关系",), sens=PERSONAL)
    ] = None
    helper_name: Annotated[
        Text | None,
        Col("帮扶人", "helper", ("帮扶人姓名", "结对帮扶人", "责任人"), sens=INTERNAL, need="default", mask="name"),
    ] = None
    helper_phones: Annotated[PhoneList, Col("帮扶人联系方式", "helper phones", ("帮扶人电话",), mask="phone")] = []
    care_ability: Annotated[
        str | None, Col("自理能力", "care ability", ("生活自理能力",), sens=SENSITIVE, codes="care_ability")
    ] = None
    living_state: Annotated[
        str | None, Col("居住情况", "living state", ("居住状况",), sens=SENSITIVE, codes="living_state")
    ] = None
    health: Annotated[str | None, Col("健康状况", "health", ("身体状况",), sens=SENSITIVE, codes="health")] = None
    disability_kinds: Annotated[
        list[str], Col("残疾类别", "disability kinds", ("残疾类型",), sens=SENSITIVE, codes="disability_kind")
    ] = []
    disability_grade: Annotated[
        str | None, Col("残疾等级", "disability grade", sens=SENSITIVE, codes="disability_grade")
    ] = None
    measures: Annotated[
        LongText | None, Col("帮扶情况", "measures", ("帮扶措施",), sens=SENSITIVE, mask="text", max_length=1024)
    ] = None
    needs: Annotated[
        LongText | None, Col("困难及诉求", "needs", ("困难诉求", "诉求"), sens=SENSITIVE, mask="text", max_length=1024)
    ] = None
    visit_cycle_days: Annotated[
        Count | None,
        Col("走访周期", "visit cycle in days", ("走访周期(天)", "走访频次(天)", "巡访周期"), need="default"),
    ] = None
    listed_on: Annotated[Date | None, Col("纳入日期", "listed on", ("纳入时间", "建档日期"))] = None
    review_on: Annotated[Date | None, Col("复核日期", "review on", ("复核时间", "下次复核日期"))] = None
    details: Annotated[StatutoryDetails | None, Col("法定类信息", "statutory details", sens=SENSITIVE)] = None

    @field_validator("id_no", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None) -> str | None:
        return citizen_id_no(value, None)
