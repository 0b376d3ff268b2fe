"""地址别名: the other names of streets, compounds and houses, with their source and dates.

One canonical address with aliases is how the police's library of standard addresses (公安标准地址库) keeps them.
"""

from typing import Annotated

from gridctl.schema.col import PUBLIC, Col
from gridctl.schema.record import Record
from gridctl.schema.types import Code, Date, Text


class AddressAlias(Record):
    """One alias of one canonical name."""

    community: Annotated[Text | None, Col("社区", "community", ("所属社区",), sens=PUBLIC)] = None
    alias: Annotated[Text | None, Col("别名", "alias", ("俗称", "旧名"), sens=PUBLIC, need="default")] = None
    name: Annotated[
        Text | None, Col("标准名称", "canonical name", ("标准地名", "规范名称"), sens=PUBLIC, need="default")
    ] = None
    kind: Annotated[str | None, Col("别名类别", "kind", sens=PUBLIC, codes="address_alias_kind")] = None
    house_code: Annotated[Code | None, Col("房屋编码", "house code", ref="households")] = None
    alias_source: Annotated[Text | None, Col("别名来源", "source of the alias", sens=PUBLIC)] = None
    valid_from: Annotated[Date | None, Col("启用日期", "valid from", sens=PUBLIC)] = None
    valid_to: Annotated[Date | None, Col("停用日期", "valid to", sens=PUBLIC)] = None
