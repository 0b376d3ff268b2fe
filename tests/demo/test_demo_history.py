import os

import pytest

from gridctl.demo.history import history
from gridctl.demo.sample import sample
from gridctl.store.git import Git


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("演示 社区")
    return folder, history(folder, sample())


def test_four_commits_leave_nothing_uncommitted(made):
    folder, commits = made
    git = Git(folder)
    assert len(set(commits)) == 4
    assert git.head() == commits[-1]
    assert git.status() == {}


def test_ledgers_grow_from_commit_to_commit(made):
    folder, commits = made
    git = Git(folder)
    first, *_, last = commits
    assert not any(path.startswith("ledgers/households/") and path.endswith(".yaml") for path in git.ls(first))
    assert "ledgers/registers/matters.yaml" in git.ls(first)
    visits = [sum(path.endswith(".yaml") for path in git.ls(each, "ledgers/visits")) for each in commits]
    assert visits == sorted(visits)
    assert visits[-1] > visits[1] > 0
    assert "schemas/households.schema.json" in git.ls(last)


@pytest.mark.usefixtures("made")
def test_the_environment_is_as_before():
    assert "GIT_AUTHOR_DATE" not in os.environ
