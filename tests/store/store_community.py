"""A small invented community on disk, written by hand so that tests see what a clerk sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

GRID = "513399001002001"
OTHER = "513399001002002"
HOUSEHOLDS = f"ledgers/households/{GRID}.yaml"

HEADER = "# yaml-language-server: $schema=../../schemas/households.schema.json\n"
TWO_HOUSES = (
    HEADER
    + f"""\
- 编号: "H000000000001"
  房屋编码: "5133990010020010000010101"
  网格编码: "{GRID}"
  标准地址: "云州市青禾区柳溪街道清荷社区荷塘路1号1栋1单元0101室"
  居住状态: "自住"
  # 户主常年在外
  成员:
    - 人员编号: "P000000000001"
      姓名: "虚构甲"
      与户主关系: "户主"
      性别: "男"
      出生日期: "1980-01-02"
      人口类别: "户籍"
    - 人员编号: "P000000000002"
      姓名: "虚构乙"
      与户主关系: "配偶"
      性别: "女"
      出生日期: "1982-03-04"
      人口类别: "户籍"
- 编号: "H000000000002"
  房屋编码: "5133990010020010000010102"
  网格编码: "{GRID}"
  标准地址: "云州市青禾区柳溪街道清荷社区荷塘路1号1栋1单元0102室"  # 门牌已换
  居住状态: "闲置"
"""
)


def write(root: Path, path: str, text: str | bytes) -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return target
