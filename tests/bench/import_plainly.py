"""The usual way to read somebody's workbook: pandas with openpyxl, and the models for every row.

Run: ``python tests/bench/import_plainly.py FILE``. It knows the layout beforehand and compares with no ledger.
"""

from __future__ import annotations

import sys

import pandas as pd

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import read_record

_HOUSE = {
    "房屋编码*": "house_code", "所属网格*": "grid_code", "房屋地址*": "address", "居住状态*": "occupancy",
    "户号": "household_no",
}  # fmt: skip
_PERSON = {
    "姓名*": "name", "与户主关系*": "relation", "身份证号*": "id_no", "性别*": "sex", "出生日期*": "birth_date",
    "联系电话": "phones", "民族": "ethnicity",
}  # fmt: skip


def main() -> None:
    frame = pd.read_excel(sys.argv[1], dtype=str, engine="openpyxl", header=1, keep_default_na=False)
    households = ledger("households")
    read = faulty = 0
    for row in frame.to_dict("records"):
        person = {name: row[heading] for heading, name in _PERSON.items()}
        house = {name: row[heading] for heading, name in _HOUSE.items()}
        reading = read_record(households, {**house, "members": [person]})
        read += 1
        faulty += bool(reading.faults)
    print(f"read={read} faulty={faulty}")


if __name__ == "__main__":
    main()
