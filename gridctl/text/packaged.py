"""Data shipped with a package: mappings in YAML files beside its modules."""

from __future__ import annotations

from importlib import resources
from typing import Any

from gridctl.text.yamltree import read_tree


def packaged(package: str, name: str) -> dict[str, Any]:
    """The mapping in the YAML file ``name`` of a package; raises ``ValueError`` if the file holds none."""
    tree = read_tree(resources.files(package).joinpath(name).read_bytes())
    if tree.faults or not isinstance(tree.value, dict):
        raise ValueError(f"{name}: {tree.faults}")
    return dict(tree.value)
