"""What the identifier parsers raise."""

from __future__ import annotations


class IdentifierError(ValueError):
    """An identifier that cannot be right: the finding's `code` and `params`, which never hold the value."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
