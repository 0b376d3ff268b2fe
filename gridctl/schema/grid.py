"""网格: the unit of responsibility. GB/T 31000-2015 table 8; sizes are in ``settings``."""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Code, CodeList, Count, Date, DivisionCode, Number, Text, TextList


class Grid(Record):
    """One grid of any level, from its first day to its last, with the grids it came from."""

    grid_code: Annotated[
        Code | None, Col("网格编码", "grid code", ("网格代码", "网格编号"), sens=PUBLIC, need="default")
    ] = None
    name: Annotated[Text | None, Col("网格名称", "name", ("名称",), sens=PUBLIC, need="default", max_length=100)] = None
    kind: Annotated[
        str | None, Col("网格类别", "kind", ("网格类型",), sens=PUBLIC, codes="grid_kind", need="default")
    ] = None
    level: Annotated[
        str | None, Col("网格层级", "level", ("层级",), sens=PUBLIC, codes="grid_level", need="default")
    ] = None
    parent: Annotated[Code | None, Col("上级网格", "parent", ("上级网格编码",), sens=PUBLIC, ref="grids")] = None
    division_code: Annotated[DivisionCode | None, Col("区划代码", "division code", ("行政区划代码",), sens=PUBLIC)] = (
        None
    )
    urban_rural: Annotated[str | None, Col("城乡分类", "urban or rural", sens=PUBLIC, codes="urban_rural")] = None
    boundary_note: Annotated[Text | None, Col("四至范围", "boundary", ("网格范围",), sens=PUBLIC)] = None
    area_m2: Annotated[Number | None, Col("网格面积", "area in m²", ("网格面积(㎡)",), sens=PUBLIC)] = None
    target_households: Annotated[
        Count | None, Col("网格户数", "households it should have", ("应有户数",), sens=PUBLIC)
    ] = None
    chief_staff: Annotated[Text | None, Col("网格长", "chief", ("网格长工号",), need="default", ref="staff")] = None
    members: Annotated[TextList, Col("网格员", "members", ("网格员工号",), ref="staff")] = []
    special_sector: Annotated[Text | None, Col("专属行业", "sector", sens=PUBLIC)] = None
    dual_managed_by: Annotated[Text | None, Col("双重管理单位", "also managed by", sens=PUBLIC)] = None
    valid_from: Annotated[Date | None, Col("启用日期", "valid from", ("设立日期",), sens=PUBLIC, need="default")] = None
    valid_to: Annotated[Date | None, Col("停用日期", "valid to", ("撤销日期",), sens=PUBLIC)] = None
    predecessors: Annotated[CodeList, Col("前身网格", "predecessors", ("原网格",), sens=PUBLIC)] = []
