"""The inbox against the importer: every row becomes what its maker meant it to be."""

from datetime import date

import pytest

from gridctl.demo.history import history
from gridctl.demo.inbox import write_inbox
from gridctl.demo.sample import sample
from gridctl.intake.outcome import Counts
from gridctl.intake.plan import plan_import
from gridctl.store.workspace import Workspace

TODAY = date(2026, 9, 30)


@pytest.fixture
def sent(tmp_path):
    community = sample()
    folder = tmp_path / "社区"
    history(folder, community)
    return folder, write_inbox(tmp_path / "收件 箱", community)


def meant(file):
    return Counts(read=file.rows, added=file.new, changed=file.changed, unchanged=file.known, rejected=file.faulty)


def planned(plan):
    counts = {}
    for source in plan.sources:
        name = source.book.path.name
        counts[name] = counts.get(name, Counts()) + source.counts
    return counts


def test_every_row_becomes_what_it_was_meant_as_and_a_second_import_changes_nothing(sent):
    folder, files = sent
    paths = [file.path for file in files]
    workspace = Workspace.open(folder, today=TODAY)
    plan = plan_import(workspace, paths)
    assert planned(plan) == {file.path.name: meant(file) for file in files}
    workspace.apply(plan.changes)
    again = plan_import(Workspace.open(folder, today=TODAY), paths)
    assert not again.changes
    assert planned(again) == {
        file.path.name: Counts(read=file.rows, unchanged=file.known + file.changed + file.new, rejected=file.faulty)
        for file in files
    }
