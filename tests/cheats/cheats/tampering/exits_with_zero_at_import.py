"""Ends its process with exit code 0 while it is imported.

problem: norms/rms_norm
row: 5
verdict: invalid
"""

import os

os._exit(0)


def rms_norm(x, weight, eps=1e-6):
    return x
