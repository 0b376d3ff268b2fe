"""One record in its canonical form: keys in the model's order and the files' language, coded values by their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.schema.codelists import code_list
from gridctl.schema.col import Column, columns
from gridctl.schema.ledgers import PERSON_PREFIX, Ledger
from gridctl.schema.reading import code_label, label_names
from gridctl.text.ids import random_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from gridctl.text.yamltree import Node


def canonical(model: type[BaseModel], raw: Mapping[str, Node], language: str) -> dict[str, Node]:
    """The record as `fmt` writes it. Values that are not on a code list stay as they were written.

    What the schema does not know, and a field under two names, keep their keys and stand at the end.
    """
    names = label_names(model)
    by_name: dict[str, list[str]] = {}
    for key in raw:
        if key in names:
            by_name.setdefault(names[key], []).append(key)
    written: dict[str, Node] = {}
    for each in columns(model):
        keys = by_name.get(each.name, ())
        for key in keys:
            written[each.key(language) if len(keys) == 1 else key] = _value(each, raw[key], language)
    written.update({key: value for key, value in raw.items() if key not in names})
    return written


def with_ids(ledger: Ledger, record: dict[str, Node], language: str) -> dict[str, Node]:
    """A canonical record with ids for itself and its people where they have none."""
    if ledger.key == "id":
        record = _with_id(record, ledger.column("id").key(language), ledger.prefix)
    for each in ledger.columns:
        people = record.get(each.key(language)) if each.col.table == "persons" else None
        if isinstance(people, list) and each.part is not None:
            key = columns(each.part)[0].key(language)
            record[each.key(language)] = [
                _with_id(one, key, PERSON_PREFIX) if isinstance(one, dict) and one else one for one in people
            ]
    return record


def _with_id(record: dict[str, Node], key: str, prefix: str) -> dict[str, Node]:
    return record if record.get(key) else {key: random_id(prefix), **{k: v for k, v in record.items() if k != key}}


def _value(column: Column, value: Node, language: str) -> Node:
    if column.part is not None:
        part = column.part
        if isinstance(value, dict):
            return canonical(part, value, language)
        if isinstance(value, list):
            return [canonical(part, item, language) if isinstance(item, dict) else item for item in value]
        return value
    if column.col.codes is None:
        return value
    if isinstance(value, list):
        return [_label(column.col.codes, item, language) for item in value]
    return _label(column.col.codes, value, language)


def _label(codes: str, value: Node, language: str) -> Node:
    item = code_list(codes).find(value) if isinstance(value, str) and value else None
    return code_label(codes, item.key, language) if item is not None else value
