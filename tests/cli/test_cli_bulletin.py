"""A bulletin published, verified, appealed against and corrected, as the commands do it."""

from __future__ import annotations

import json
import re
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from cli_running import run

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = "2026Q3-staff"
PUBLISHED_ON = ("--as-of", "2026-10-09")
PUBLISH = ("bulletin", "publish", "--period", "2026Q3", "--by", "staff", "--signed-by", "王书记", *PUBLISHED_ON)


def git(root: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=root, check=True, capture_output=True)


def folder_of(root: Path) -> Path:
    return root / "ledgers" / "assessment" / "bulletins" / NUMBER


def files_of(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


@pytest.mark.slow
def test_from_publication_to_correction(own):
    assert run(*PUBLISH, "--commit", cwd=own).code == 0
    folder = folder_of(own)
    before = files_of(folder)
    assert {"figures.json", "manifest.json", "SHA256SUMS"} < before.keys()
    assert any(name.endswith(".xlsx") for name in before)
    again = run(*PUBLISH, cwd=own)
    assert again.code == 3
    assert "已经发布" in again.err

    # A worker objects, is heard, and the record is put right.
    raised = run(
        "bulletin", "appeal", NUMBER, "--unit", "QH008", "--indicator", "B1", "--reason", "有一户入户登记成未遇",
        "--by", "石志军", "--yes", "--as-of", "2026-10-12", cwd=own,
    )  # fmt: skip
    assert raised.code == 0
    text = (own / "ledgers" / "assessment" / "appeals.yaml").read_text(encoding="utf-8")
    appeal = re.search(r'编号: "(E[0-9A-Z]{12})"', text)[1]
    correct = ("bulletin", "correct", NUMBER, "--reason", "补录入户", "--appeal", appeal, "--as-of", "2026-10-20")
    git(own, "commit", "-qam", "申诉")
    assert run(*correct, cwd=own).code == 3
    assert run("bulletin", "appeal", appeal, "--outcome", "upheld", "--answer", "属实", "--yes", cwd=own).code == 0
    assert run("bulletin", "appeal", appeal, "--outcome", "rejected", "--answer", "x", "--yes", cwd=own).code == 3
    visits = own / "ledgers" / "visits" / "513399001002002" / "2026-09.yaml"
    visits.write_bytes(visits.read_bytes().replace('走访方式: "未遇"'.encode(), '走访方式: "入户"'.encode()))
    refused = run(*correct, cwd=own)
    assert refused.code == 3
    assert "没有提交" in refused.err
    git(own, "commit", "-qam", "补录")
    corrected = run(*correct, "--commit", cwd=own)
    assert corrected.code == 0
    assert "QH008" in corrected.out
    assert files_of(folder) == before
    manifest = json.loads((folder / "correction-1" / "manifest.json").read_bytes())
    assert (manifest["correction"], manifest["appeals"], manifest["reason"]) == (1, [appeal], "补录入户")
    assert '更正号: "1"' in (own / "ledgers" / "assessment" / "appeals.yaml").read_text(encoding="utf-8")
    unchanged = run("bulletin", "correct", NUMBER, "--reason", "再算一遍", "--as-of", "2026-10-20", cwd=own)
    assert unchanged.code == 0
    assert not (folder / "correction-2").exists()

    shown = run("bulletin", "show", NUMBER, cwd=own)
    assert "更正第 1 号" in shown.out
    assert "采纳" in shown.out
    (listed,) = run("bulletin", "list", "--format", "json", cwd=own).json()["items"]
    assert (listed["corrections"], listed["appeals"], listed["open"]) == (1, 1, 0)

    # Somebody touches a figure: its checksum tells, and where that was changed too, the commits of then do.
    path = folder / "figures.json"
    path.write_bytes(re.sub(rb'"score": [\d.]+', b'"score": 99.99', path.read_bytes(), count=1))
    told = run("bulletin", "verify", NUMBER, cwd=own, lang="en")
    assert told.code == 1
    assert "not as it was published" in told.out
    sums = folder / "SHA256SUMS"
    rest = [line for line in sums.read_text(encoding="utf-8").splitlines() if not line.endswith("  figures.json")]
    lines = [*rest, f"{sha256(path.read_bytes()).hexdigest()}  figures.json"]
    sums.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (told,) = run("bulletin", "verify", "--format", "json", cwd=own).json()["findings"]
    assert (told["code"], told["params"]["before"]) == ("A204", "99.99")


def test_a_bulletin_whose_folder_is_gone_is_told(own):
    assert run("bulletin", "verify", NUMBER, cwd=own).code == 4
    folder = folder_of(own)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    git(own, "add", folder)
    git(own, "commit", "-qm", "发布通报")
    git(own, "rm", "-rq", folder)
    git(own, "commit", "-qm", "误删")
    for named in ((), (NUMBER,)):
        told = run("bulletin", "verify", *named, cwd=own)
        assert told.code == 1
        assert f"bulletins/{NUMBER} 不见了" in "".join(told.out.split("\n"))


def test_what_may_not_be_published_is_refused(own):
    running = run("bulletin", "publish", "--period", "2026Q3", "--as-of", "2026-09-15", cwd=own)
    assert running.code == 3
    assert "没有过完" in running.err
    shop = next((own / "ledgers" / "businesses").glob("*.yaml"))
    shop.write_bytes(shop.read_bytes() + b"\n# note\n")
    assert run(*PUBLISH, cwd=own, lang="en").code == 3
    assert run("bulletin", "show", "2020Q1-grid", cwd=own).code == 4
    assert run("bulletin", "list", "--format", "json", cwd=own).json()["items"] == []
    assert not folder_of(own).exists()


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (("--unit", "QH008", "--reason", "x", "--as-of", "2026-10-16"), 3, "2026-10-15"),
        (("--unit", "QH999", "--reason", "x", "--as-of", "2026-10-12"), 4, "QH999"),
        (("--unit", "QH008", "--indicator", "Z9", "--reason", "x", "--as-of", "2026-10-12"), 4, "Z9"),
        (("--as-of", "2026-10-12"), 2, "--unit"),
    ],
)
def test_an_appeal_that_cannot_be_heard_is_told(published, args, code, word):
    ran = run("bulletin", "appeal", NUMBER, *args, cwd=published)
    assert ran.code == code
    assert word in ran.err


@pytest.fixture(scope="module")
def published(demo, tmp_path_factory) -> Path:
    """The demo with a bulletin by hand: what is frozen is not measured here."""
    import shutil

    from gridctl.assess.publishing import Manifest, frozen

    root = tmp_path_factory.mktemp("bulletin") / "清荷"
    shutil.copytree(demo, root)
    manifest = Manifest(NUMBER, "2026Q3", "staff", "2026-09-30", "2026-10-09", "王书记", "a", "b", "c", "gridctl")
    figures = {
        "units": [{"code": "QH008", "name": "石志军", "score": 85.0, "rank": 1, "grade": "good", "indicators": {}}]
    }
    for path, data in frozen(manifest, figures, {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root
