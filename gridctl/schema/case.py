"""事件: a problem, hazard, wish or matter of deliberation, followed from its discovery to the resident's verdict.

Its steps are the truth; its stage, who holds it, limits and cards are derived from them. Fields of disputes and
their parties follow GB/T 31000-2015, table 30.
"""

from typing import Annotated, ClassVar

from pydantic import ValidationInfo, field_validator

from gridctl.schema.col import PERSONAL, PUBLIC, SENSITIVE, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import (
    Code,
    Count,
    Date,
    IdNo,
    LongText,
    Moment,
    PhoneList,
    Text,
    TextList,
    YesNo,
    citizen_id_no,
)


class CaseStep(Part):
    """One entry of the log: which of the seven steps, what was done in it, when and by whom.

    ``act`` empty means the step was done. ``to`` is who the case goes to: a staff number, a unit, or another case.
    """

    step: Annotated[str | None, Col("环节", "step", sens=PUBLIC, codes="case_step", need="default")] = None
    act: Annotated[str | None, Col("动作", "act", sens=PUBLIC, codes="case_act")] = None
    at: Annotated[Moment | None, Col("时间", "at", ("办理时间",), sens=PUBLIC, need="default")] = None
    by: Annotated[Text | None, Col("办理人", "by", sens=PUBLIC, need="default")] = None
    to: Annotated[Text | None, Col("交由", "to", ("承办人", "承办单位"), sens=PUBLIC)] = None
    note: Annotated[
        LongText | None, Col("办理情况", "note", ("办理意见",), sens=PERSONAL, mask="text", max_length=4000)
    ] = None
    evidence: Annotated[TextList, Col("佐证材料", "evidence", ("佐证",))] = []


class CaseExtension(Part):
    """More working days for the handling: asked for with a reason by one person, approved by another."""

    days: Annotated[Count | None, Col("延期天数", "days", sens=PUBLIC, need="default")] = None
    reason: Annotated[LongText | None, Col("延期理由", "reason", ("延期原因",), need="default", max_length=1000)] = None
    asked_by: Annotated[Text | None, Col("申请人", "asked by", sens=PUBLIC)] = None
    at: Annotated[Moment | None, Col("批准时间", "at", sens=PUBLIC, need="default")] = None
    approved_by: Annotated[Text | None, Col("批准人", "approved by", sens=PUBLIC, need="default")] = None


class CaseParty(Part):
    """A person concerned; ``person`` is their id in the households ledger where they live in the community."""

    person: Annotated[Text | None, Col("人员编号", "person", sens=PUBLIC, ref="persons")] = None
    name: Annotated[
        Text | None, Col("姓名", "name", ("当事人姓名",), sens=PERSONAL, mask="name", need="default", max_length=80)
    ] = None
    id_type: Annotated[str | None, Col("证件类型", "document type", codes="id_type", need="gbt31000-strict")] = None
    id_no: Annotated[
        IdNo | None,
        Col(
            "证件号码",
            "document number",
            ("身份证号码",),
            sens=SENSITIVE,
            mask="id",
            need="gbt31000-strict",
            max_length=30,
        ),
    ] = None
    sex: Annotated[str | None, Col("性别", "sex", codes="sex", need="gbt31000-strict")] = None
    ethnicity: Annotated[
        str | None, Col("民族", "ethnicity", sens=PERSONAL, codes="ethnicity", need="gbt31000-strict")
    ] = None
    education: Annotated[str | None, Col("学历", "education", codes="education")] = None
    kind: Annotated[str | None, Col("人员类别", "kind", sens=PERSONAL, codes="party_kind", need="gbt31000-strict")] = (
        None
    )
    address: Annotated[
        Text | None,
        Col("居住详址", "address", ("住址",), sens=PERSONAL, mask="address", need="gbt31000-strict", max_length=200),
    ] = None
    phones: Annotated[PhoneList, Col("联系电话", "phone", ("联系方式",), sens=PERSONAL, mask="phone")] = []

    @field_validator("id_no", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None, info: ValidationInfo) -> str | None:
        return citizen_id_no(value, info.data.get("id_type"))


class DeliberationStep(Part):
    """One of the six steps of a deliberation meeting (六事工作法); the guide's topic ``case``."""

    step: Annotated[str | None, Col("议事环节", "step", sens=PUBLIC, codes="deliberation_step", need="default")] = None
    held_on: Annotated[Date | None, Col("日期", "held on", sens=PUBLIC, need="default")] = None
    by: Annotated[Text | None, Col("主持人", "chaired by", sens=PUBLIC)] = None
    people_count: Annotated[Count | None, Col("参加人数", "people present", sens=PUBLIC)] = None
    note: Annotated[LongText | None, Col("记录", "record", sens=PERSONAL, mask="text", max_length=4000)] = None


