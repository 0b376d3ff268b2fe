"""The starter catalogue of matters: 65 matters of 12 domains, 125 items over the three situations, one file a domain.

Written for this project from the duties named in the practice it serves; a community copies it and then edits its own
``registers/matters.yaml``. Its admission is a sample and is replaced by the community's own document.
"""

from __future__ import annotations

from typing import Any

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import plain, read_record
from gridctl.text.packaged import shipped
from gridctl.text.yamltree import read_tree


def starter_matters() -> list[dict[str, Any]]:
    """The starter catalogue as data (English names, keys of code lists), by code.

    Raises ``ValueError`` when a shipped file cannot be read without faults.
    """
    found: list[dict[str, Any]] = []
    for path in sorted(shipped("gridctl.work.starter").glob("*.yaml")):
        found += _read(path.name, path.read_bytes())
    return sorted(found, key=lambda each: str(each["code"]))


def _read(name: str, content: bytes) -> list[dict[str, Any]]:
    tree = read_tree(content)
    records = tree.value
    if tree.faults or not isinstance(records, list):
        raise ValueError(f"{name}: {tree.faults}")
    matters = []
    for raw in records:
        reading = read_record(ledger("matters"), raw if isinstance(raw, dict) else {"": raw})
        if reading.faults:
            raise ValueError(f"{name}: {reading.faults}")
        matters.append(plain(reading.record))
    return matters
