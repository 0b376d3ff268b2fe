"""重复判定: what people decided about houses that look alike: the same, different or not to be told yet (domain.md D3).

A decision is never taken back: a later one supersedes it and says why.
"""

from typing import Annotated

from gridctl.schema.col import PERSONAL, PUBLIC, Col
from gridctl.schema.record import Part, Record
from gridctl.schema.types import Code, Date, LongText, Text, TextList


class DecidedHouse(Part):
    """One house of a decision, as it stood that day: by any of the three it is found again.

    The record's id outlives a corrected code, the code a record entered anew, the canonical key another spelling of the
    address. None is a reference that must exist: a merged house is gone from the ledger, the decision stays.
    """

    household: Annotated[Text | None, Col("住户编号", "household", sens=PUBLIC)] = None
    house_code: Annotated[Code | None, Col("房屋编码", "house code", max_length=50)] = None
    address_key: Annotated[Text | None, Col("地址规范键", "canonical address", mask="address", max_length=200)] = None


class Decision(Record):
    """One decision on two or more houses. Of a group judged different, each is another house than each other."""

    verdict: Annotated[str | None, Col("判断", "verdict", sens=PUBLIC, codes="duplicate_verdict", need="default")] = (
        None
    )
    houses: Annotated[
        list[DecidedHouse], Col("所判房屋", "houses", sens=PERSONAL, table="decided_houses", need="default")
    ] = []
    keeper: Annotated[Code | None, Col("保留编码", "code that is kept", ("保留",), max_length=50)] = None
    decided_by: Annotated[Text | None, Col("判断人", "decided by", need="default")] = None
    decided_on: Annotated[Date | None, Col("判断日期", "decided on", sens=PUBLIC, need="default")] = None
    why: Annotated[LongText | None, Col("判断理由", "why", ("理由",), max_length=1000)] = None
    supersedes: Annotated[TextList, Col("取代判定", "supersedes", sens=PUBLIC, ref="decisions")] = []
