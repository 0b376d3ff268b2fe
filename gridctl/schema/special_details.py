"""What GB/T 31000-2015 asks about statutory groups (tables 17 to 20 and 22), used only where settings turn them on."""

from typing import Annotated

from gridctl.schema.col import SENSITIVE, Col
from gridctl.schema.record import Part
from gridctl.schema.types import Date, Text, YesNo


class StatutoryDetails(Part):
    """The dates and gradings a lawful mandate needs; charges and diagnoses stay with the department concerned."""

    risk_level: Annotated[Text | None, Col("危险性等级", "risk level", ("危险性评估类型",), sens=SENSITIVE)] = None
    released_on: Annotated[Date | None, Col("释放日期", "released on", sens=SENSITIVE)] = None
    settled_on: Annotated[Date | None, Col("安置日期", "settled on", sens=SENSITIVE)] = None
    correction_from: Annotated[Date | None, Col("矫正开始日期", "correction from", sens=SENSITIVE)] = None
    correction_to: Annotated[Date | None, Col("矫正结束日期", "correction to", sens=SENSITIVE)] = None
    under_treatment: Annotated[YesNo | None, Col("是否接受治疗", "under treatment", sens=SENSITIVE)] = None
    under_control: Annotated[Text | None, Col("管控情况", "control status", sens=SENSITIVE)] = None
    department: Annotated[Text | None, Col("主管部门", "department in charge", sens=SENSITIVE)] = None
