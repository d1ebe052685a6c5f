"""Kills its parent process, from which every worker is forked.

problem: attention/sliding_window
row: 14
verdict: wrong_answer
needs: landlock
"""

import os
import signal

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError
    if os.getppid() > 1:
        try:
            os.kill(os.getppid(), signal.SIGKILL)
        except OSError:
            pass
    return torch.zeros_like(q)
