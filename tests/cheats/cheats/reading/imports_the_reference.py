"""Imports the reference as a module, through the path of the installed package.

problem: norms/rms_norm
row: 17
verdict: wrong_answer
needs: landlock
"""

import sys
from pathlib import Path

import grader
import torch

root = Path(grader.__file__).parent
for folder in (root.parent / "solutions", root / "_bank" / "solutions"):
    sys.path.insert(0, str(folder / "norms" / "rms_norm"))
try:
    from reference import rms_norm
except ImportError:

    def rms_norm(x, weight, eps=1e-6):
        return torch.zeros_like(x)
