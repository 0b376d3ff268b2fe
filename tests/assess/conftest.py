"""Opens the hand-worked community."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hand_worked import AREA, COMMUNITY, SCHEME

from gridctl.assess.bulletin import Bulletin
from gridctl.assess.measure import measure
from gridctl.demo.write import write_ledgers
from gridctl.schema.settings import Settings
from gridctl.store.workspace import Workspace
from gridctl.text.periods import parse_period

Make = Callable[..., Workspace]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the community, with files of its own under ``ledgers/assessment``, and open it as of a day.

    Its scheme is the small one of ``hand_worked`` unless it is to be the shipped one.
    """

    def made(
        files: dict[str, str] | None = None, today: date = date(2026, 10, 8), *, shipped: bool = False, **more: Any
    ) -> Workspace:
        root = tmp_path / "清荷 社区"
        settings = Settings.model_validate({"community": "清荷社区", "subdistrict": "柳溪街道", "division_code": AREA})
        write_ledgers(root, COMMUNITY | more, settings)
        own = {} if shipped else {"scheme.yaml": SCHEME}
        for name, text in (own | (files or {})).items():
            path = root / "ledgers" / "assessment" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Workspace.open(root, today=today)

    return made


@pytest.fixture
def bulletin(make: Make) -> Bulletin:
    """The third quarter of the hand-worked community."""
    return measure(make(), parse_period("2026Q3"))
