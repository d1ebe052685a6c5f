"""Carries pytest tests and a fixture of its own, as people write them beside what they build.

problem: norms/rms_norm
row: 11
"""

import pytest
import torch


def rms_norm(x, weight, eps=1e-6):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + eps)
    return (wide * scale * weight).to(x.dtype)


@pytest.fixture
def row():
    return torch.arange(4.0)


@pytest.mark.parametrize("eps", [0.0, 1e-6])
def test_its_square_is_one(row, eps):
    assert torch.allclose(rms_norm(row, torch.ones(4), eps).square().mean(), torch.tensor(1.0))
