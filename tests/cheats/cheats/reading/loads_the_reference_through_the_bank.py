"""Asks the grader's own bank for the reference's source and runs it.

problem: norms/rms_norm
row: 17
verdict: wrong_answer
needs: landlock
"""

import torch


def source():
    from grader import bank

    return bank.Bank(bank.bank_root()).load("norms/rms_norm").reference.source


_found = {}
try:
    exec(source(), _found)
except Exception:
    pass


def rms_norm(x, weight, eps=1e-6):
    return _found["rms_norm"](x, weight, eps) if "rms_norm" in _found else torch.zeros_like(x)
