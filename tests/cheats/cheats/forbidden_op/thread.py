"""Calls the operator in a thread of its own, where modes of the caller are off.

problem: norms/rms_norm
row: 63
verdict: forbidden
"""

from concurrent.futures import ThreadPoolExecutor

import torch


def rms_norm(x, weight, eps=1e-6):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(
            lambda: torch.nn.functional.rms_norm(x, x.shape[-1:], weight, eps)
        ).result()
