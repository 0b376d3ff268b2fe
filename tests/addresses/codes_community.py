"""A small community of two grids for tests on house codes: one building, and everything that may refer to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

GRID, OTHER = "513399001002001", "513399001002002"
CELL = "51339900100200101001"
BUILDING = "5133990010020100001"
ONE, TWO, THREE = (f"{BUILDING}{room:06d}" for room in (10301, 10302, 10303))
TODAY = date(2026, 7, 1)

HOUSES = f"""\
# 网格员手记
- 编号: "H1"
  房屋编码: "{ONE}"  # 门上贴的
  网格编码: "{GRID}"
  方格编码: "{CELL}"
  楼栋编码: "{BUILDING}"
  标准地址: "清荷路12号1栋1单元301室"
  居住状态: "自住"
  成员:
    - 人员编号: "P1"
      姓名: "安小禾"
      # 常年在外
      性别: "女"
    - 人员编号: "P2"
      姓名: "柳青"
      出生日期: "2010-05-06"
- 编号: "H2"
  房屋编码: "{TWO}"
  网格编码: "{GRID}"
  楼栋编码: "{BUILDING}"
  标准地址: "清荷路12号1栋1单元302室"
  居住状态: "闲置"
- 编号: "H3"
  房屋编码: "{THREE}"
  网格编码: "{GRID}"
  楼栋编码: "{BUILDING}"
  标准地址: "清荷路12号1栋1单元303室"
  居住状态: "闲置"
  地址别名:
    - 别名地址: "老厂宿舍3号"
"""
FILES = {
    "ledgers/gridctl.yaml": 'community: "清荷社区"\ndivision_code: "513399001002"\n',
    f"ledgers/households/{GRID}.yaml": HOUSES,
    f"ledgers/businesses/{GRID}.yaml": (
        f'- 编号: "B1"\n  企业名称: "清荷面馆"\n  企业地址: "清荷路12号1幢1-301"\n  房屋编码: "{ONE}"\n'
        f'  网格编码: "{GRID}"\n'
        f'- 编号: "B2"\n  企业名称: "柳溪理发"\n  企业地址: "清荷路12号1栋1单元304室"\n  房屋编码: "{ONE}"\n'
        f'  网格编码: "{GRID}"\n'
    ),
    f"ledgers/special_groups/{GRID}.yaml": (
        f'- 编号: "S1"\n  人员编号: "P2"\n  姓名: "柳青"\n  网格编码: "{GRID}"\n  房屋编码: "{ONE}"  # 随家人\n'
    ),
    f"ledgers/volunteers/{GRID}.yaml": f'- 编号: "V1"\n  人员编号: "P1"\n  姓名: "安小禾"\n  网格编码: "{GRID}"\n',
    f"ledgers/visits/{GRID}/2026-06.yaml": (
        f'- 编号: "W1"\n  走访日期: "2026-06-01"\n  网格编码: "{GRID}"\n  走访对象类别: "住户"\n  走访对象编号: "H1"\n'
        f'  房屋编码: "{ONE}"\n'
        f'- 编号: "W2"\n  走访日期: "2026-06-02"\n  网格编码: "{GRID}"\n  走访对象类别: "人员"\n  走访对象编号: "P2"\n'
        f'  房屋编码: "{ONE}"\n'
        f'- 编号: "W3"\n  走访日期: "2026-06-03"\n  网格编码: "{GRID}"\n  走访对象类别: "楼栋"\n'
        f'  走访对象编号: "{BUILDING}"\n'
        f'- 编号: "W4"\n  走访日期: "2026-06-04"\n  网格编码: "{GRID}"\n  房屋编码: "{TWO}"\n'
    ),
    f"ledgers/cases/{GRID}/2026-06.yaml": (
        f'- 编号: "C1"\n  事件编号: "2026-1"\n  发生日期: "2026-06-05"\n  网格编码: "{GRID}"\n  房屋编码: "{ONE}"\n'
    ),
    "ledgers/registers/buildings.yaml": f'- 楼栋编码: "{BUILDING}"\n  网格编码: "{GRID}"\n  楼栋名称: "1栋"\n',
    "ledgers/registers/grids.yaml": (
        f'- 网格编码: "{GRID}"\n  网格名称: "第一网格"\n'
        f'- 网格编码: "{OTHER}"\n  网格名称: "第二网格"\n'
        f'- 网格编码: "{CELL}"\n  网格名称: "一号方格"\n  上级网格: "{GRID}"\n'
    ),
    "ledgers/registers/staff.yaml": (
        f'- 工号: "T1"\n  姓名: "方慧璐"\n  负责网格:\n    - "{GRID}"\n    - "{OTHER}"\n'
        f'- 工号: "T2"\n  姓名: "秦贵国"\n  负责网格:\n    - "{GRID}"\n'
    ),
}


def community(root: Path, **changed: str) -> Workspace:
    """The community below ``root``; files by path, with ``__`` for ``/``, replace or add to it."""
    files = FILES | {path.replace("__", "/"): text for path, text in changed.items()}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return reopened(root)


def reopened(root: Path) -> Workspace:
    return Workspace.open(root, today=TODAY)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "ledgers").rglob("*.yaml")}


def households(text: str) -> dict[str, str]:
    """The keyword for `community` that replaces the first grid's houses."""
    return {f"ledgers__households__{GRID}.yaml": text}
