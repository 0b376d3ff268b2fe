"""What must hold of every ledger, so that a new one needs a model file and a line in LEDGERS, and nothing else."""

from __future__ import annotations

import pytest

from gridctl.schema.codelists import code_list
from gridctl.schema.col import PERSONAL, SENSITIVE, Column, columns, walk
from gridctl.schema.jsonschema import json_schema, schema_files
from gridctl.schema.ledgers import LEDGERS, Ledger, ledger
from gridctl.schema.reading import label_names, plain, read_record, to_labels
from gridctl.text.normalize import label_key

every_ledger = pytest.mark.parametrize("each", LEDGERS, ids=lambda each: each.name)

SAMPLES = {
    "text": "柳岸花园",
    "date": "2026-07-01",
    "moment": "2026-07-01T08:30:00",
    "number": 89.5,
    "count": 3,
    "yesno": True,
}
VALUES = {"id_no": "513399199003070031", "uscc": "91513399MA0000003P", "division_code": "513399001002"}


def sample(column: Column) -> object:
    """A value that the field accepts."""
    if column.part is not None:
        part = {inner.name: sample(inner) for inner in columns(column.part)}
        return [part] if column.kind == "parts" else part
    if column.col.codes:
        key = code_list(column.col.codes).items[-1].key
        return [key] if column.kind == "list" else key
    if column.kind == "list":
        return ["19900001234"] if column.col.mask == "phone" else ["513399001002001"]
    return VALUES.get(column.name) or SAMPLES.get(column.kind, "样例")


def test_the_ledgers_and_the_registers_are_there() -> None:
    assert [each.zh for each in LEDGERS if not each.register] == [
        "住户信息", "企业商户", "特殊人群", "志愿服务", "民情走访", "事件",
    ]  # fmt: skip
    assert {each.name for each in LEDGERS if each.register} == {
        "grids", "buildings", "staff", "matters", "windows", "addresses", "decisions",
        "scores", "surveys", "postings", "rechecks", "appeals", "campaigns", "absences", "excuses",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["households", "住户信息"])
def test_a_ledger_is_found_by_each_of_its_names(name: str) -> None:
    assert ledger(name).name == "households"


def test_an_unknown_ledger_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ledger("religion")


@every_ledger
def test_every_label_and_alias_of_a_model_names_one_field(each: Ledger) -> None:
    for model in {each.model} | {c.part for _, c in walk(each.model) if c.part is not None}:
        owners: dict[str, str] = {}
        for column in columns(model):
            for label in (column.col.zh, column.name, *column.col.aliases):
                assert owners.setdefault(label_key(label), column.name) == column.name, label


@every_ledger
def test_id_numbers_are_sensitive_and_masked_names_are_not_public(each: Ledger) -> None:
    for path, column in walk(each.model):
        if column.name.endswith("id_no"):
            assert column.col.sens == SENSITIVE, path
            assert column.col.mask == "id", path
        if column.col.sens >= PERSONAL and column.kind == "list" and "phones" in column.name:
            assert column.col.mask == "phone", path


@every_ledger
def test_a_full_record_survives_being_written_and_read(each: Ledger) -> None:
    data = {column.name: sample(column) for column in each.columns}
    reading = read_record(each, data)
    assert reading.faults == ()
    for language in ("zh", "en"):
        written = to_labels(each.model, plain(reading.record), language)
        again = read_record(each, written)
        assert again.faults == ()
        assert again.record == reading.record


@every_ledger
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_json_schema_names_every_field_in_its_language(each: Ledger, language: str) -> None:
    schema = json_schema(each, language)
    properties = schema["items"]["properties"]
    assert list(properties) == [column.key(language) for column in each.columns]
    assert set(schema["items"]["required"]) <= set(properties)
    assert all(label_names(each.model)[key] for key in properties)


def test_there_is_a_schema_for_every_ledger_and_the_settings() -> None:
    assert set(schema_files()) == {f"{each.name}.schema.json" for each in LEDGERS} | {"gridctl.schema.json"}
