"""Row by row, in Python's own numbers, with Python's own rounding to even."""

import torch
from torch import Tensor


def quantize(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Take one row after the other."""
    integers, scales = [], []
    for row in weight.tolist():
        scale = max(abs(number) for number in row) / 127 or 1.0
        integers.append([round(number / scale) for number in row])
        scales.append([scale])
    q = torch.tensor(integers, dtype=torch.int8, device=weight.device)
    return q, torch.tensor(scales, dtype=weight.dtype, device=weight.device)


def dequantize(q: Tensor, scale: Tensor) -> Tensor:
    """Stack the scaled rows."""
    return torch.stack([row.to(scale.dtype) * s for row, s in zip(q, scale, strict=True)])


def quantized_linear(x: Tensor, q: Tensor, scale: Tensor, bias: Tensor | None = None) -> Tensor:
    """One inner product for each output."""
    columns = [x @ row.to(x.dtype) * s for row, s in zip(q, scale[:, 0], strict=True)]
    out = torch.stack(columns, dim=-1)
    return out if bias is None else out + bias
