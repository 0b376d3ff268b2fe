"""抽查复核: a record drawn at random and seen again by somebody else; accuracy and leavers are reckoned from it."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Code, Date, Text, TextList, YesNo


class Recheck(Record):
    """One record of a sample: which fields were compared, which of them were wrong, and whether it is gone.

    ``record`` is the record's id in ``ledger``; ``part`` the person's, where one member of a household was drawn.
    """

    sample_no: Annotated[Text | None, Col("抽样编号", "sample number", sens=PUBLIC, need="default")] = None
    ledger: Annotated[Text | None, Col("所属台账", "ledger", ("台账",), sens=PUBLIC, need="default")] = None
    record: Annotated[Text | None, Col("抽中记录", "record drawn", sens=PUBLIC, need="default")] = None
    part: Annotated[Text | None, Col("抽中人员", "person drawn", sens=PUBLIC)] = None
    grid_code: Annotated[
        Code | None, Col("网格编码", "grid code", ("所属网格", "网格"), sens=PUBLIC, need="default", ref="grids")
    ] = None
    mode: Annotated[str | None, Col("复核方式", "mode", sens=PUBLIC, codes="visit_mode", need="default")] = None
    fields_checked: Annotated[TextList, Col("核对项", "fields compared", sens=PUBLIC)] = []
    fields_wrong: Annotated[TextList, Col("差错项", "fields wrong", sens=PUBLIC)] = []
    gone: Annotated[YesNo | None, Col("应注销未注销", "gone", ("人已不在",), sens=PUBLIC)] = None
    checked_by: Annotated[Text | None, Col("复核人", "checked by", need="default")] = None
    checked_on: Annotated[Date | None, Col("复核日期", "checked on", sens=PUBLIC, need="default")] = None
