"""A period scored as its data stood when it ended; when changes were entered, by Git's days."""

import os
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hand_worked import COMMUNITY, G1, house
from worked_quarter import QUARTER

from gridctl.assess.changes import put_changes
from gridctl.assess.measure import measure
from gridctl.assess.standing import standing
from gridctl.demo.write import ledger_files
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period

Make = Callable[..., Workspace]
Q3 = parse_period("2026Q3")


def commit(root: Path, moment: str) -> None:
    git = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(root))
    if not (root / ".git").exists():
        subprocess.run([*git, "init", "-q"], check=True)
        (root / ".gitignore").write_text(".gridctl/\n", encoding="utf-8")
    subprocess.run([*git, "add", "."], check=True)
    days = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run([*git, "commit", "-qm", moment], check=True, env={**os.environ, **days})


def rewrite(ws: Workspace, **ledgers: object) -> None:
    for path, data in ledger_files(COMMUNITY | ledgers, ws.settings, only=set(ledgers)).items():
        if path != "ledgers/gridctl.yaml":
            (ws.root / path).write_bytes(data)


def test_what_is_entered_after_the_end_changes_no_score(make: Make) -> None:
    ws = make()
    commit(ws.root, "2026-09-30T23:50:00+08:00")
    rewrite(ws, households=[*COMMUNITY["households"], *(house(n, G1) for n in range(20, 30))])
    commit(ws.root, "2026-10-01T00:10:00+08:00")
    now = Workspace.open(ws.root, today=date(2026, 10, 8))
    state = standing(now, Q3)
    assert state.data is not None
    assert state.findings == ()
    assert measure(state.ws, Q3).community.results["A1"].denominator == 7
    assert measure(now, Q3).community.results["A1"].denominator == 17


def test_scores_given_afterwards_count(make: Make) -> None:
    ws = make(shipped=True, **(QUARTER | {"scores": []}))
    commit(ws.root, "2026-09-30T18:00:00+08:00")
    rewrite(ws, scores=QUARTER["scores"])
    state = standing(Workspace.open(ws.root, today=date(2026, 10, 8)), Q3)
    found = {each.unit.code: each.results["F1"].value for each in measure(state.ws, Q3, by="staff").units}
    assert (found["S1"], found["S2"]) == (0.9, 0.95)


def test_what_was_published_can_be_measured_again(make: Make) -> None:
    ws = make(shipped=True, **QUARTER)
    commit(ws.root, "2026-09-30T18:00:00+08:00")
    first = ws.git.head()
    rewrite(ws, scores=[])
    commit(ws.root, "2026-10-09T18:00:00+08:00")
    now = Workspace.open(ws.root, today=date(2026, 12, 1))
    again = standing(now, Q3, data=first, inputs=first)
    found = {each.unit.code: each.results["F1"].value for each in measure(again.ws, Q3, by="staff").units}
    assert found["S1"] == 0.9
    assert (again.data, again.inputs) == (first, first)


def test_without_a_commit_of_the_time_the_files_of_now_are_scored_and_told(make: Make) -> None:
    ws = make()
    assert [each.code for each in standing(ws, Q3).findings] == ["A114"]
    commit(ws.root, "2026-10-05T09:00:00+08:00")
    state = standing(Workspace.open(ws.root, today=date(2026, 10, 8)), Q3)
    assert [each.code for each in state.findings] == ["A114"]
    assert state.data is None


def test_a_running_period_is_scored_by_the_files_of_now(make: Make) -> None:
    ws = make(today=date(2026, 9, 30))
    commit(ws.root, "2026-09-01T09:00:00+08:00")
    assert standing(ws, Q3).data is None


def test_changes_are_entered_on_the_day_of_their_commit(make: Make) -> None:
    """The move of 6 July is committed on the 8th, two working days later; the one of 3 August on the 20th, thirteen."""
    homes = QUARTER["households"]
    before = [{**each, "members": each["members"][:1]} if "members" in each else each for each in homes]
    ws = make(shipped=True, **(QUARTER | {"households": before, "special_groups": []}))
    commit(ws.root, "2026-06-30T18:00:00+08:00")
    july = [homes[4] if each["id"] == "H5" else each for each in before]
    rewrite(ws, households=july)
    commit(ws.root, "2026-07-08T09:00:00+08:00")
    rewrite(ws, households=homes)
    commit(ws.root, "2026-08-20T09:00:00+08:00")
    now = Workspace.open(ws.root, today=date(2026, 9, 30))
    put_changes(now, Q3.start, Q3.end)
    rows = now.index().sql("SELECT id, entered_on, workdays, by_git FROM changes ORDER BY 1")
    assert rows == [
        ("H1.members[P8].moved_out", date(2026, 8, 20), 13, True),
        ("H5.members[P7].moved_in", date(2026, 7, 8), 2, True),
    ]
