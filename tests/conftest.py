"""For every test: nothing is left out of the last collection, which an import leaves out on purpose."""

from __future__ import annotations

import gc


def pytest_sessionfinish() -> None:
    # The process of a command ends after its import; the tests' process goes on, and the database's library would
    # list at the end what was never collected.
    gc.unfreeze()
