"""Git through the program, with real repositories: Chinese names, spaces, a community inside a bigger repository."""

from __future__ import annotations

import os
import subprocess

import pytest
from store_community import HOUSEHOLDS, TWO_HOUSES, write

from gridctl.store.digests import blob_id
from gridctl.store.faults import NotFound, Refused, UsageFault
from gridctl.store.git import Git
from gridctl.store.workspace import Workspace


def identify(root):
    for name, value in (("user.email", "t@example.invalid"), ("user.name", "测试")):
        subprocess.run(["git", "config", name, value], cwd=root, check=True)


@pytest.fixture(params=["at the top", "in a folder"])
def git(request, community):
    top = community if request.param == "at the top" else community.parent
    Git(top).init()
    identify(top)
    write(community, ".gitignore", ".gridctl/\n")
    found = Git(community)
    if request.param == "in a folder":
        write(top, "别的 文件.txt", "x")
        Git(top).commit(["别的 文件.txt"], "before")
    else:
        assert found.head() is None
    assert found.commit(None, "初次提交", {"Source": "表 一.xlsx"}) is not None
    return found


def test_log_and_trailers(git):
    log = subprocess.run(["git", "log", "-1", "--format=%B"], cwd=git.root, capture_output=True, check=True)
    assert log.stdout.decode().strip() == "初次提交\n\nSource: 表 一.xlsx"
    assert git.is_repo()
    assert git.head() == git.resolve("HEAD")


def test_files_at_a_revision(git):
    write(git.root, HOUSEHOLDS, "changed")
    assert git.show("HEAD", HOUSEHOLDS) == TWO_HOUSES.encode()
    blobs = git.ls("HEAD", "ledgers")
    assert sorted(blobs) == ["ledgers/gridctl.yaml", HOUSEHOLDS]
    assert blobs[HOUSEHOLDS] == blob_id(TWO_HOUSES.encode())
    assert set(git.ls("HEAD")) >= {".gitignore", HOUSEHOLDS}
    assert git.blobs([]) == {}
    with pytest.raises(NotFound, match="no file"):
        git.show("HEAD", "ledgers/none.yaml")


def test_files_of_the_whole_history(git):
    (git.root / HOUSEHOLDS).unlink()
    assert git.commit(None, "删除") is not None
    assert git.ever("ledgers/households") == {HOUSEHOLDS}


@pytest.mark.parametrize("rev", ["nothing", "HEAD~99", "--all", "", "HEAD:ledgers"])
def test_revisions_that_are_none(git, rev):
    with pytest.raises(NotFound):
        git.resolve(rev)
    with pytest.raises(NotFound):
        git.changed_since(rev)


def test_what_changed_since(git):
    write(git.root, HOUSEHOLDS, "changed")
    write(git.root, "ledgers/visits/新 网格/2026-01.yaml", "new")
    (git.root / "ledgers/gridctl.yaml").unlink()
    write(git.root, ".gridctl/x", "ignored")
    changed = ("ledgers/gridctl.yaml", HOUSEHOLDS, "ledgers/visits/新 网格/2026-01.yaml")
    assert git.changed_since("HEAD") == changed
    assert git.status() == dict(zip(changed, (" D", " M", "??"), strict=True))


def test_committing_some_files_leaves_the_others(git):
    write(git.root, HOUSEHOLDS, "changed")
    write(git.root, "其他 文件.txt", "x")
    subprocess.run(["git", "add", "-A"], cwd=git.root, check=True)
    head = git.head()
    assert git.commit([HOUSEHOLDS], "一户") not in (None, head)
    assert git.status() == {"其他 文件.txt": "A "}
    assert git.commit([HOUSEHOLDS], "nothing new") is None
    assert git.commit([], "nothing") is None


def test_committing_a_deleted_file(git):
    (git.root / HOUSEHOLDS).unlink()
    assert git.commit([HOUSEHOLDS], "删除") is not None
    assert HOUSEHOLDS not in git.ls("HEAD", "ledgers")


def test_what_git_refuses_is_told_in_its_words(git):
    with pytest.raises(Refused, match="pathspec"):
        git.commit(["ledgers/none.yaml"], "x")


def test_a_workspace_at_a_revision(git):
    write(git.root, HOUSEHOLDS, "[]\n")
    write(git.root, "ledgers/gridctl.yaml", "language: en\n")
    past = Workspace.open(git.root, rev="HEAD")
    assert [entry.key for entry in past.entries("households")] == ["H000000000001", "H000000000002"]
    assert past.settings.language == "zh"
    assert past.digest() != Workspace.open(git.root).digest()
    with pytest.raises(NotFound):
        Workspace.open(git.root, rev="nothing")


def test_a_revision_and_the_disk_share_the_cache(git, monkeypatch):
    list(Workspace.open(git.root).entries("households"))
    monkeypatch.setattr("gridctl.store.shardread.read_shard", None)
    assert len(list(Workspace.open(git.root, rev="HEAD").entries("households"))) == 2


def test_no_repository(community):
    git = Git(community)
    assert not git.is_repo()
    assert git.head() is None
    with pytest.raises(UsageFault, match="git init"):
        git.status()
    with pytest.raises(UsageFault, match="no revisions"):
        Workspace.open(community, rev="HEAD")


def test_a_folder_that_belongs_to_somebody_else(git, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UsageFault, match=r"run: git config --global --add safe\.directory .*"):
        git.is_repo()


def test_no_git_program(community, monkeypatch):
    monkeypatch.setenv("PATH", str(community))
    with pytest.raises(UsageFault, match="Install Git"):
        Git(community).is_repo()


def test_a_hook_s_environment_does_not_lead_astray(git, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.devnull)
    assert git.status() == {}