class Case(Record):
    """One case. ``owner_org`` and ``owner`` received it first and answer for it until somebody accepts it.

    A case that came from a visit names it, and which of its hazards or needs it is, counted from 1.
    """

    TAIL: ClassVar[tuple[str, ...]] = tuple(name for name in Record.TAIL if name != "source")

    case_no: Annotated[
        Text | None, Col("事件编号", "case number", ("工单编号", "工单号", "案件编号"), sens=PUBLIC, need="default")
    ] = None
    kind: Annotated[str | None, Col("事件类别", "kind", sens=PUBLIC, codes="case_kind")] = None
    matter_code: Annotated[Code | None, Col("事项编码", "matter code", ("事项",), sens=PUBLIC, ref="matters")] = None
    title: Annotated[
        Text | None,
        Col("事件名称", "title", ("标题", "事件标题"), sens=PERSONAL, mask="text", need="default", max_length=100),
    ] = None
    source: Annotated[
        str | None, Col("事件来源", "source", ("来源", "来源渠道"), sens=PUBLIC, codes="case_source", need="default")
    ] = None
    occurred_on: Annotated[
        Date | None, Col("发生日期", "occurred on", ("事发日期", "发生时间"), sens=PUBLIC, need="default")
    ] = None
    place: Annotated[Text | None, Col("发生地点", "place", ("地点",), mask="address", max_length=100)] = None
    grid_code: Annotated[
        Code | None,
        Col("网格编码", "grid code", ("所属网格", "网格", "所在网格"), sens=PUBLIC, need="default", ref="grids"),
    ] = None
    house_code: Annotated[Code | None, Col("房屋编码", "house code", ("房屋编号",), ref="households")] = None
    level: Annotated[str | None, Col("事件等级", "level", ("等级",), sens=PUBLIC, codes="case_level")] = None
    situation: Annotated[str | None, Col("情形", "situation", ("工作情形",), sens=PUBLIC, codes="situation")] = None
    scale: Annotated[str | None, Col("事件规模", "scale", ("规模",), sens=PUBLIC, codes="dispute_scale")] = None
    dispute_kind: Annotated[
        str | None, Col("纠纷类别", "kind of dispute", ("矛盾纠纷类别",), sens=PUBLIC, codes="dispute_kind")
    ] = None
    wish_kind: Annotated[str | None, Col("心愿类别", "kind of wish", sens=PUBLIC, codes="wish_kind")] = None
    people_count: Annotated[Count | None, Col("涉及人数", "people concerned", sens=PUBLIC)] = None
    description: Annotated[
        LongText | None,
        Col("事件简述", "description", ("事件描述", "简述"), sens=PERSONAL, mask="text", max_length=4000),
    ] = None
    parties: Annotated[list[CaseParty], Col("当事人", "parties", sens=SENSITIVE, table="case_parties")] = []
    owner_org: Annotated[Text | None, Col("首接单位", "first receiving unit", ("责任单位",), sens=PUBLIC)] = None
    owner: Annotated[Text | None, Col("首接责任人", "first receiver", ("责任人",), sens=PUBLIC, ref="staff")] = None
    visit: Annotated[Text | None, Col("来源走访", "visit", ("走访编号",), sens=PUBLIC, ref="visits")] = None
    hazard_index: Annotated[Count | None, Col("隐患序号", "hazard number", sens=PUBLIC)] = None
    need_index: Annotated[Count | None, Col("诉求序号", "need number", sens=PUBLIC)] = None
    steps: Annotated[list[CaseStep], Col("办理环节", "steps", ("办理过程",), table="case_steps", need="default")] = []
    extensions: Annotated[list[CaseExtension], Col("延期", "extensions", table="case_extensions")] = []
    deliberation: Annotated[list[DeliberationStep], Col("议事过程", "deliberation", table="case_deliberation")] = []
    resolve_method: Annotated[str | None, Col("化解方式", "way of resolving", sens=PUBLIC, codes="resolve_method")] = (
        None
    )
    success: Annotated[YesNo | None, Col("是否成功", "resolved", ("是否化解",), sens=PUBLIC)] = None
    satisfaction: Annotated[
        str | None, Col("满意度", "satisfaction", ("群众满意度",), sens=PUBLIC, codes="satisfaction")
    ] = None
    merged_into: Annotated[Text | None, Col("并入事件", "merged into", sens=PUBLIC, ref="cases")] = None
