"""Whatever happens to the process, the disk or the folder: every file is old, or every file is new."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from crashing import FILES, main
from store_community import HOUSEHOLDS, write

from gridctl.store import transaction
from gridctl.store.changeset import ChangeSet, Set
from gridctl.store.digests import blob_id
from gridctl.store.faults import GridctlFault, Interrupted, Refused
from gridctl.store.lock import Lock
from gridctl.store.transaction import Recovery, Transaction, recover
from gridctl.store.workspace import Workspace

OLD = {"ledgers/a.yaml": b"old a\n", "ledgers/b.yaml": b"old b\n", "ledgers/new/c.yaml": b""}
BEFORE_COMMIT = ["stage 0", "stage 1", "stage 2", "journal"]
AFTER_COMMIT = ["committed", "swap 0", "swap 1", "swap 2", "swapped", "finish"]
PATHS = tuple(FILES)


@pytest.fixture
def root(tmp_path):
    for path, data in OLD.items():
        if data:
            write(tmp_path, path, data)
    return tmp_path


@pytest.fixture(autouse=True)
def _no_faults():
    yield
    transaction.step = transaction._no_step


def state(root):
    return {path: (root / path).read_bytes() if (root / path).exists() else b"" for path in PATHS}


def run(root, step, how):
    program = Path(__file__).with_name("crashing.py")
    return subprocess.run(
        [sys.executable, str(program), str(root), step, how], check=False, capture_output=True
    ).returncode


def before(root):
    return {path: blob_id(data) if data else "" for path, data in state(root).items()}


@pytest.mark.parametrize(
    "how", ["exit", pytest.param("kill", marks=pytest.mark.skipif(os.name == "nt", reason="no SIGKILL"))]
)
@pytest.mark.parametrize("step", [*BEFORE_COMMIT, *AFTER_COMMIT])
def test_a_process_that_dies_leaves_all_old_or_all_new(root, step, how):
    assert run(root, step, how) in (9, -9)
    found = recover(root)
    if step in BEFORE_COMMIT:
        assert (found, state(root)) == (None, OLD)
    else:
        assert (found, state(root)) == (Recovery("forward", PATHS), FILES)
    assert list((root / ".gridctl/tx").iterdir()) == []
    assert recover(root) is None


@pytest.mark.parametrize("step", AFTER_COMMIT)
def test_recovery_may_die_too(root, step):
    assert run(root, "swap 1", "exit") == 9

    class Died(BaseException):
        pass

    def die(name):
        if name == step:
            raise Died

    transaction.step = die
    try:
        recover(root)
    except Died:
        transaction.step = transaction._no_step
        recover(root)
    assert state(root) == FILES


def test_without_faults_it_writes(root):
    assert run(root, "nowhere", "exit") == 0
    assert state(root) == FILES


@pytest.mark.parametrize("how", ["full", "denied"])
@pytest.mark.parametrize("step", [*BEFORE_COMMIT, "committed", "swap 0", "swap 1", "swap 2"])
def test_a_full_disk_or_a_file_that_is_held_changes_nothing(root, step, how, capsys):
    assert main(root, step, how) == 3
    assert state(root) == OLD
    assert ("磁盘已满" if how == "full" else "没有权限") in capsys.readouterr().out
    assert list((root / ".gridctl/tx").iterdir()) == []


def test_when_even_going_back_fails_the_next_start_carries_through(root):
    def fail(name):
        if name in ("swap 1", "back 0"):
            raise OSError(28, "No space left on device", "x")

    transaction.step = fail
    with pytest.raises(GridctlFault, match="The next gridctl will complete it"):
        Transaction(root).run(FILES, before(root))
    transaction.step = transaction._no_step
    assert recover(root) is not None
    assert state(root) == FILES


@pytest.mark.parametrize(("died", "expected"), [("swap 1", "old a\n"), ("swap 0", "old a\n")])
def test_a_file_that_somebody_changed_since_is_left_and_the_others_go_back(root, died, expected):
    assert run(root, died, "exit") == 9
    write(root, "ledgers/b.yaml", "by hand\n")
    assert recover(root) == Recovery("back", PATHS, ("ledgers/b.yaml",))
    assert state(root) == {
        "ledgers/a.yaml": expected.encode(),
        "ledgers/b.yaml": b"by hand\n",
        "ledgers/new/c.yaml": b"",
    }


def test_a_journal_whose_copies_are_gone_is_told(root):
    def stop(step):
        if step == "committed":
            raise RuntimeError

    transaction.step = stop
    with pytest.raises(RuntimeError):
        Transaction(root).run(FILES, before(root))
    transaction.step = lambda _step: None
    (aside,) = (root / ".gridctl" / "tx").iterdir()
    for copy in aside.glob("*.new"):
        copy.unlink()
    with pytest.raises(GridctlFault, match="delete the folder"):
        recover(root)
    assert state(root) == OLD


@pytest.mark.parametrize("journal", ["", "{", "[]", '{"files": []}', '{"files": [{"path": 1, "old": "", "new": ""}]}'])
def test_a_damaged_journal_is_told_and_nothing_is_lost(root, journal):
    assert run(root, "swap 1", "exit") == 9
    [aside] = (root / ".gridctl/tx").iterdir()
    (aside / "journal.json").write_text(journal, encoding="utf-8")
    half, beside = state(root), {path.name: path.read_bytes() for path in aside.iterdir()}
    # Nor does a command that writes go on over it.
    for attempt in (lambda: recover(root), lambda: Transaction(root).run(FILES, before(root))):
        with pytest.raises(GridctlFault) as told:
            attempt()
        assert str(aside) in told.value.zh
        assert "git diff" in told.value.en
        assert state(root) == half
        assert {path.name: path.read_bytes() for path in aside.iterdir()} == beside
    assert beside["0.old"] == OLD["ledgers/a.yaml"]
    aside.rename(root / "aside")
    assert recover(root) is None


def test_a_damaged_journal_without_copies_is_none(root):
    aside = root / ".gridctl/tx/1"
    aside.mkdir(parents=True)
    (aside / "journal.json").write_text("{", encoding="utf-8")
    assert recover(root) is None
    assert not aside.exists()


def test_opening_a_community_recovers(community):
    path = community / HOUSEHOLDS
    change = ChangeSet((Set("households", "H000000000001", "occupancy", "owner_occupied", "rented"),))
    workspace = Workspace.open(community)

    class Died(BaseException):
        pass

    def die(name):
        if name == "swap 0":
            raise Died

    transaction.step = die
    with pytest.raises(Died):
        workspace.apply(change)
    transaction.step = transaction._no_step
    assert "出租" not in path.read_text(encoding="utf-8")
    opened = Workspace.open(community)
    assert opened.recovered == Recovery("forward", (HOUSEHOLDS,))
    assert "出租" in path.read_text(encoding="utf-8")
    assert Workspace.open(community).recovered is None


@pytest.mark.parametrize("now", [b"by hand\n", b""])
def test_a_file_that_changed_since_it_was_read_is_refused(root, now):
    expected = before(root)
    if now:
        write(root, "ledgers/a.yaml", now)
    else:
        (root / "ledgers/a.yaml").unlink()
    found = state(root)
    with pytest.raises(Refused, match=r"ledgers/a\.yaml changed"):
        Transaction(root).run(FILES, expected)
    assert state(root) == found


def test_a_folder_that_cannot_be_written_is_refused(root):
    write(root, ".gridctl", "a file where the folder would be")
    with pytest.raises(Refused, match="No permission"):
        Transaction(root).run(FILES, before(root))
    assert state(root) == OLD


def test_the_one_who_waits_is_told_who_writes(root):
    with Lock(root, "导入 inbox", 1), pytest.raises(Refused) as refused:
        Transaction(root, "check").run(FILES, before(root), wait=0.1)
    assert f"导入 inbox, pid {os.getpid()}" in refused.value.en
    assert "另一个命令正在写入" in refused.value.zh
    Transaction(root).run(FILES, before(root))
    assert state(root) == FILES


def test_a_lock_of_nobody_known(root):
    with Lock(root, "x", 1):
        (root / ".gridctl/lock.json").write_text(json.dumps([]), encoding="utf-8")
        with pytest.raises(Refused, match="process unknown"):
            Transaction(root).run(FILES, before(root), wait=0.1)


def test_of_two_processes_at_once_one_writes_and_one_is_refused(root):
    program = Path(__file__).with_name("crashing.py")
    command = [sys.executable, str(program), str(root), "nowhere", "exit"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(4)]
    ended = sorted(each.wait(60) for each in running)
    assert state(root) == FILES
    # One writes. Each other either comes upon a changed file, or finds all of them new and writes the same again.
    assert ended[0] == 0
    assert set(ended) <= {0, 3}


def test_threads_of_one_process_take_turns(root):
    done = []

    def write_one(number):
        path = f"ledgers/t{number}.yaml"
        Transaction(root).run({path: b"x\n"}, {path: ""})
        done.append(path)

    threads = [threading.Thread(target=write_one, args=(number,)) for number in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(done) == 5


def test_ledgers_on_another_volume(root, monkeypatch):
    real = Path.replace

    def replace(self, target):
        if self.parent.parent.name == "tx" and self.suffix == ".new":
            raise OSError(18, "Invalid cross-device link")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    Transaction(root).run(FILES, before(root))
    assert state(root) == FILES
    assert [path.name for path in (root / "ledgers").iterdir() if path.is_file()] == ["a.yaml"]


def test_windows_holds_files_for_moments(root, monkeypatch):
    real, refused = Path.replace, []

    def replace(self, target):
        if self.suffix == ".new" and len(refused) < 3:
            refused.append(target)
            raise PermissionError(13, "used by another process", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(transaction, "_WINDOWS", True)
    monkeypatch.setattr(transaction, "_PAUSE", 0)
    Transaction(root).run(FILES, before(root))
    assert (state(root), len(refused)) == (FILES, 3)


def test_windows_holds_a_file_for_good(root, monkeypatch):
    def replace(self, target):
        if self.name == "1.new" or (self.name == "2.new"):
            raise PermissionError(13, "used by another process", str(self), None, str(target))
        return real(self, target)

    real = Path.replace
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(transaction, "_WINDOWS", True)
    monkeypatch.setattr(transaction, "_PAUSE", 0)
    with pytest.raises(Refused, match="has the file open") as refused:
        Transaction(root).run(FILES, before(root))
    assert str(root / "ledgers" / "new" / "c.yaml") in refused.value.en
    assert state(root) == OLD


def test_a_journal_that_cannot_be_deleted_is_told(root, monkeypatch):
    real = Path.unlink

    def unlink(self, missing_ok=False):
        if self.name == "journal.json":
            raise PermissionError(13, "used by another process", str(self))
        real(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(GridctlFault, match="by hand"):
        Transaction(root).run(FILES, before(root))
    assert state(root) == FILES


def test_nothing_to_write_needs_no_lock(root):
    Transaction(root).run({}, {})
    assert not (root / ".gridctl").exists()


@pytest.mark.parametrize("name", ["stage 1", "committed", "swap 1"])
def test_stopped_by_the_user_it_says_what_becomes_of_the_writing(root, name):
    def stop(step):
        if step == name:
            raise KeyboardInterrupt

    transaction.step = stop
    before = {path: blob_id(data) if data else "" for path, data in OLD.items()}
    with pytest.raises(KeyboardInterrupt if name in BEFORE_COMMIT else Interrupted) as stopped:
        Transaction(root).run(FILES, before)
    transaction.step = transaction._no_step
    recovered = recover(root)
    if name in BEFORE_COMMIT:
        assert (state(root), recovered) == (OLD, None)
    else:
        assert "git restore" in stopped.value.text("zh")
        assert recovered is not None
        assert recovered.outcome == "forward"
        assert state(root) == FILES


def test_a_journal_that_cannot_be_read_now_is_not_taken_for_none(root, monkeypatch):
    assert run(root, "swap 1", "exit") == 9
    half = state(root)
    real = Path.read_bytes

    def read_bytes(self):
        if self.name == "journal.json":
            raise PermissionError(13, "used by another process", str(self))
        return real(self)

    with monkeypatch.context() as held:
        held.setattr(Path, "read_bytes", read_bytes)
        with pytest.raises(Refused, match=r"journal\.json"):
            recover(root)
    assert state(root) == half
    assert recover(root) == Recovery("forward", PATHS)
    assert state(root) == FILES


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="cannot tell which folder a handle is of")
def test_names_last_before_the_journal_decides_and_before_it_goes(root, monkeypatch):
    told = []
    real = os.fsync

    def fsync(handle):
        folder = Path(f"/proc/self/fd/{handle}").resolve()
        if folder.is_dir():
            told.append(folder.relative_to(root.resolve()).as_posix())
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    transaction.step = lambda name: told.append(f"<{name}>") if name in ("committed", "swapped", "finish") else None
    Transaction(root).run(FILES, before(root))
    committed, swapped, finish = (told.index(f"<{name}>") for name in ("committed", "swapped", "finish"))
    assert {".gridctl/tx", ".gridctl", "."} <= set(told[:committed])
    assert {"ledgers/new", "ledgers", "."} <= set(told[committed:swapped])
    assert finish > swapped
