"""网格员: who serves which grid, since when, with whom as backup. GB/T 31000-2015 table 8.

Backups (第二梯队), training and leaving the post are not in the standard: they follow published rules of admission to
and exit from the post (网格员准入和退出机制).
"""

from typing import Annotated

from pydantic import field_validator

from gridctl.schema.col import INTERNAL, PERSONAL, PUBLIC, SENSITIVE, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import CodeList, Date, IdNo, PhoneList, Text, TextList, YesNo, citizen_id_no


class Training(Part):
    """One training attended."""

    date: Annotated[Date | None, Col("培训日期", "training date", need="default")] = None
    topic: Annotated[Text | None, Col("培训内容", "topic", need="default")] = None
    passed: Annotated[YesNo | None, Col("是否合格", "passed")] = None


class Staff(Record):
    """One member of the grid staff."""

    staff_no: Annotated[
        Text | None, Col("工号", "staff number", ("网格员编号", "人员编号", "员工编号"), sens=PUBLIC, need="default")
    ] = None
    name: Annotated[
        Text | None, Col("姓名", "name", ("网格员姓名",), sens=INTERNAL, need="default", mask="name", max_length=50)
    ] = None
    id_no: Annotated[
        IdNo | None,
        Col("证件号码", "document number", ("身份证号码", "身份证号", "公民身份号码"), sens=SENSITIVE, mask="id"),
    ] = None
    sex: Annotated[str | None, Col("性别", "sex", codes="sex", need="gbt31000-strict")] = None
    birth_date: Annotated[
        Date | None, Col("出生日期", "birth date", ("出生年月",), sens=PERSONAL, need="gbt31000-strict")
    ] = None
    ethnicity: Annotated[
        str | None, Col("民族", "ethnicity", sens=PERSONAL, codes="ethnicity", need="gbt31000-strict")
    ] = None
    political: Annotated[
        str | None, Col("政治面貌", "political affiliation", codes="political", need="gbt31000-strict")
    ] = None
    education: Annotated[
        str | None, Col("学历", "education", ("文化程度",), codes="education", need="gbt31000-strict")
    ] = None
    phones: Annotated[
        PhoneList, Col("手机", "phones", ("联系电话", "联系手机", "电话"), need="default", mask="phone")
    ] = []
    role: Annotated[
        str | None, Col("岗位", "role", ("专兼职情况", "职务", "角色"), codes="staff_role", need="default")
    ] = None
    grids: Annotated[
        CodeList, Col("负责网格", "grids", ("所属网格", "责任网格", "网格"), sens=PUBLIC, need="default", ref="grids")
    ] = []
    joined: Annotated[Date | None, Col("到岗日期", "joined", ("入职日期", "聘用日期"))] = None
    left: Annotated[Date | None, Col("离岗日期", "left", ("离职日期",))] = None
    leave_reason: Annotated[Text | None, Col("离岗原因", "reason for leaving")] = None
    backup_staff: Annotated[Text | None, Col("后备人员", "backup", ("AB岗", "后备人员工号"), ref="staff")] = None
    training: Annotated[list[Training], Col("培训记录", "training", table="trainings")] = []
    equipment: Annotated[TextList, Col("装备", "equipment", ("配备装备",))] = []

    @field_validator("id_no", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None) -> str | None:
        return citizen_id_no(value, None)
