from __future__ import annotations

from pathlib import Path

from cli_running import AS_OF, run

from gridctl.store.git import Git

NOBODY = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
NOBODY |= {f"GIT_{role}_{what}": None for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def test_every_row_read_is_accounted_for(demo_run):
    _, told = demo_run
    assert len(told["sources"]) >= 5
    assert {each["ledger"] for each in told["sources"]} == {
        "households", "businesses", "special_groups", "volunteers", "visits"
    }  # fmt: skip
    for each in told["sources"]:
        assert each["read"] == each["added"] + each["changed"] + each["unchanged"] + each["rejected"] > 0, each
    assert any(each["rejected"] for each in told["sources"])


def test_every_file_it_names_is_there(demo_run):
    folder, told = demo_run
    assert told["folder"] == str(folder)
    assert [each["step"] for each in told["steps"]] == [
        "community", "import", "check", "codes", "tasks", "report", "export"
    ]  # fmt: skip
    for each in told["steps"]:
        assert Path(each["file"]).exists(), each
        assert Path(each["file"]).is_relative_to(folder)
    assert told["duplicate_groups"] >= 1
    assert 0 < told["score"] <= 100
    assert told["tasks"]["routine"] > 100


def test_it_works_for_somebody_new_to_git_and_tells_what_came_of_it(tmp_path):
    ran = run("demo", cwd=tmp_path, env=NOBODY | {"HOME": str(tmp_path)})
    assert ran.code == 0, ran.err
    folder = tmp_path / "gridctl-demo"
    assert Git(folder).status() == {}
    for word in ("成果", "建社区", "导入", "检查", "房屋编码", "三张清单", "季度通报", "导出", "out/五本台账.xlsx"):
        assert word in ran.out
    assert f"cd {folder}" in ran.err
    assert "gridctl check --as-of 2026-09-30" in ran.err
    # Next time it takes the next folder, and speaks English where that is wanted.
    second = run("demo", "--format", "jsonl", cwd=tmp_path, lang="en", env=NOBODY | {"HOME": str(tmp_path)})
    assert second.code == 0, second.err
    assert (tmp_path / "gridctl-demo-2" / "out" / "ledgers.xlsx").is_file()
    assert all(each["read"] for each in second.lines())
    assert "Import: " in second.err


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    ran = run("demo", "--into", tmp_path, cwd=tmp_path)
    assert ran.code == 3
    assert "不是空的" in ran.err
    assert [each.name for each in tmp_path.iterdir()] == ["own.txt"]


def test_the_inbox_imported_again_changes_nothing(own):
    before = Git(own).head()
    ran = run("import", "inbox", "--yes", "--format", "json", "--commit", cwd=own)
    assert ran.code == 1, "the rejected rows are still faulty"
    told = ran.json()
    assert not told["written"]
    assert sum(each["added"] + each["changed"] for each in told["sources"]) == 0
    assert Git(own).head() == before
    assert Git(own).status() == {}


def test_its_faults_are_those_that_check_finds(demo_run):
    folder, told = demo_run
    found = run("check", *AS_OF, "--format", "jsonl", cwd=folder).lines()
    severities = [each["severity"] for each in found]
    assert {level: severities.count(level) for level in told["findings"]} == told["findings"]
