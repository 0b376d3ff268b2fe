"""Results of commands, kept under a digest."""

from __future__ import annotations

import os

from store_community import OTHER, write

from gridctl.store.digests import FileDigests, digest_of
from gridctl.store.results import ResultCache
from gridctl.store.workspace import Workspace


def test_a_result_is_kept_under_its_name_and_digest(tmp_path):
    cache = ResultCache(tmp_path)
    assert cache.get("check", "1") is None
    cache.put("check", "1", {"发现": [1, None]})
    cache.put("list", "1", [])
    assert ResultCache(tmp_path).get("check", "1") == {"发现": [1, None]}
    assert (cache.get("check", "2"), cache.get("list", "1")) == (None, [])
    cache.put("check", "2", 3)
    assert (cache.get("check", "1"), cache.get("check", "2")) == (None, 3)


def test_a_damaged_result_is_none(tmp_path):
    cache = ResultCache(tmp_path)
    cache.put("check", "1", 1)
    for path in (tmp_path / ".gridctl").rglob("*.json"):
        path.write_text("[]", encoding="utf-8")
    assert cache.get("check", "1") is None


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / ".gridctl").write_text("x", encoding="utf-8")
    cache = ResultCache(tmp_path)
    cache.put("check", "1", 1)
    assert cache.get("check", "1") is None
    assert FileDigests(tmp_path).program() == FileDigests(tmp_path).program()


def test_digests_keep_parts_apart():
    assert digest_of(["ab", "c"]) != digest_of(["a", "bc"])


def test_a_file_that_went_has_no_digest(tmp_path):
    assert FileDigests(tmp_path).of(["gone"]) == {}


def test_a_damaged_memory_of_files_is_none(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    first = FileDigests(tmp_path).of(["a"])
    (tmp_path / ".gridctl/stat.json").write_text('{"files": 3}', encoding="utf-8")
    assert FileDigests(tmp_path).of(["a"]) == first


def test_old_entries_of_other_contents_go(community):
    list(Workspace.open(community).entries("households"))
    folder = community / ".gridctl/cache"
    mine = sorted(path.name for path in folder.iterdir())
    for name in ("old.json", "young.json"):
        (folder / name).write_text("{}", encoding="utf-8")
    for name in (*mine, "old.json"):
        os.utime(folder / name, (0, 0))
    write(community, f"ledgers/households/{OTHER}.yaml", "[]\n")
    list(Workspace.open(community).entries("households"))
    left = {path.name for path in folder.iterdir()}
    assert left >= {*mine, "young.json"}
    assert "old.json" not in left
