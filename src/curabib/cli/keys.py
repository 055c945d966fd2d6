"""Single keys struck at a terminal."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """Let the terminal hand over keys as they are struck; gives a function that waits for some and returns them.

    The terminal stays so between two keys, so that none is lost that is struck meanwhile. What was struck ahead comes
    together, and a key with a sequence of its own, such as an arrow, as `ESC` and more. Where there is no more to come
    the function raises click.Abort; Ctrl-C raises KeyboardInterrupt. The terminal is left as it was.
    """
    if sys.platform == "win32":
        yield click.getchar
        return
    import termios
    import tty

    device = sys.stdin.fileno()
    before = termios.tcgetattr(device)
    tty.setcbreak(device, termios.TCSADRAIN)  # TCSAFLUSH would throw away what was struck ahead
    try:
        yield lambda: _read(device)
    finally:
        termios.tcsetattr(device, termios.TCSADRAIN, before)


def _read(device: int) -> str:
    try:
        data = os.read(device, 64)
    except OSError as error:  # the terminal is gone
        raise click.Abort from error
    if not data:
        raise click.Abort
    return data.decode("utf-8", "replace")
