"""Opens the hand-worked community."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hand_worked import AREA, COMMUNITY, SCHEME
from worked_quarter import QUARTER, put_derived

from gridctl.assess.bulletin import Bulletin
from gridctl.assess.measure import measure
from gridctl.demo.write import write_ledgers
from gridctl.schema.settings import Settings
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period

Make = Callable[..., Workspace]


def written(
    root: Path,
    files: dict[str, str] | None = None,
    today: date = date(2026, 10, 8),
    *,
    shipped: bool = False,
    **more: Any,
) -> Workspace:
    """Write the community, with files of its own under ``ledgers/assessment``, and open it as of a day.

    Its scheme is the small one of ``hand_worked`` unless it is to be the shipped one.
    """
    settings = Settings.model_validate({"community": "清荷社区", "subdistrict": "柳溪街道", "division_code": AREA})
    write_ledgers(root, COMMUNITY | more, settings)
    own = {} if shipped else {"scheme.yaml": SCHEME}
    for name, text in (own | (files or {})).items():
        path = root / "ledgers" / "assessment" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Workspace.open(root, today=today)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a community of the test's own; see `written`."""
    return partial(written, tmp_path / "清荷 社区")


@pytest.fixture(scope="session")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Bulletin:
    """The third quarter of the hand-worked community."""
    return measure(written(tmp_path_factory.mktemp("hand") / "清荷 社区"), parse_period("2026Q3"))


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The community of ``worked_quarter`` under the shipped scheme, to be read only."""
    found = written(tmp_path_factory.mktemp("worked") / "清荷 社区", shipped=True, **QUARTER)
    assert not [each for each in found.load_findings() if each.place.path.startswith("ledgers/assessment/")]
    put_derived(found.index())
    return found


@pytest.fixture(scope="session")
def by_staff(worked: Workspace) -> Bulletin:
    """Its third quarter by staff."""
    return measure(worked, parse_period("2026Q3"), by="staff")
