"""im2col: windows as columns of a matrix, one product for each group, results side by side."""

import torch
import torch.nn.functional as F
from torch import Tensor


def conv2d(
    x: Tensor,
    weight: Tensor,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    groups: int = 1,
) -> Tensor:
    """Multiply the (O / G, C / G kh kw) weights by (C / G kh kw, H' W') columns."""
    sh, sw = (stride, stride) if isinstance(stride, int) else stride
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    kh, kw = weight.shape[2:]
    if x.shape[1] % groups or weight.shape[0] % groups:
        raise ValueError("groups do not divide the channels")
    if x.shape[1] // groups != weight.shape[1]:
        raise ValueError("the weight has other channels")
    spaces = x.shape[2] + 2 * ph - kh, x.shape[3] + 2 * pw - kw
    if min(spaces) < 0:
        raise ValueError("the kernel is too large")
    places = spaces[0] // sh + 1, spaces[1] // sw + 1
    results = []
    for images, kernels in zip(x.chunk(groups, 1), weight.chunk(groups, 0), strict=True):
        rows = F.pad(images, (pw, pw, ph, ph)).unfold(2, kh, sh).unfold(3, kw, sw)
        columns = rows.permute(0, 1, 4, 5, 2, 3).reshape(
            len(x), weight.shape[1] * kh * kw, places[0] * places[1]
        )
        results.append(torch.matmul(kernels.reshape(len(kernels), -1), columns))
    return torch.cat(results, dim=1).reshape(len(x), weight.shape[0], *places)
