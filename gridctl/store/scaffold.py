"""A new community's folder: ledgers/, schemas/, and the files that make Git and editors handle them well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gridctl.schema.jsonschema import write_schemas
from gridctl.schema.ledgers import LEDGERS
from gridctl.schema.reading import to_labels
from gridctl.store.layout import path_for
from gridctl.store.shardtext import dump

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gridctl.schema.settings import Settings

GITATTRIBUTES = """\
# Ledgers keep their line ends and are shown as text; workbooks are not text.
*.yaml text eol=lf
*.json text eol=lf
*.xlsx binary
*.xls binary
# Published bulletins are verified byte by byte.
ledgers/assessment/bulletins/** -text
"""

GITIGNORE = """\
# Derived by gridctl; can be deleted at any time.
.gridctl/
# What Excel and WPS leave beside an open workbook.
~$*
.~lock.*
# Workbooks on their way in or out hold personal data: keep them out of history.
inbox/
out/
"""

_SETTINGS = {
    "zh": """\
# yaml-language-server: $schema=../schemas/gridctl.schema.json
# 社区自己的设置。改完后用 gridctl check 检查。
community: {community}
subdistrict: {subdistrict}
district: {district}
city: {city}
province: {province}
# 12 位统计用区划代码：省 2、市 2、县 2、街道 3、社区 3
division_code: {division_code}
# 台账用哪种语言写：zh 或 en（两种都能读）
language: {language}
# default，或 gbt31000-strict（按 GB/T 31000-2015 的必填项检查）
profile: {profile}
# 房屋编码规则：shenzhen25、community_serial、estate_unit28，或自定义
house_code_scheme: {house_code_scheme}
# 网格各层级在本社区的叫法，如 {{"second_grid": "微网格", "cell": "埭"}}
level_names: {{}}
# 法定类特殊人群默认不建。确有授权时列出，如 ["community_correction"]
statutory_groups: []
# 调休与放假，覆盖内置日历，如 {{"2027-02-06": "是"}}
workdays: {{}}
# 个别规则的级别：error、warning、info、off，如 {{"G101": "info"}}
rules: {{}}
""",
    "en": """\
# yaml-language-server: $schema=../schemas/gridctl.schema.json
# This community's own settings. Run gridctl check after a change.
community: {community}
subdistrict: {subdistrict}
district: {district}
city: {city}
province: {province}
# division code of 12 digits: province 2, prefecture 2, county 2, subdistrict 3, community 3
division_code: {division_code}
# language the ledgers are written in: zh or en (both are read)
language: {language}
# default, or gbt31000-strict (the fields GB/T 31000-2015 requires)
profile: {profile}
# composition of house codes: shenzhen25, community_serial, estate_unit28, or your own
house_code_scheme: {house_code_scheme}
# what this community calls its levels of grids, e.g. {{"second_grid": "微网格", "cell": "埭"}}
level_names: {{}}
# statutory groups are off; with a mandate, list them, e.g. ["community_correction"]
statutory_groups: []
# working days that override the built-in calendar, e.g. {{"2027-02-06": "yes"}}
workdays: {{}}
# levels of single rules: error, warning, info, off, e.g. {{"G101": "info"}}
rules: {{}}
""",
}


def settings_text(settings: Settings) -> str:
    """``gridctl.yaml`` with a comment on every setting."""
    values = settings.model_dump(mode="json")
    quoted = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    return _SETTINGS[settings.language].format(**quoted)


def scaffold(root: Path, settings: Settings, records: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Path]:
    """Write a community's folder and return its files.

    ``records`` are the registers to begin with, by ledger name, as data with English names. Every register gets a
    file, the five ledgers get their folders.
    """
    texts = {
        ".gitattributes": GITATTRIBUTES,
        ".gitignore": GITIGNORE,
        ".vscode/settings.json": _editor_settings(),
        "ledgers/gridctl.yaml": settings_text(settings),
    }
    written = [_write(root / path, text.encode()) for path, text in texts.items()]
    for each in LEDGERS:
        if each.register:
            rows = [to_labels(each.model, data, settings.language) for data in records.get(each.name, ())]
            header = f"# yaml-language-server: $schema=../../schemas/{each.name}.schema.json"
            written.append(_write(root / path_for(each, ""), dump(rows, header)))
        else:
            written.append(_write(root / "ledgers" / each.name / ".gitkeep", b""))
    return written + write_schemas(root / "schemas", settings.language, settings.profile)


def _editor_settings() -> str:
    """Settings that make VS Code's YAML extension check each ledger as it is typed."""
    schemas = {}
    for each in LEDGERS:
        pattern = path_for(each, "") if each.register else f"ledgers/{each.name}/**/*.yaml"
        schemas[f"./schemas/{each.name}.schema.json"] = pattern
    schemas["./schemas/gridctl.schema.json"] = "ledgers/gridctl.yaml"
    options = {
        "yaml.schemas": schemas,
        "yaml.format.enable": False,
        "files.eol": "\n",
        "files.encoding": "utf8",
        "search.exclude": {".gridctl": True},
    }
    return json.dumps(options, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
