"""Single keys from the terminal, and a way for other threads to wake whoever waits for one."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections import deque
from types import TracebackType
from typing import Generic, Self, TypeVar

Message = TypeVar("Message")


class Keyboard(Generic[Message]):
    """The terminal's keys, unechoed and without Enter, for as long as it is open.

    Ctrl-C stays what it is. Threads may `post`; the reader gets keys and posts in one place.
    """

    def __init__(self) -> None:
        self._posted: deque[Message] = deque()
        self._wake, self._waker = os.pipe()
        self._before: list[object] = []

    def __enter__(self) -> Self:
        """Take the keys one by one."""
        self._before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin, termios.TCSANOW)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Give the terminal back as it was."""
        termios.tcsetattr(sys.stdin, termios.TCSANOW, self._before)  # type: ignore[arg-type]
        os.close(self._waker)
        os.close(self._wake)

    def post(self, message: Message) -> None:
        """Hand a message to the reader, from any thread."""
        self._posted.append(message)
        try:
            os.write(self._waker, b".")
        except OSError:
            pass  # nobody reads any more

    def wait(self, seconds: float) -> str | Message | None:
        """Return the next message or key, or None after so many seconds.

        Raises:
            EOFError: the terminal is gone.
        """
        if not self._posted:
            ready, _, _ = select.select([sys.stdin, self._wake], [], [], seconds)
            if sys.stdin in ready:
                return self._key()
        if self._posted:
            os.read(self._wake, 1)
            return self._posted.popleft()
        return None

    @staticmethod
    def _key() -> str:
        pressed = os.read(sys.stdin.fileno(), 64)
        if not pressed:
            raise EOFError
        return pressed.decode(errors="replace")
