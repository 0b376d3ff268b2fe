"""重复判定: what people decided about houses or persons that look alike: the same, different or not to be told yet.

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


class DecidedPerson(Part):
    """One place where a person stood that day: a resident, an entry of a list, a volunteer and so on.

    ``mention`` is ledger, record and part of it (``households:H3K…:P7Q…``); ``person_key`` finds a person entered anew.
    The key is a digest of the citizen id, or of name, birth date, sex and house: decisions hold no names or numbers.
    """

    mention: Annotated[Text | None, Col("所在登记", "mention", sens=PUBLIC, max_length=200)] = None
    person_key: Annotated[Text | None, Col("身份键", "person key", sens=PUBLIC, max_length=20)] = None


class Decision(Record):
    """One decision on two or more houses, or on two or more mentions of persons.

    Of a group judged different, each is another than each other.
    """

    verdict: Annotated[str | None, Col("判断", "verdict", sens=PUBLIC, codes="duplicate_verdict", need="default")] = (
        None
    )
    houses: Annotated[list[DecidedHouse], Col("所判房屋", "houses", sens=PERSONAL, table="decided_houses")] = []
    people: Annotated[list[DecidedPerson], Col("所判人员", "people", sens=PUBLIC, table="decided_people")] = []
    kept_mention: Annotated[Text | None, Col("保留登记", "registration that is kept", sens=PUBLIC, max_length=200)] = (
        None
    )
    keeper: Annotated[Code | None, Col("保留编码", "code that is kept", ("保留",), max_length=50)] = None
    decided_by: Annotated[Text | None, Col("判断人", "decided by", need="default")] = None
    decided_on: Annotated[Date | None, Col("判断日期", "decided on", sens=PUBLIC, need="default")] = None
    why: Annotated[LongText | None, Col("判断理由", "why", ("理由",), max_length=1000)] = None
    supersedes: Annotated[TextList, Col("取代判定", "supersedes", sens=PUBLIC, ref="decisions")] = []
