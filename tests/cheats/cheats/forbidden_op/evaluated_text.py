"""Evaluates a text that is stored the wrong way round.

problem: norms/rms_norm
row: 67
verdict: forbidden
"""

import torch

TEXT = ")spe ,thgiew ,]:1-[epahs.x ,x(mron_smr.hcrot"


def rms_norm(x, weight, eps=1e-6):
    return eval(TEXT[::-1])
