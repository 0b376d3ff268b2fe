"""Files read beside the caller, who goes on: large ones in a second process, as reading one is a third of an import.

Whatever becomes of that process, the files are read in this one instead.
"""

from __future__ import annotations

import atexit
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from subprocess import Popen

    from gridctl.intake.reading.book import Book

# A smaller one is read sooner than a process starts.
_WORTH_BYTES: Final = 500_000


# The process that was begun before it was known what it is for, by the files it reads.
_begun: dict[tuple[Path, ...], Popen[bytes]] = {}


def foresee(words: Sequence[str]) -> None:
    """Begin to read the large files that are named on a command line, before it is known what else it says.

    `read_ahead` goes on from there where it is asked for the same files; else they are read for nothing.
    """
    large = _large([Path(word) for word in words if not word.startswith("-")])
    if large and (reader := _begin(large)) is not None:
        _begun[large] = reader
        atexit.register(_forget)


def read_ahead(paths: Sequence[Path]) -> Iterator[Book]:
    """Begin to read files as `read_book` does; the result gives them in their order."""
    large = _large(paths)
    return _in_order(paths, large, (_begun.pop(large, None) or _begin(large)) if large else None)


def _forget() -> None:
    for reader in _begun.values():
        reader.kill()


def _large(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files that are worth a second process, on a machine that has another processor for it."""
    return tuple(path for path in paths if _size(path) >= _WORTH_BYTES) if (os.cpu_count() or 1) > 1 else ()


def _in_order(paths: Sequence[Path], large: Sequence[Path], reader: Popen[bytes] | None) -> Iterator[Book]:
    try:
        for path in paths:
            book = _next_of(reader) if reader is not None and path in large else None
            if book is None:
                from gridctl.intake.reading.reader import read_book

                book = read_book(path)
            yield book
    finally:
        if reader is not None:
            # It has nothing more to say, and to end by itself takes it a while.
            reader.kill()
            reader.communicate()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _begin(paths: Sequence[Path]) -> Popen[bytes] | None:
    """A second process that reads these files; None where none can be had."""
    import subprocess

    # -P: no module comes from the users' folder. With -m, Python would look for the module in a way of its own first.
    program = f"from {__name__} import main; main()"
    with suppress(OSError):
        return subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-c", program, *map(str, paths)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    return None


def _next_of(reader: Popen[bytes]) -> Book | None:
    """The next book of the second process; None where it ended without."""
    try:
        found: Book = pickle.load(reader.stdout)  # type: ignore[arg-type]  # noqa: S301 - what this program itself wrote
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    return found


def main() -> None:
    """Read the files that are given as arguments and write each, as it was read, to the standard output."""
    from gridctl.intake.reading.reader import read_book

    for path in sys.argv[1:]:
        pickle.dump(read_book(Path(path)), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()
