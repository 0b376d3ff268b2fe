"""楼栋: buildings and their heads. GB/T 31000-2015 table 9."""

from typing import Annotated

from gridctl.schema.col import INTERNAL, PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Code, Count, Number, PhoneList, Text, YesNo


class Building(Record):
    """One building of a compound."""

    building_code: Annotated[
        Code | None, Col("楼栋编码", "building code", ("楼栋代码", "建筑物编码"), sens=PUBLIC, need="default")
    ] = None
    grid_code: Annotated[
        Code | None, Col("网格编码", "grid code", ("所属网格",), sens=PUBLIC, need="default", ref="grids")
    ] = None
    compound: Annotated[
        Text | None,
        Col(
            "小区名称", "compound", ("小区(单位)名称", "小区", "院落名称"), sens=PUBLIC, need="default", max_length=100
        ),
    ] = None
    name: Annotated[
        Text | None, Col("楼栋名称", "name", ("建筑物名称", "楼栋"), sens=PUBLIC, need="default", max_length=100)
    ] = None
    address: Annotated[
        Text | None, Col("楼栋地址", "address", ("所在地详址", "地址"), sens=PUBLIC, need="default", max_length=200)
    ] = None
    floors: Annotated[Count | None, Col("层数", "floors", ("楼层数",), sens=PUBLIC, need="default")] = None
    units: Annotated[Count | None, Col("单元数", "units", sens=PUBLIC, need="default")] = None
    households_count: Annotated[Count | None, Col("楼栋户数", "households", sens=PUBLIC)] = None
    people_count: Annotated[Count | None, Col("楼栋人数", "people", sens=PUBLIC)] = None
    built_year: Annotated[Count | None, Col("建成年份", "year built", sens=PUBLIC)] = None
    structure: Annotated[str | None, Col("房屋结构", "structure", sens=PUBLIC, codes="house_structure")] = None
    use: Annotated[str | None, Col("建筑用途", "use", ("建筑物用途",), sens=PUBLIC, codes="building_use")] = None
    elevator: Annotated[YesNo | None, Col("有无电梯", "elevator", ("电梯",), sens=PUBLIC)] = None
    property_company: Annotated[
        Text | None, Col("物业管理单位", "property company", ("物业管理单位名称", "物业公司"), sens=PUBLIC)
    ] = None
    head_name: Annotated[
        Text | None, Col("楼栋长", "head", ("楼栋长姓名",), sens=INTERNAL, need="gbt31000-strict", mask="name")
    ] = None
    head_phones: Annotated[
        PhoneList, Col("楼栋长手机", "head phones", ("楼栋长电话",), need="gbt31000-strict", mask="phone")
    ] = []
    lon: Annotated[Number | None, Col("经度", "longitude", sens=PUBLIC)] = None
    lat: Annotated[Number | None, Col("纬度", "latitude", sens=PUBLIC)] = None
