"""免办: tasks that need not be done, with the reason and who granted it. It never deletes a task, it explains one."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Code, Date, LongText, Text


class Excuse(Record):
    """One grant: tasks planned from its first to its last day that fit every field filled in are excused."""

    matter_code: Annotated[Code | None, Col("事项编码", "matter code", ("事项",), sens=PUBLIC, ref="matters")] = None
    target: Annotated[Text | None, Col("免办对象", "target", ("对象编号", "走访对象编号", "房屋编码"), sens=PUBLIC)] = (
        None
    )
    staff_no: Annotated[Text | None, Col("免办人员", "worker", ("工号",), sens=PUBLIC, ref="staff")] = None
    grid_code: Annotated[Code | None, Col("网格编码", "grid code", ("所属网格", "网格"), sens=PUBLIC, ref="grids")] = (
        None
    )
    first_day: Annotated[Date | None, Col("免办开始", "first day", ("开始日期",), sens=PUBLIC, need="default")] = None
    last_day: Annotated[Date | None, Col("免办结束", "last day", ("结束日期",), sens=PUBLIC, need="default")] = None
    reason: Annotated[
        str | None, Col("免办原因", "reason", ("免责原因",), sens=PUBLIC, codes="excuse_reason", need="default")
    ] = None
    granted_by: Annotated[
        Text | None, Col("批准人", "granted by", ("审批人", "批准单位"), sens=PUBLIC, need="default")
    ] = None
    granted_on: Annotated[Date | None, Col("批准日期", "granted on", ("审批日期",), sens=PUBLIC)] = None
    explanation: Annotated[LongText | None, Col("情况说明", "explanation", ("原因说明",), max_length=1000)] = None
