"""请假: days on which a member of the grid staff is away, and who stands in. Without a backup the days excuse tasks."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Date, Text


class Absence(Record):
    """One absence, its first and last day included."""

    staff_no: Annotated[
        Text | None, Col("请假人", "absent", ("工号", "请假人工号"), sens=PUBLIC, need="default", ref="staff")
    ] = None
    first_day: Annotated[Date | None, Col("请假开始", "first day", ("开始日期",), sens=PUBLIC, need="default")] = None
    last_day: Annotated[Date | None, Col("请假结束", "last day", ("结束日期",), sens=PUBLIC, need="default")] = None
    reason: Annotated[
        str | None, Col("请假类别", "kind of absence", ("请假原因",), codes="absence_reason", need="default")
    ] = None
    backup_staff: Annotated[
        Text | None, Col("代班人", "stands in", ("代班人工号", "替班人"), sens=PUBLIC, ref="staff")
    ] = None
    approved_by: Annotated[Text | None, Col("批准人", "approved by", ("审批人",), sens=PUBLIC)] = None
