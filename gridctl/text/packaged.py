"""Data shipped with the program: files beside its modules."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

_PROGRAM: Final = Path(__file__).parents[1]


def shipped(package: str, *names: str) -> Path:
    """Where a file or folder of a package lies: ``shipped("gridctl.schema", "codes")``.

    What the standard library has for it takes longer to load than most of these files to read.
    """
    return _PROGRAM.joinpath(*package.split(".")[1:], *names)


def packaged(package: str, name: str) -> dict[str, Any]:
    """The mapping in the YAML file ``name`` of a package; raises ``ValueError`` if the file holds none."""
    from gridctl.text.yamltree import read_tree

    tree = read_tree(shipped(package, name).read_bytes())
    if tree.faults or not isinstance(tree.value, dict):
        raise ValueError(f"{name}: {tree.faults}")
    return dict(tree.value)
