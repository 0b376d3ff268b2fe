"""Data shipped with the program: files beside its modules."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gridctl.text.yaml_node import Tree

_PROGRAM: Final = Path(__file__).parents[1]


def shipped(package: str, *names: str) -> Path:
    """Where a file or folder of a package lies: ``shipped("gridctl.schema", "codes")``.

    What the standard library has for it takes longer to load than most of these files to read.
    """
    return _PROGRAM.joinpath(*package.split(".")[1:], *names)


def packaged(package: str, name: str) -> dict[str, Any]:
    """The mapping in the YAML file ``name`` of a package; raises ``ValueError`` if the file holds none."""
    tree = _tree(package, name)
    if tree.faults or not isinstance(tree.value, dict):
        raise ValueError(f"{name}: {tree.faults}")
    return dict(tree.value)


def packaged_list(package: str, name: str) -> list[dict[str, Any]]:
    """The mappings listed in the YAML file ``name`` of a package; raises ``ValueError`` if it is no list of them."""
    tree = _tree(package, name)
    listed = tree.value if isinstance(tree.value, list) else []
    found = [dict(each) for each in listed if isinstance(each, dict)]
    if tree.faults or not found or len(found) < len(listed):
        raise ValueError(f"{name}: {tree.faults}")
    return found


# What is in some files is asked for from several places; what they are given is not theirs to change.
@lru_cache(maxsize=16)
def _tree(package: str, name: str) -> Tree:
    from gridctl.text.yamltree import read_tree

    return read_tree(shipped(package, name).read_bytes())
