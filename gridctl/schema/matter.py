"""事项: the kinds of work grid workers may be given, each admitted before it is assigned (网格事项准入).

How they become lists: the guide's topic ``matters``.
"""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import Code, Count, Date, LongText, Text, TextList, YesNo


class RoleMatrix(Part):
    """Who does which share of the matter: lead, report, handle, assist or tell."""

    worker: Annotated[
        list[str], Col("网格员职责", "worker", sens=PUBLIC, codes="staff_matter_role", need="default")
    ] = []
    community: Annotated[list[str], Col("社区职责", "community", sens=PUBLIC, codes="staff_matter_role")] = []
    subdistrict: Annotated[list[str], Col("街道职责", "subdistrict", sens=PUBLIC, codes="staff_matter_role")] = []
    department: Annotated[list[str], Col("部门职责", "department", sens=PUBLIC, codes="staff_matter_role")] = []


class Admission(Part):
    """The decision that lets a matter be assigned, and for how long."""

    approved_by: Annotated[Text | None, Col("准入审批单位", "approved by", sens=PUBLIC, need="default")] = None
    doc_no: Annotated[Text | None, Col("准入文号", "document number", sens=PUBLIC)] = None
    valid_from: Annotated[Date | None, Col("准入日期", "valid from", sens=PUBLIC, need="default")] = None
    valid_to: Annotated[Date | None, Col("准入截止", "valid to", sens=PUBLIC)] = None
    temporary: Annotated[YesNo | None, Col("是否临时", "temporary", sens=PUBLIC)] = None


class Duty(Part):
    """What the matter asks for in one situation.

    ``cohort`` is a condition over the columns of the index table ``target`` names, such as ``occupancy = 'rented'``;
    empty means every current record.
    """

    situation: Annotated[str | None, Col("情形", "situation", sens=PUBLIC, codes="situation", need="default")] = None
    item: Annotated[Text | None, Col("任务小项", "item", sens=PUBLIC, need="default")] = None
    frequency: Annotated[str | None, Col("频次", "frequency", sens=PUBLIC, codes="frequency", need="default")] = None
    every_days: Annotated[Count | None, Col("间隔天数", "every so many days", sens=PUBLIC)] = None
    times: Annotated[Count | None, Col("每季次数", "times a quarter", sens=PUBLIC)] = None
    target: Annotated[str | None, Col("对象台账", "target table", sens=PUBLIC, codes="duty_target", need="default")] = (
        None
    )
    cohort: Annotated[Text | None, Col("对象条件", "cohort condition", sens=PUBLIC)] = None
    deadline_profile: Annotated[
        str | None, Col("时限档", "deadline profile", sens=PUBLIC, codes="deadline_profile")
    ] = None
    report_to: Annotated[Text | None, Col("报告对象", "report to", sens=PUBLIC)] = None


class Matter(Record):
    """One matter of the catalogue with its duties in the three situations."""

    code: Annotated[Code | None, Col("事项编码", "matter code", ("事项代码", "编码"), sens=PUBLIC, need="default")] = (
        None
    )
    name: Annotated[Text | None, Col("事项名称", "name", ("名称",), sens=PUBLIC, need="default", max_length=100)] = None
    domain: Annotated[
        str | None, Col("领域", "domain", ("事项领域",), sens=PUBLIC, codes="matter_domain", need="default")
    ] = None
    category: Annotated[Text | None, Col("类别", "category", ("事项类别",), sens=PUBLIC)] = None
    basis: Annotated[Text | None, Col("依据", "basis", ("法律依据", "政策依据"), sens=PUBLIC)] = None
    lead_department: Annotated[
        Text | None, Col("牵头部门", "lead department", ("责任部门", "主管部门"), sens=PUBLIC, need="default")
    ] = None
    roles: Annotated[RoleMatrix | None, Col("职责分工", "role matrix", sens=PUBLIC)] = None
    evidence: Annotated[TextList, Col("佐证材料", "evidence", sens=PUBLIC)] = []
    done_when: Annotated[LongText | None, Col("完成标准", "counts as done when", sens=PUBLIC)] = None
    admission: Annotated[Admission | None, Col("准入", "admission", sens=PUBLIC)] = None
    duties: Annotated[list[Duty], Col("任务", "duties", sens=PUBLIC, table="duties")] = []
    assess_indicator: Annotated[Text | None, Col("考核指标", "indicator", sens=PUBLIC)] = None
