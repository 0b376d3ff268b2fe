"""Record: what every entry of every ledger has. Part: an entry inside a record."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict

from gridctl.schema.col import INTERNAL, PUBLIC, Col
from gridctl.schema.types import Date, LongText, Text


class Part(BaseModel):
    """A block inside a record, such as a household's member."""

    model_config = ConfigDict(extra="forbid", validate_default=False, defer_build=True)


class Record(BaseModel):
    """One entry of a ledger or register. It is ended with a reason and a date, never deleted."""

    # Most commands look at the fields of many ledgers and validate records of one.
    model_config = ConfigDict(extra="forbid", validate_default=False, defer_build=True)

    TAIL: ClassVar[tuple[str, ...]] = (
        "status", "end_reason", "end_date", "source", "collected_by", "collected_on", "verified_on", "note",
    )  # fmt: skip

    id: Annotated[Text | None, Col("编号", "id", ("记录编号",), sens=PUBLIC)] = None
    status: Annotated[str, Col("状态", "status", ("记录状态", "当前状态"), sens=PUBLIC, codes="record_status")] = (
        "active"
    )
    end_reason: Annotated[str | None, Col("注销原因", "reason for ending", sens=INTERNAL, codes="end_reason")] = None
    end_date: Annotated[Date | None, Col("注销日期", "date of ending", sens=INTERNAL)] = None
    source: Annotated[str | None, Col("采集来源", "collected from", ("数据来源",), codes="collect_source")] = None
    collected_by: Annotated[Text | None, Col("采集人", "collected by", ("登记人", "填表人", "采集员"))] = None
    collected_on: Annotated[
        Date | None, Col("采集日期", "collected on", ("登记日期", "登记时间", "采集时间", "填表日期"))
    ] = None
    verified_on: Annotated[Date | None, Col("核实日期", "verified on", ("核查日期", "核实时间"))] = None
    note: Annotated[LongText | None, Col("备注", "note", ("说明", "备注说明"), max_length=4000)] = None
