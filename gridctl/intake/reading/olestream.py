"""One stream out of an OLE compound file ([MS-CFB]), as .xls books are wrapped in."""

from __future__ import annotations

import struct
from typing import Final

_HEADER: Final = 512
_ENTRY: Final = 128
_END: Final = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain, or no sector."""


def ole_stream(data: bytes, *names: str) -> bytes:
    """The first stream of one of these names, b"" if there is none. Raises ValueError or struct.error for damage."""
    if len(data) < _HEADER:
        raise ValueError("no compound file")
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    first_directory, cutoff = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 56)[0]
    first_small, first_extra = struct.unpack_from("<I", data, 60)[0], struct.unpack_from("<I", data, 68)[0]
    size = 1 << shift

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    tables = list(struct.unpack_from("<109I", data, 76))
    while first_extra < _END and len(tables) * size < len(data) * 4:
        *more, first_extra = _numbers(sector(first_extra))
        tables += more
    chain = [number for each in tables if each < _END for number in _numbers(sector(each))]

    def stream(start: int) -> bytes:
        return b"".join(sector(number) for number in _chained(start, chain))

    directory = stream(first_directory)
    small: tuple[bytes, list[int]] = (b"", [])
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, bytes_long = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if kind == 5:
            small = (stream(start), _numbers(stream(first_small)) if first_small < _END else [])
        elif kind == 2 and name in names:
            if bytes_long >= cutoff:
                return stream(start)[:bytes_long]
            parts = (small[0][n << small_shift : (n + 1) << small_shift] for n in _chained(start, small[1]))
            return b"".join(parts)[:bytes_long]
    return b""


def _numbers(sector: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))


def _chained(start: int, chain: list[int]) -> list[int]:
    """The sectors of a chain; one that runs in a circle is damage."""
    found = []
    while start < _END:
        found.append(start)
        if start >= len(chain) or len(found) > len(chain):
            raise ValueError("a broken chain of sectors")
        start = chain[start]
    return found
