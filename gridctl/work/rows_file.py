"""Rows worked out in Python as a source that a query can read."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@contextmanager
def rows_file(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A query that gives these rows, as long as their file is there; ``columns`` maps names to SQL types."""
    shape = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    with tempfile.TemporaryDirectory(prefix="gridctl-") as folder:
        path = Path(folder) / "rows.json"
        with path.open("wb") as file:
            for row in rows:
                file.write(to_json(dict(zip(columns, row, strict=True))) + b"\n")
        source = str(path).replace("'", "''")
        yield f"SELECT * FROM read_json('{source}', format = 'newline_delimited', columns = {{{shape}}})"  # noqa: S608 - own path
