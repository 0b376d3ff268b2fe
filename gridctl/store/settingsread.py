"""The community's settings from ``ledgers/gridctl.yaml``; a faulty one is reported and its default used."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from gridctl.findings.reasons import reason_of
from gridctl.schema.settings import Settings
from gridctl.store.loaded import ShardFault
from gridctl.text.yamltree import Locator, read_tree


def read_settings(data: bytes) -> tuple[Settings, list[ShardFault]]:
    """The settings and their faults, F117 for those of a field, F121 where there is none."""
    tree = read_tree(data)
    faults = [ShardFault(f.code, f.line, f.column, params=dict(f.params)) for f in tree.faults]
    values: dict[str, Any] = {}
    if isinstance(tree.value, dict):
        values = {name: value for name, value in tree.value.items() if value is not None}
    elif tree.value is not None:
        faults.append(ShardFault("F117", 1, 1, params={"setting": "", "value": "", "reason": "mapping"}))
    if not values and not faults:
        faults.append(ShardFault("F121", 1, 1))
    locator = Locator(data)
    while True:
        try:
            return Settings.model_validate(values), faults
        except ValidationError as error:
            for name in dict.fromkeys(each["loc"][0] for each in error.errors()):
                each = next(one for one in error.errors() if one["loc"][0] == name)
                line, column = locator.locate([step for step in each["loc"] if isinstance(step, (str, int))])
                known = name in Settings.model_fields
                reason = reason_of(each["type"], each.get("ctx")) if known else "unknown"
                params = {"value": str(each["input"])[:80], "reason": reason}
                faults.append(
                    ShardFault("F117", line, column, field=str(name), params={"setting": str(name), **params})
                )
                values.pop(str(name), None)
