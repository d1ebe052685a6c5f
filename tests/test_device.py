"""Timed calls on a device: its work is waited for, its cache is flushed."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch

from grader.worker.device import flush, run, settle

CPU = torch.device("cpu")
CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
MPS = pytest.mark.skipif(not torch.backends.mps.is_available(), reason="no MPS device here")


def test_the_cpu_needs_nothing():
    """The call is made once, its result comes back, and there is no other clock."""
    settle(CPU)
    flush(CPU)
    assert run(CPU, lambda: 7) == (7, 0.0)


def test_the_cpu_path_wakes_no_gpu():
    """Timing on the CPU does not initialise CUDA."""
    code = (
        "import torch; from grader.worker.device import flush, run; cpu = torch.device('cpu');"
        "flush(cpu); run(cpu, lambda: 1); print(torch.cuda.is_initialized())"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@CUDA
def test_cuda_work_is_over_when_the_call_returns():
    """The device's own clock has run, and nothing is left to do."""
    x = torch.randn(2048, 2048, device="cuda")
    device = torch.device("cuda")
    flush(device)
    _, seconds = run(device, lambda: x @ x)
    assert seconds > 0
    assert torch.cuda.current_stream().query()


@MPS
def test_mps_work_is_over_when_the_call_returns():
    """The host's clock may be read: the result is there."""
    x = torch.randn(1024, 1024, device="mps")
    result, seconds = run(torch.device("mps"), lambda: x @ x)
    assert seconds == 0.0
    assert bool(result.isfinite().all())
