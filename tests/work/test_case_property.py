"""Whatever is tried in whatever order: a case never reaches an illegal state and no step is lost."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from case_community import VOLUNTEER, case, community
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gridctl.store.changeset import Set
from gridctl.store.faults import GridctlFault
from gridctl.text.workdays import Calendar
from gridctl.work.case_beside import deliberated, extended, merged
from gridctl.work.case_change import Said, find_case, moved
from gridctl.work.case_clock import Clock
from gridctl.work.case_moves import BY_ENTRY, MOVES, allowed
from gridctl.work.case_replay import replay

CLOCK = Clock(Calendar())
NAMES = sorted({move.name for move in MOVES} - {"open", "merge"})
WHO = ("", "Q1", "Q2", "Q3", "Q9", "街道办事处", VOLUNTEER)
ORDER = ("collect", "classify", "dispatch", "handle", "reply", "verify", "evaluate")


@pytest.fixture(scope="module")
def workspace():
    with TemporaryDirectory() as folder:
        ws = community(Path(folder), cases=[case(), case("C0000000000CB")])
        yield ws
        ws.close()


class Handling(RuleBasedStateMachine):
    """One case in memory; every command is tried on it with whatever arguments."""

    workspace = None

    @initialize(
        kind=st.sampled_from(["problem", "wish", "deliberation"]), situation=st.sampled_from(["routine", "emergency"])
    )
    def begin(self, kind, situation):
        self.entry = find_case(self.workspace, "C0000000000CA")
        self.other = find_case(self.workspace, "C0000000000CB")
        self.entry = replace(self.entry, typed=self.entry.typed | {"kind": kind, "situation": situation})
        self.now = datetime(2025, 3, 4, 9, 30)
        self.logged = 1

    def attempt(self, make):
        """Carry out what may be; what is refused changes nothing. Returns whether it was carried out."""
        before = copy.deepcopy(self.entry.typed)
        refusal = None
        try:
            changes = make()
        except GridctlFault as fault:
            refusal = (fault.zh, fault.en)
        if refusal is not None:
            assert all(refusal)
            assert self.entry.typed == before
            return False
        for change in changes:
            assert isinstance(change, Set)
            if change.record == self.entry.key:
                self.put(change)
        return True

    def put(self, change):
        name, _, number = change.field.partition("[")
        typed = copy.deepcopy(self.entry.typed)
        if number:
            held = typed.setdefault(name, [])
            assert (change.old, int(number[:-1])) == (None, len(held))
            held.append(change.new)
            self.logged += name == "steps"
        else:
            typed[name] = change.new
        self.entry = replace(self.entry, typed=typed)

    @rule(
        name=st.sampled_from(NAMES), by=st.sampled_from(WHO), to=st.sampled_from(WHO), minutes=st.integers(-30, 4000),
        matter=st.sampled_from(["04-01-01", "04-01-01", "04-09-09", ""]), note=st.sampled_from(["", "情况"]),
    )  # fmt: skip
    def move(self, name, by, to, minutes, matter, note):
        at = self.now + timedelta(minutes=minutes)
        fields = {"matter_code": matter, "level": "ordinary"} if name == "classify" else {}
        fields |= {"satisfaction": "satisfied"} if name == "evaluate" else {}
        if self.attempt(lambda: moved(self.workspace, self.entry, name, Said(by, at, to, note), fields)):
            assert at >= self.now
            self.now = at

    @rule(data=st.data())
    def go_on(self, data):
        """One of the moves that are said to be possible, with all it needs: it must be."""
        state = replay(self.entry.typed, CLOCK)
        moves = [each for each in allowed(state.stage, state.kind) if each.name != "merge"]
        if not moves or (state.kind == "deliberation" and state.stage in ("handle", "evaluate")):
            return
        move = data.draw(st.sampled_from(moves))
        by = {"claimant": VOLUNTEER, "other": "Q1" if state.handled_by != "Q1" else "Q2"}.get(move.who, "")
        said = Said(by, self.now, "Q3", "情况")
        fields = {"matter_code": "04-01-01", "level": "ordinary"} if move.name == "classify" else {}
        fields |= {"satisfaction": "fairly"} if move.name == "evaluate" else {}
        assert self.attempt(lambda: moved(self.workspace, self.entry, move.name, said, fields)), move

    @rule(days=st.integers(1, 12), by=st.sampled_from(WHO), approver=st.sampled_from(WHO))
    def extend(self, days, by, approver):
        said = Said(by, self.now, note="等材料")
        self.attempt(lambda: extended(self.workspace, self.entry, days, said, approved_by=approver))

    @rule(step=st.sampled_from(["点事", "定事", "议事", "决事", "办事", "评事"]))
    def deliberate(self, step):
        self.attempt(lambda: deliberated(self.workspace, self.entry, step, Said("Q1", self.now)))

    @rule()
    def merge(self):
        if self.logged > 6:
            self.attempt(lambda: merged(self.workspace, self.entry, self.other, Said("Q2", self.now)))

    @invariant()
    def log_is_legal_and_whole(self):
        typed = self.entry.typed
        state = replay(typed, CLOCK)
        assert state.illegal is None
        assert len(typed["steps"]) == self.logged
        assert state.stage
        assert all(stay.end is None or stay.start <= stay.end for stay in state.stays)
        assert sum(stay.end is None for stay in state.stays) == (state.stage not in ("finished", "refused", "merged"))

    @invariant()
    def nothing_is_finished_without_its_seven_steps(self):
        typed = self.entry.typed
        state = replay(typed, CLOCK)
        done = [
            each["step"]
            for each in typed["steps"]
            if BY_ENTRY[each["step"], each.get("act", "done")].act in ("done", "claim")
        ]
        if state.stage == "finished":
            assert set(done) == set(ORDER)
            assert [done.index(step) for step in ORDER] == sorted(done.index(step) for step in ORDER)
            assert typed["satisfaction"]
        if state.stage not in ("finished", "refused", "merged"):
            assert state.holder
            assert state.step_due is not None
        assert (state.stage == "merged") == bool(typed.get("merged_into"))

    @invariant()
    def extensions_stay_below_the_cap(self):
        assert replay(self.entry.typed, CLOCK).extra <= 12


def test_no_sequence_of_commands_reaches_an_illegal_state(workspace):
    Handling.workspace = workspace
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Handling,
        settings=settings(
            max_examples=60, stateful_step_count=30, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip
