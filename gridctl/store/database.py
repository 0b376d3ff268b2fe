"""The embedded database as the index uses it: connections, and its faults.

Its package builds an interface of ten thousand lines around the core on import, of which gridctl uses nothing: that
took a quarter of a look-up's time. So the core is imported where it can be had alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

try:
    from _duckdb import CatalogException as NoSuchTable
    from _duckdb import DuckDBPyConnection as Connection
    from _duckdb import Error as DatabaseError
    from _duckdb import IOException as FileFault
    from _duckdb import connect as _connect
except ImportError:
    # Before release 1.4 the core was a part of its package.
    from duckdb import CatalogException as NoSuchTable
    from duckdb import DuckDBPyConnection as Connection
    from duckdb import Error as DatabaseError
    from duckdb import IOException as FileFault
    from duckdb import connect as _connect

__all__ = ["Connection", "DatabaseError", "FileFault", "NoSuchTable", "in_file", "in_memory"]


def in_memory() -> Connection:
    """A database that goes with the process."""
    return _connect()


def in_file(path: Path, *, read_only: bool = False) -> Connection:
    """The database in a file, made if there is none; raises ``FileFault`` and other heirs of ``DatabaseError``."""
    return _connect(str(path), read_only=read_only)
