"""For every test: how random examples are drawn, and nothing is left out of the last collection.

CI draws the same examples each time, so that what passed before a change lands passes when it does; everybody else's
runs go on looking for new ones. No example is timed: machines differ.
"""

from __future__ import annotations

import gc
import os

from hypothesis import settings

settings.register_profile("tests", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("GRIDCTL_CI") else "tests")


def pytest_sessionfinish() -> None:
    # A command leaves much out of collection on purpose: its process ends. That of the tests goes on, and the
    # database's library would list at the end what was never collected.
    gc.unfreeze()
