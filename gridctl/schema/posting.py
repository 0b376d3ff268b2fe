"""履职变动: who served other grids than the staff register says now; it decides whom a record counts for."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import CodeList, Date, Text


class Posting(Record):
    """One span of days in other grids. On days that no posting covers, the grids of the staff register hold."""

    staff_no: Annotated[
        Text | None, Col("工号", "staff number", ("网格员编号",), sens=PUBLIC, need="default", ref="staff")
    ] = None
    grids: Annotated[
        CodeList, Col("任职网格", "grids", ("负责网格", "所属网格", "网格"), sens=PUBLIC, need="default", ref="grids")
    ] = []
    begins_on: Annotated[
        Date | None, Col("任职开始", "begins on", ("开始日期", "起始日期"), sens=PUBLIC, need="default")
    ] = None
    ends_on: Annotated[Date | None, Col("任职结束", "ends on", ("结束日期", "截止日期"), sens=PUBLIC)] = None
    reason: Annotated[Text | None, Col("变动原因", "reason", ("原因",))] = None
    approved_by: Annotated[Text | None, Col("批准人", "approved by", ("审批人",))] = None
