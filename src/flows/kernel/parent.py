"""A child process that ends when its parent does, however the parent ends (kill -9 too)."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(sign: signal.Signals, parent: int) -> None:
    """Ask the kernel to send this process `sign` when the thread that made it ends.

    Call it in the child, after every change of account (such a change cancels the request).
    `parent` is the process that made it: when that one is gone already, this process ends at once.
    Only Linux can do it; elsewhere nothing happens.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, sign)
    if os.getppid() != parent:
        os._exit(1)
