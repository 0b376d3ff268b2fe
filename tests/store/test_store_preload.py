"""Reading with a second process gives what reading with one gives, whatever becomes of the second."""

from __future__ import annotations

import time

import pytest
from store_community import TWO_HOUSES, write

from gridctl.schema.ledgers import LEDGERS
from gridctl.store import preload
from gridctl.store.contents import Contents
from gridctl.store.workspace import Workspace

GRIDS = [f"513399001002{number:03}" for number in range(1, 7)]


@pytest.fixture
def many(community, monkeypatch):
    """Six shards, each with a fault, and a second process worth while from the first byte on."""
    for number, grid in enumerate(GRIDS):
        text = TWO_HOUSES.replace("H00000000000", f"H{number}0000000000").replace("居住状态", f"居住状态{number}")
        write(community, f"ledgers/households/{grid}.yaml", text)
    monkeypatch.setattr(preload, "_WORTH_BYTES", 1)
    monkeypatch.setattr(preload.os, "cpu_count", lambda: 2)
    return community


@pytest.fixture
def started(monkeypatch):
    """The processes that reading starts."""
    processes = []
    start = preload._start

    def noted(root):
        processes.append(start(root))
        return processes[-1]

    monkeypatch.setattr(preload, "_start", noted)
    return processes


def everything(root):
    workspace = Workspace.open(root)
    try:
        counts = workspace.index().sql("SELECT path, count(*) FROM households GROUP BY path ORDER BY path")
        entries = [entry for ledger in LEDGERS for entry in workspace.entries(ledger.name)]
        return workspace.load_findings(), [(each.path, each.key, each.data) for each in entries], counts
    finally:
        workspace.close()


def alone(root, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(preload.os, "cpu_count", lambda: 1)
        return everything(root)


def empty(root):
    for path in sorted((root / ".gridctl").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def test_two_processes_find_what_one_finds(many, monkeypatch, started, capfd):
    expected = alone(many, monkeypatch)
    assert len(expected[0]) >= len(GRIDS)
    assert started == []
    empty(many)
    assert everything(many) == expected
    assert [process.returncode is not None for process in started] == [True]
    assert everything(many) == expected
    assert len(started) == 1
    assert capfd.readouterr() == ("", "")


def test_the_second_process_leaves_all_it_reads_in_the_cache(many, monkeypatch):
    expected = alone(many, monkeypatch)
    empty(many)
    preload.main(many)
    workspace = Workspace.open(many)
    assert workspace.contents.unread() == []
    assert everything(many) == expected


def test_what_the_second_process_has_begun_is_waited_for(many, monkeypatch, started):
    expected = alone(many, monkeypatch)
    empty(many)
    reading = Contents._load

    def slowly(self, shard):
        # Slow enough for the second process to read everything but the first shard meanwhile.
        deadline = time.monotonic() + 60
        while started[0].poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        return reading(self, shard)

    monkeypatch.setattr(Contents, "_load", slowly)
    assert everything(many) == expected
    assert started[0].returncode == 0


def test_a_second_process_that_dies_costs_nothing_but_time(many, monkeypatch):
    expected = alone(many, monkeypatch)
    empty(many)
    start = preload._start

    def dying(root):
        process = start(root)
        process.kill()
        process.wait()
        return process

    monkeypatch.setattr(preload, "_start", dying)
    assert everything(many) == expected


def test_a_second_process_that_cannot_start_costs_nothing_but_time(many, monkeypatch):
    expected = alone(many, monkeypatch)
    empty(many)
    monkeypatch.setattr(preload.sys, "executable", str(many / "no such program"))
    assert everything(many) == expected


def test_without_a_cache_each_reads_for_itself(many, monkeypatch, started):
    expected = alone(many, monkeypatch)
    empty(many)
    (many / ".gridctl").rmdir()
    write(many, ".gridctl", "a file where the folder should be")
    assert everything(many) == expected
    assert len(started) == 1
    read = []
    verdict = Contents.verdict
    monkeypatch.setattr(Contents, "verdict", lambda self, shard: read.append(shard.path) or verdict(self, shard))
    preload.main(many)
    assert read == [f"ledgers/households/{GRIDS[-1]}.yaml"]


def test_little_to_read_is_read_by_one(many, monkeypatch, started):
    monkeypatch.setattr(preload, "_WORTH_BYTES", 10**9)
    everything(many)
    assert started == []
