"""gridctl, stopped by a signal at a step of its write: ``stopped.py STEP SIGNAL ARGS…``."""

from __future__ import annotations

import os
import signal
import sys
import time

from gridctl.cli.main import main
from gridctl.store import transaction


def step(name: str) -> None:
    if name == WHERE:
        os.kill(os.getpid(), signal.Signals[HOW])
        # The interpreter looks at signals between its own steps.
        time.sleep(0.05)


if __name__ == "__main__":
    WHERE, HOW = sys.argv[1:3]
    sys.argv[1:] = sys.argv[3:]
    transaction.step = step
    # Whoever runs the tests in the background ignores it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
