"""A table of the index that addresses derive: its columns with what they hold, filled anew only where rows differ."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.store.index import Index


def put_table(
    index: Index,
    name: str,
    about: Mapping[str, tuple[str, str, str]],
    rows: Sequence[tuple[object, ...]],
    title: tuple[str, str],
) -> None:
    """Fill a table. ``about`` has of each column its SQL type and what it holds; ``title`` what the table holds."""
    digest = blake2b(repr(rows).encode("utf-8"), digest_size=16).hexdigest()
    kinds = {column: kind for column, (kind, _, _) in about.items()}
    describe = {"": title, **{column: (zh, en) for column, (_, zh, en) in about.items()}}
    index.put(name, kinds, rows, digest, describe=describe)
