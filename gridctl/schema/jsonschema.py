"""JSON Schemas of the ledgers, for editors and other tools: ``schemas/<ledger>.schema.json``.

They describe files in their canonical form: labels of one language, official code-list labels, ISO dates. gridctl
itself reads more than they allow.
"""

import json
from pathlib import Path
from typing import Any

from gridctl.schema.codelists import code_list
from gridctl.schema.col import Column, Kind, Profile, columns, required
from gridctl.schema.ledgers import LEDGERS, Ledger
from gridctl.schema.settings import Settings

DIALECT = "http://json-schema.org/draft-07/schema#"

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_SHAPES: dict[Kind, dict[str, Any]] = {
    "date": {"type": "string", "pattern": r"^[12]\d{3}-\d{2}-\d{2}$"},
    "moment": {"type": "string", "pattern": r"^[12]\d{3}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$"},
    "number": {"type": ["string", "number"], "pattern": r"^\d+(\.\d+)?$", "minimum": 0},
    "count": {"type": ["string", "integer"], "pattern": r"^\d+$", "minimum": 0},
}


def json_schema(ledger: Ledger, language: str = "zh", profile: Profile = "default") -> dict[str, Any]:
    """The schema of one ledger's files: a list of records."""
    return {
        "$schema": DIALECT,
        "title": ledger.title(language),
        "type": ["array", "null"],
        "items": _object(ledger.columns, language, profile),
    }


def settings_schema() -> dict[str, Any]:
    """The schema of ``gridctl.yaml``."""
    return {"$schema": DIALECT} | Settings.model_json_schema()


def schema_files(language: str = "zh", profile: Profile = "default") -> dict[str, str]:
    """Every schema as file name and text."""
    schemas = {f"{each.name}.schema.json": json_schema(each, language, profile) for each in LEDGERS}
    schemas["gridctl.schema.json"] = settings_schema()
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}


def write_schemas(folder: Path, language: str = "zh", profile: Profile = "default") -> list[Path]:
    """Write every schema into a folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schema_files(language, profile).items():
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _object(fields: tuple[Column, ...], language: str, profile: Profile) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {each.key(language): _property(each, language, profile) for each in fields},
        "additionalProperties": False,
    }
    needed = [each.key(language) for each in fields if required(each, profile)]
    return schema | ({"required": needed} if needed else {})


def _property(column: Column, language: str, profile: Profile) -> dict[str, Any]:
    about = {
        "title": column.label(language),
        "description": f"{column.col.en} · {column.name}" if language == "zh" else column.col.zh,
        "x-sensitivity": int(column.col.sens),
    }
    return about | _shape(column, language, profile)


def _shape(column: Column, language: str, profile: Profile) -> dict[str, Any]:
    if column.part is not None:
        part = _object(columns(column.part), language, profile)
        return {"type": "array", "items": part} if column.kind == "parts" else part
    if column.kind == "yesno":
        return {"enum": ["是", "否"] if language == "zh" else ["yes", "no"]}
    one = _SHAPES.get(column.kind) or _text(column, language)
    return {"type": "array", "items": one} if column.kind == "list" else one


def _text(column: Column, language: str) -> dict[str, Any]:
    if column.col.codes:
        items = code_list(column.col.codes).items
        return {"enum": [item.zh if language == "zh" else item.key for item in items]}
    return _TEXT | ({"maxLength": column.col.max_length} if column.col.max_length else {})
