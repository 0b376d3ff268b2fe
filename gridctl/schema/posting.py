"""履职变动: who served other grids than now, who was on leave, and who stood in; it decides whom a record counts for."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import CodeList, Date, Text


class Posting(Record):
    """One span of days. On days that no posting of kind ``serving`` covers, the grids of the staff register hold."""

    staff_no: Annotated[
        Text | None, Col("工号", "staff number", ("网格员编号",), sens=PUBLIC, need="default", ref="staff")
    ] = None
    kind: Annotated[
        str | None, Col("变动类别", "kind of posting", ("类别",), sens=PUBLIC, codes="posting_kind", need="default")
    ] = None
    grids: Annotated[CodeList, Col("负责网格", "grids", ("网格", "所属网格"), sens=PUBLIC, ref="grids")] = []
    begins_on: Annotated[Date | None, Col("开始日期", "begins on", ("起始日期",), sens=PUBLIC, need="default")] = None
    ends_on: Annotated[Date | None, Col("结束日期", "ends on", ("截止日期",), sens=PUBLIC)] = None
    covered_by: Annotated[
        Text | None, Col("代班人员", "covered by", ("代管人员", "代班人工号"), sens=PUBLIC, ref="staff")
    ] = None
    reason: Annotated[Text | None, Col("变动原因", "reason", ("原因",))] = None
    approved_by: Annotated[Text | None, Col("批准人", "approved by", ("审批人",))] = None
