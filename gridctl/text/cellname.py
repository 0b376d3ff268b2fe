"""Names of cells as workbooks show them: ``A1``, ``AA27``."""

from __future__ import annotations


def column_letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """``E14`` for row 13, column 4."""
    return f"{column_letters(column)}{row + 1}"
