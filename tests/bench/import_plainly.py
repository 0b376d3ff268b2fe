"""The usual way to read somebody's workbook: pandas with openpyxl, and the models for every row.

Run: ``python tests/bench/import_plainly.py FILE [form]``; ``form`` is the national form of registered residents, else
the workbook of 12 columns. Every column that ``gridctl import`` takes into a field or the note is read and validated.
It recognises no layout (rows of headings and columns are known beforehand), fills nothing in, looks no grid up, finds
nobody in the ledgers, puts no households together and plans no change.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pandas as pd

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import read_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HOUSE = {
    "房屋编码*": "house_code", "所属网格*": "grid_code", "房屋地址*": "address", "居住状态*": "occupancy",
    "户号": "household_no",
}  # fmt: skip
_PERSON = {
    "姓名*": "name", "与户主关系*": "relation", "身份证号*": "id_no", "性别*": "sex", "出生日期*": "birth_date",
    "联系电话": "phones", "民族": "ethnicity",
}  # fmt: skip
_FORM_HOUSE = {"所属网格*": "grid_code", "户号*": "household_no", "住宅电话": "household_phones"}
_FORM_PERSON = {
    "姓名*": "name", "性别*": "sex", "出生日期": "birth_date", "身份证号码*": "id_no", "与户主关系*": "relation",
    "民族*": "ethnicity", "政治面貌*": "political", "文化程度*": "education", "婚姻状况*": "marital",
    "人户状态*": "registration_match", "是否外出*": "away", "外出原因*": "away_reason", "外出时间*": "away_since",
    "户籍详址": "registered_address", "曾用名": "former_name", "工作单位或就读学校": "workplace", "职业": "occupation",
}  # fmt: skip
# The second row of headings is passed over, so the later columns of a group have no names.
_REGISTERED_IN = ("户籍地", "Unnamed: 9", "Unnamed: 10")
_AWAY_TO = ("外出去向", "Unnamed: 36", "Unnamed: 37", "外出详址")
_PHONES = ("联系电话", "联系手机")
_HONOURS = {"家庭称号": "五好家庭", "Unnamed: 34": "平安家庭"}
_NOTES = ("与户主关系备注", "临时居所", "电子邮箱", "户口类别")


def _filled(row: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    return {name: text for heading, name in names.items() if (text := row[heading])}


def _of_twelve(row: Mapping[str, str]) -> dict[str, Any]:
    return {**_filled(row, _HOUSE), "members": [_filled(row, _PERSON)]}


def _of_form(row: Mapping[str, str]) -> dict[str, Any]:
    person = _filled(row, _FORM_PERSON)
    person["registered_division"] = "".join(row[heading] for heading in _REGISTERED_IN)
    person["away_to"] = "".join(row[heading] for heading in _AWAY_TO)
    person["phones"] = [row[heading] for heading in _PHONES if row[heading]]
    notes = [f"{heading}: {row[heading]}" for heading in _NOTES if row[heading]]
    person["note"] = "; ".join([*notes, row["备注"]] if row["备注"] else notes)
    honours = [honour for heading, honour in _HONOURS.items() if row[heading] == "是"]
    return {**_filled(row, _FORM_HOUSE), "honours": honours, "members": [person]}


def main() -> None:
    form = sys.argv[2:] == ["form"]
    header, passed = (4, [5]) if form else (1, None)
    record: Callable[[Mapping[str, str]], dict[str, Any]] = _of_form if form else _of_twelve
    frame = pd.read_excel(
        sys.argv[1], dtype=str, engine="openpyxl", header=header, skiprows=passed, keep_default_na=False
    )
    households = ledger("households")
    read = faulty = 0
    for row in frame.to_dict("records"):
        reading = read_record(households, record(row))
        read += 1
        faulty += bool(reading.faults)
    print(f"read={read} faulty={faulty}")


if __name__ == "__main__":
    main()
