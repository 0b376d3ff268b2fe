"""Identifiers of records: a prefix and twelve characters of Crockford's base 32."""
from __future__ import annotations

import secrets
from hashlib import blake2b

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12


def new_id(prefix: str, *seed: str) -> str:
    """Return the identifier that these seed parts always give; 60 bits of their BLAKE2b digest.

    Parts are kept apart: ("ab", "c") and ("a", "bc") differ.
    """
    digest = blake2b(digest_size=8)
    for part in seed:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return prefix + _encode(int.from_bytes(digest.digest(), "big") >> 4)


def random_id(prefix: str) -> str:
    """Return an identifier that nobody can foresee."""
    return prefix + _encode(secrets.randbits(5 * _LENGTH))


def is_id(s: str, prefix: str) -> bool:
    """Tell whether `s` has the form of an identifier with this prefix."""
    body = s.removeprefix(prefix)
    return len(s) == len(prefix) + _LENGTH == len(prefix + body) and set(body) <= set(_ALPHABET)


def _encode(number: int) -> str:
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
