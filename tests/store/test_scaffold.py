"""A new community's folder."""

import json

import pytest

from gridctl.schema.ledgers import LEDGERS
from gridctl.schema.settings import Settings
from gridctl.store.scaffold import scaffold, settings_text
from gridctl.store.workspace import Workspace

ODD = '清荷"社区": #1\\ 甲'


def settings(language: str = "zh", name: str = "清荷社区") -> Settings:
    return Settings.model_validate({"community": name, "division_code": "513399001002", "language": language})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_settings_come_back_as_given(tmp_path, language):
    given = settings(language, ODD)
    scaffold(tmp_path, given, {})
    workspace = Workspace.open(tmp_path)
    assert workspace.settings == given
    assert workspace.settings.place == ""
    assert workspace.load_findings() == ()
    assert ("社区自己的设置" if language == "zh" else "own settings") in settings_text(given)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_ledger_has_its_place_and_its_schema(tmp_path, language):
    matter = {"code": "M1", "name": "巡查", "situation": "routine"}
    written = scaffold(tmp_path, settings(language), {"matters": [matter]})
    assert all(path.is_file() for path in written)
    workspace = Workspace.open(tmp_path)
    (entry,) = workspace.entries("matters")
    assert entry.key == "M1"
    for each in LEDGERS:
        if not each.register:
            assert (tmp_path / "ledgers" / each.name / ".gitkeep").is_file()
        json.loads((tmp_path / "schemas" / f"{each.name}.schema.json").read_text(encoding="utf-8"))
    for path in written:
        assert b"\r" not in path.read_bytes()
    ignored = (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".gridctl/", "inbox/", "out/"} <= set(ignored)


def test_settings_of_editors_name_every_schema(tmp_path):
    scaffold(tmp_path, settings(), {})
    options = json.loads((tmp_path / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert options["files.eol"] == "\n"
    assert {name.removeprefix("./schemas/").removesuffix(".schema.json") for name in options["yaml.schemas"]} == {
        "gridctl", *(each.name for each in LEDGERS)
    }  # fmt: skip
