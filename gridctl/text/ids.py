"""Identifiers of records: a prefix and twelve characters of Crockford's base 32."""

from __future__ import annotations

import secrets
from collections import defaultdict
from hashlib import blake2b

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
_PAIRS = [one + two for one in _ALPHABET for two in _ALPHABET]
# The length of a short part as eight bytes, big end first; of a long one what is no ASCII.
_LENGTHS = defaultdict(lambda: "\x80", {length: "\0" * 7 + chr(length) for length in range(128)})


def new_id(prefix: str, *seed: str) -> str:
    """Return the identifier that these seed parts always give; 60 bits of their BLAKE2b digest.

    Parts are kept apart: ("ab", "c") and ("a", "bc") differ.
    """
    text = ""
    # Two or three parts: adding them up is quicker than a list of them.
    for part in seed:
        text += _LENGTHS[len(part)] + part
    joined = text.encode() if text.isascii() else b"".join(map(_measured, seed))
    return _encode(prefix, int.from_bytes(blake2b(joined, digest_size=8).digest(), "big") >> 4)


def _measured(part: str) -> bytes:
    encoded = part.encode("utf-8", "surrogatepass")
    return len(encoded).to_bytes(8, "big") + encoded


def random_id(prefix: str) -> str:
    """Return an identifier that nobody can foresee."""
    return _encode(prefix, secrets.randbits(5 * _LENGTH))


def is_id(s: str, prefix: str) -> bool:
    """Tell whether `s` has the form of an identifier with this prefix."""
    body = s.removeprefix(prefix)
    return len(s) == len(prefix) + _LENGTH == len(prefix + body) and set(body) <= set(_ALPHABET)


def _encode(prefix: str, number: int) -> str:
    pairs = _PAIRS
    # Numbers below 2**30 are shifted in half the time of longer ones.
    high, low = divmod(number, 1 << 30)
    return (
        f"{prefix}{pairs[high >> 20]}{pairs[high >> 10 & 1023]}{pairs[high & 1023]}"
        f"{pairs[low >> 20]}{pairs[low >> 10 & 1023]}{pairs[low & 1023]}"
    )
