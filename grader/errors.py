"""The errors that reach the command line, drawn once.

Every other exception is a bug of ours and stays loud.
"""

from __future__ import annotations


class DrillError(Exception):
    """Something a person or a machine can mend: what happened, and what to do about it."""

    exit_code = 3
    kind = "fault"

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(DrillError):
    """The command was asked for something that is not there or not allowed."""

    exit_code = 2
    kind = "usage"


class BankError(DrillError):
    """A problem's own files are broken: file, key, reason."""

    exit_code = 3
    kind = "bank"


class MachineError(DrillError):
    """The machine lacks what the command needs, a device for one."""

    exit_code = 4
    kind = "environment"


class JudgeError(DrillError):
    """The grader itself failed; never counted against the person."""

    exit_code = 3
    kind = "judge"
