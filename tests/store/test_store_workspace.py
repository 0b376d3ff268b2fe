"""Opening a community, its records, and the findings of its files."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from store_community import GRID, HOUSEHOLDS, OTHER, TWO_HOUSES, write

from gridctl.findings.finding import Finding, Severity
from gridctl.findings.message import message
from gridctl.findings.registry import rules
from gridctl.store.faults import NotAWorkspace, Refused
from gridctl.store.workspace import Workspace


def codes(workspace):
    return [(found.code, str(found.place)) for found in workspace.load_findings()]


def test_records_as_written_and_typed(community):
    workspace = Workspace.open(community)
    first, second = workspace.entries("households")
    assert (first.key, first.path, first.index, first.data["occupancy"]) == ("H000000000001", HOUSEHOLDS, 0, "自住")
    assert (first.record.occupancy, second.record.occupancy) == ("owner_occupied", "vacant")
    assert first.record.members[1].birth_date == date(1982, 3, 4)
    assert workspace.get("households", "H000000000002") == second
    assert workspace.get("households", "H9") is None
    assert workspace.load_findings() == ()


def test_one_record_is_as_it_is_among_all(community):
    before = tuple(Workspace.open(community).entries("households"))
    for path in ("", HOUSEHOLDS):
        again = Workspace.open(community)
        again.index()
        # The first is read alone, the second from the whole shard.
        assert [again.get("households", each.key, path) for each in reversed(before)] == list(reversed(before))
    assert again.get("households", before[0].key, "ledgers/households/513399001002009.yaml") is None


def test_a_damaged_cache_is_as_good_as_none(community):
    workspace = Workspace.open(community)
    first, _ = workspace.entries("households")
    for path in (community / ".gridctl" / "cache").glob("*.json"):
        if not path.name.endswith(".faults.json"):
            path.write_bytes(b'{"data":[\n{"id"')
    assert Workspace.open(community).get("households", first.key) == first


def test_the_root_is_found_from_a_folder_below(community, monkeypatch):
    monkeypatch.chdir(community / "ledgers" / "households")
    assert Workspace.open().root == community


def test_no_community_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotAWorkspace):
        Workspace.open()
    with pytest.raises(NotAWorkspace):
        Workspace.open(tmp_path)


def test_an_unchanged_shard_comes_from_the_cache(community, monkeypatch):
    before = [entry.typed for entry in Workspace.open(community).entries("households")]
    monkeypatch.setattr("gridctl.store.shardread.read_shard", None)
    assert [entry.typed for entry in Workspace.open(community).entries("households")] == before


def test_a_damaged_cache_is_no_cache(community):
    before = codes(Workspace.open(community))
    for path in (community / ".gridctl").rglob("*.json"):
        path.write_text("{", encoding="utf-8")
    workspace = Workspace.open(community)
    assert [entry.key for entry in workspace.entries("households")] == ["H000000000001", "H000000000002"]
    assert codes(workspace) == before


def test_works_in_a_folder_that_cannot_be_written(community):
    write(community, ".gridctl", "a file where the folder would be")
    workspace = Workspace.open(community)
    assert len(list(workspace.entries("households"))) == 2
    assert workspace.index().sql("SELECT count(*) FROM persons") == [(2,)]


def test_what_was_written_and_what_is_wrong_come_from_the_cache_too(community, monkeypatch):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("闲置", "也许").replace("1982-03-04", "1982-13-04"))
    read = Workspace.open(community)
    entries, faults = list(read.entries("households")), [read.verdict(each).faults for each in read.shards()]
    assert [entry.unread for entry in entries] == [{}, {"occupancy": "也许"}]
    assert any(faults)
    monkeypatch.setattr("gridctl.store.shardread.read_shard", None)
    kept = Workspace.open(community)
    assert list(kept.entries("households")) == entries
    assert [entry.unread for entry in kept.entries("households")] == [entry.unread for entry in entries]
    assert [entry.data for entry in kept.entries("households")] == [entry.data for entry in entries]
    assert [kept.verdict(each).faults for each in kept.shards()] == faults


def test_a_faulty_value_stays_in_the_file_and_is_null_in_the_record(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("闲置", "也许").replace("1982-03-04", "1982-13-04"))
    workspace = Workspace.open(community)
    first, second = workspace.entries("households")
    assert (second.data["occupancy"], second.record.occupancy) == ("也许", None)
    assert first.data["members"][1]["birth_date"] == "1982-13-04"
    assert codes(workspace) == [("S202", f"{HOUSEHOLDS}:19:13"), ("S201", f"{HOUSEHOLDS}:25:9")]
    [(found, status)] = workspace.index().sql("SELECT occupancy, status FROM households WHERE row = 1")
    assert (found, status) == (None, "active")


def test_an_unknown_field_is_told_with_the_nearest_label(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("标准地址", "标谁地址", 1))
    found = [each for each in Workspace.open(community).load_findings() if each.code == "S101"]
    assert [(each.field, each.params["hint"], each.record) for each in found] == [
        ("标谁地址", "标准地址", "H000000000001")
    ]


def test_a_heading_of_real_forms_hints_at_its_label(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("出生日期", "生日", 1))
    [hint] = [each.params["hint"] for each in Workspace.open(community).load_findings() if each.code == "S101"]
    assert hint == "出生日期"


def test_missing_fields_go_by_the_profile(community):
    def missing():
        return {each.field for each in Workspace.open(community).load_findings() if each.code == "S102"}

    assert missing() == set()
    write(community, "ledgers/gridctl.yaml", 'profile: "gbt31000-strict"\n')
    assert "household_no" in missing()
    assert "members[1].id_no" in missing()


def test_an_ended_record_need_not_be_complete(community):
    write(community, HOUSEHOLDS, '- 编号: "H1"\n  状态: "注销"\n- 编号: "H2"\n')
    assert {each.record for each in Workspace.open(community).load_findings()} == {"H2"}


def test_files_that_belong_to_nothing_are_findings(community):
    write(community, "ledgers/household/x.yaml", "")
    write(community, "ledgers/households/旧 备份.txt", "x")
    write(community, "ledgers/README.md", "x")
    write(community, "ledgers/imports/2026-01.yaml", "x")
    write(community, f"ledgers/households/~${GRID}.xlsx", "x")
    write(community, "ledgers/.DS_Store", "x")
    assert codes(Workspace.open(community)) == [
        ("F112", "ledgers/household/x.yaml"),
        ("F112", "ledgers/households/旧 备份.txt"),
    ]


def test_an_id_used_twice_in_two_files(community):
    write(
        community, f"ledgers/households/{OTHER}.yaml", TWO_HOUSES.replace(f'网格编码: "{GRID}"', f'网格编码: "{OTHER}"')
    )
    found = [each for each in Workspace.open(community).load_findings() if each.code == "F116"]
    assert [(str(each.place), each.params["first"]) for each in found] == [
        (f"ledgers/households/{OTHER}.yaml:2:7", f"{HOUSEHOLDS}:2:7"),
        (f"ledgers/households/{OTHER}.yaml:21:7", f"{HOUSEHOLDS}:21:7"),
    ]


def test_a_record_in_another_grid_s_file(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace(f'网格编码: "{GRID}"', f'网格编码: "{OTHER}"', 1))
    [found] = Workspace.open(community).load_findings()
    assert (found.code, str(found.place)) == ("F114", f"{HOUSEHOLDS}:4:9")
    assert found.params["belongs"] == f"ledgers/households/{OTHER}.yaml"


def test_one_bad_record_does_not_hide_the_others(community):
    write(community, HOUSEHOLDS, '- 编号: "H1"\n  - x\n- 编号: "H2"\n- 文字\n')
    workspace = Workspace.open(community)
    assert "H2" in [entry.key for entry in workspace.entries("households")]
    assert {code for code, _ in codes(workspace)} >= {"F108"}


def test_settings_that_cannot_be_used_are_findings_and_the_rest_hold(community):
    write(community, "ledgers/gridctl.yaml", 'community: "清荷社区"\nlanguage: "法语"\ncolour: "red"\n')
    workspace = Workspace.open(community)
    assert (workspace.settings.community, workspace.settings.language) == ("清荷社区", "zh")
    assert [(each.code, each.field, each.place.line) for each in workspace.load_findings()] == [
        ("F117", "language", 2),
        ("F117", "colour", 3),
    ]
    assert "language" in message(workspace.load_findings()[0], "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [("- a\n", "F117"), ("x", "F117"), (": :\n", "F117"), ("", "F121"), ("# 设置\n", "F121"), ("community:\n", "F121")],
)
def test_settings_that_are_no_mapping_or_none(community, text, code):
    write(community, "ledgers/gridctl.yaml", text)
    workspace = Workspace.open(community)
    assert workspace.settings.language == "zh"
    assert [each.code for each in workspace.load_findings()] == [code]


def test_places_of_records_and_fields(community):
    workspace = Workspace.open(community)
    place = workspace.place
    assert str(place("households", "H000000000002")) == f"{HOUSEHOLDS}:21:3"
    assert str(place("households", "H000000000001", "members[1].sex")) == f"{HOUSEHOLDS}:18:11"
    assert place("households", "H000000000001", "members[P000000000002].sex") == place(
        "households", "H000000000001", "members[1].sex"
    )
    # A field that is not there is shown at what holds it.
    assert str(place("households", "H000000000001", "members[1].note")) == f"{HOUSEHOLDS}:15:7"
    assert place("households", "H9").path == ""
    finding = Finding("H101", Severity.ERROR, ledger="households", record="H000000000002", field="address")
    assert workspace.locate(finding).place.line == 24
    assert workspace.locate(workspace.locate(finding)) == workspace.locate(finding)


def test_opening_and_digesting_imports_nothing_heavy(community):
    program = (
        "import sys; from pathlib import Path; from gridctl.store.workspace import Workspace;"
        "from gridctl.store.results import ResultCache;"
        "workspace = Workspace.open(Path(sys.argv[1])); workspace.digest();"
        "ResultCache(workspace.root).get('check', 'x');"
        "heavy = ('pydantic', '_duckdb', 'ruamel', 'openpyxl', 'filelock', 'ryml');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(community)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_digest_follows_every_file(community):
    first = Workspace.open(community).digest()
    assert Workspace.open(community).digest() == first
    write(community, f"ledgers/visits/{GRID}/2026-01.yaml", "[]\n")
    second = Workspace.open(community).digest()
    write(community, "ledgers/gridctl.yaml", "")
    third = Workspace.open(community).digest()
    assert len({first, second, third}) == 3


def test_a_change_that_keeps_size_and_time_is_seen_while_young(community):
    path = community / HOUSEHOLDS
    first = Workspace.open(community).digest()
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"1982-03-04", b"1982-03-05"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert Workspace.open(community).digest() != first


def test_an_old_file_is_not_read_again(community, monkeypatch):
    path = community / HOUSEHOLDS
    settings = community / "ledgers/gridctl.yaml"
    for each in (path, settings):
        os.utime(each, ns=(0, 1_700_000_000_000_000_000))
    first = Workspace.open(community).digest()
    monkeypatch.setattr("gridctl.store.digests.blob_id", None)
    assert Workspace.open(community).digest() == first


def test_a_file_that_changes_while_it_is_read_counts_as_it_is_now(community):
    workspace = Workspace.open(community)
    before = workspace.digest()
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("自住", "出租"))
    assert next(workspace.entries("households")).record.occupancy == "rented"
    assert workspace.digest() != before
    assert workspace.digest() == Workspace.open(community).digest()


@pytest.mark.parametrize(
    "about", [each for each in rules() if each.code[0] in "FS" and "file" in each.example], ids=lambda r: r.code
)
def test_the_example_of_a_rule_shows_it(community, about):
    write(community, HOUSEHOLDS, str(about.example["file"]))
    assert about.code in {found.code for found in Workspace.open(community).load_findings()}


def test_every_finding_of_files_has_its_rule():
    known = {each.code for each in rules()}
    assert {f"F1{number:02}" for number in range(1, 21)} | {"S101", "S102", "S103", "S104"} <= known


def test_a_file_that_may_not_be_read_is_told(community, monkeypatch):
    def read_bytes(self):
        if self.name == f"{GRID}.yaml":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(Refused, match="No permission to read"):
        Workspace.open(community).digest()
