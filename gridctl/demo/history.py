"""The demo community's Git history: registers first, then what each quarter brought."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gridctl.demo.incoming import split
from gridctl.demo.settings import COMMUNITY, FIRST_DAY, LAST_DAY
from gridctl.demo.timeline import as_of
from gridctl.demo.write import SETTINGS_PATH, settings, settings_bytes, write_ledgers
from gridctl.schema.ledgers import LEDGERS, Ledger
from gridctl.store.git import Git
from gridctl.store.scaffold import scaffold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gridctl.demo.community import Community

_STATES = (
    ("2026-06-30", "二季度：采集住户、企业商户、特殊人群和志愿者，完成首轮走访"),
    ("2026-07-31", "七月：强降雨应急，逐户排查；新增租住人员"),
    (LAST_DAY.isoformat(), "三季度：走访、核实，更新变动"),
)


def history(folder: Path, community: Community, language: str = "zh") -> list[str]:
    """Make ``folder`` a community with a Git history of four commits; returns them, the oldest first.

    What ``incoming.split`` holds back for the inbox is left out. Commits carry an invented author and the days they
    tell of, so that a machine without a configured Git can make them and their names are always the same.
    """
    known = split(community).ledgers
    chosen = settings(language)
    folder.mkdir(parents=True, exist_ok=True)
    git = Git(folder)
    git.init()
    beginning = as_of(known, FIRST_DAY.isoformat())
    registers = {each.name: sorted(beginning.get(each.name, ()), key=_key(each)) for each in LEDGERS if each.register}
    registers["buildings"] = [dict(each, households_count=0, people_count=0) for each in known["buildings"]]
    scaffold(folder, chosen, registers)
    (folder / SETTINGS_PATH).write_bytes(settings_bytes(chosen))
    commits = [_commit(git, FIRST_DAY.isoformat(), "建立社区台账：网格、楼栋、网格员和事项登记簿")]
    for day, message in _STATES:
        write_ledgers(folder, as_of(known, day), chosen)
        commits.append(_commit(git, day, message))
    return commits


def _key(ledger: Ledger) -> Callable[[dict[str, Any]], str]:
    return lambda record: str(record[ledger.key])


def _commit(git: Git, day: str, message: str) -> str:
    with _author(day):
        commit = git.commit(None, message)
    assert commit is not None, "every state differs from the one before"
    return commit


@contextmanager
def _author(day: str) -> Iterator[None]:
    """Let Git commit as the invented community on that day; what the environment held before comes back."""
    values = {
        "GIT_AUTHOR_NAME": COMMUNITY,
        "GIT_AUTHOR_EMAIL": "qinghe@example.invalid",
        "GIT_AUTHOR_DATE": f"{day}T18:00:00+08:00",
    }
    values |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in values.items()}
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
