"""A finished file put in its place; one that another program has open is refused with what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gridctl.store.faults import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def save(path: Path, data: bytes, program: str = "") -> None:
    """Write a file, making its folder; raises ``Refused`` where that is not permitted.

    ``program`` is the one that usually has such a file open, as Windows lets nobody else write it then.
    """
    with refused_if_held(path, program):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@contextmanager
def refused_if_held(path: Path, program: str = "") -> Iterator[None]:
    """Tell in the users' words that a file cannot be written; raises ``Refused``."""
    try:
        yield
    except PermissionError as error:
        if program:
            raise Refused(
                f"写不了 {path.name}：请先在 {program} 或 WPS 里关闭它，再试一次。",
                f"Cannot write {path.name}: close it in {program} or WPS and try again.",
            ) from error
        raise Refused(
            f"写不了 {path.name}：文件被占用或没有权限。", f"Cannot write {path.name}: it is in use or not permitted."
        ) from error
