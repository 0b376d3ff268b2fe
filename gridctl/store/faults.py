"""Exceptions about use and environment; faults in data are Findings, never exceptions."""

from __future__ import annotations


class GridctlFault(Exception):  # noqa: N818 - one name for what goes wrong outside data; "error" is a severity
    """Something the user or the environment must put right, told in Chinese and English.

    ``exit_code`` is what the program ends with.
    """

    exit_code = 5

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def text(self, language: str) -> str:
        """The message in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class UsageFault(GridctlFault):
    """The command or the configuration cannot be carried out as given."""

    exit_code = 2


class NotAWorkspace(UsageFault):
    """No ``ledgers/gridctl.yaml`` here or above."""


class Refused(GridctlFault):
    """Nothing was written: locked, changed underneath, no room, or no permission."""

    exit_code = 3


class Interrupted(GridctlFault):
    """Stopped by the user when the writing could no longer be called off; as a shell reports SIGINT."""

    exit_code = 130


class NotFound(GridctlFault):
    """No such record, revision or file."""

    exit_code = 4
