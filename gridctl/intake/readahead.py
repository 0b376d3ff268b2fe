"""Files read beside the caller, who goes on: a large one in a second process, as reading it is a fifth of an import.

Whatever becomes of that process, the file is read in this one instead.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gridctl.intake.book import Book

# A smaller one is read sooner than a process starts.
_WORTH_BYTES: Final = 500_000


def read_ahead(paths: Sequence[Path]) -> Iterator[Book]:
    """Begin to read files as `read_book` does; the result gives them in their order."""
    pool = ThreadPoolExecutor(1)
    reading = [pool.submit(_read, path) for path in paths]
    pool.shutdown(wait=False)
    # Each is let go of as it is handed out.
    reading.reverse()
    return (reading.pop().result() for _ in paths)


def _read(path: Path) -> Book:
    book = _read_apart(path) if (os.cpu_count() or 1) > 1 and _size(path) >= _WORTH_BYTES else None
    if book is None:
        from gridctl.intake.reader import read_book

        book = read_book(path)
    return book


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _read_apart(path: Path) -> Book | None:
    """The book as the second process read it; None where it did not. ``-P``: no module comes from the users' folder."""
    try:
        done = subprocess.run(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-m", "gridctl.intake.readahead", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
        found: Book | None = pickle.loads(done.stdout) if done.returncode == 0 else None  # noqa: S301 - as above
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    return found


def main(path: Path) -> None:
    """Read a file and write what was read to the standard output."""
    from gridctl.intake.reader import read_book

    pickle.dump(read_book(path), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
