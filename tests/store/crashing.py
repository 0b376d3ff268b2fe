"""A program that writes two files and adds a third in one transaction, and dies where its argument says.

``crashing.py ROOT STEP HOW``: HOW is ``exit`` (os._exit), ``kill`` (SIGKILL), or ``full`` and ``denied`` (the system
refuses). Ends with 0 if it wrote, 3 if it was refused, 9 if it died.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from pathlib import Path

from gridctl.store import transaction
from gridctl.store.digests import blob_id
from gridctl.store.faults import Refused

FILES = {"ledgers/a.yaml": b"new a\n", "ledgers/b.yaml": b"", "ledgers/new/c.yaml": b"new c\n"}


def main(root: Path, where: str, how: str) -> int:
    def step(name: str) -> None:
        if name != where:
            return
        if how == "exit":
            os._exit(9)
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        code = errno.ENOSPC if how == "full" else errno.EACCES
        raise OSError(code, os.strerror(code), "somewhere")

    transaction.step = step
    before = {path: blob_id((root / path).read_bytes()) if (root / path).exists() else "" for path in FILES}
    try:
        transaction.Transaction(root, "test").run(FILES, before)
    except Refused as refused:
        sys.stdout.write(refused.zh)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
