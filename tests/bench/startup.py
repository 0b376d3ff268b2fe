"""Start-up: ``gridctl --version`` beside ``python -c "import typer"``. Target: at most 2.5 times."""

from __future__ import annotations

import sys
from pathlib import Path

from measure import Contender, race, table

gridctl = str(Path(sys.executable).with_name("gridctl"))
bare = Contender("import typer", (sys.executable, "-c", "import typer"), runs=9)
version = Contender("gridctl --version", (gridctl, "--version"), runs=9)
helped = Contender("gridctl --help", (gridctl, "--help"), runs=9)
race((bare, version, helped))
print(table((bare, version, helped), bare))
