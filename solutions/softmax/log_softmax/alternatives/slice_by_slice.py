"""One slice after another, with a Python loop over rows of a matrix (M, C)."""

import torch
from torch import Tensor


def _rows(x: Tensor, dim: int) -> Tensor:
    return x.movedim(dim, -1).reshape(-1, x.shape[dim]).double()


def _total(row: Tensor) -> Tensor:
    kept = row[~torch.isneginf(row)]
    if not len(kept):
        return row.max()
    return kept.max() + torch.log((kept - kept.max()).exp().sum())


def _back(rows: list[Tensor], like: Tensor, dim: int) -> Tensor:
    if not rows:
        return torch.empty_like(like)
    moved = torch.stack(rows).reshape(like.movedim(dim, -1).shape)
    return moved.movedim(-1, dim).to(like.dtype)


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    """Leave the hidden places of a row out of its sum."""
    shape = x.movedim(dim, -1).shape[:-1]
    totals = [_total(row) for row in _rows(x, dim)]
    return torch.stack(totals).reshape(shape).to(x.dtype) if totals else x.new_empty(shape)


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Subtract its logsumexp from every row."""
    return _back([row - _total(row) for row in _rows(x, dim)], x, dim)


def logsumexp_backward(grad_out: Tensor, x: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Scale the probabilities of every row."""
    gradients, totals = grad_out.reshape(-1).double(), out.reshape(-1).double()
    found = [
        g * (row - total).exp() if total > -torch.inf else torch.zeros_like(row)
        for g, row, total in zip(gradients, _rows(x, dim), totals, strict=True)
    ]
    return _back(found, x, dim)


def log_softmax_backward(grad_out: Tensor, out: Tensor, dim: int = -1) -> Tensor:
    """Take the sum of a row's gradients from each, in proportion to its probability."""
    pairs = zip(_rows(grad_out, dim), _rows(out, dim), strict=True)
    return _back([g - row.exp() * g.sum() for g, row in pairs], grad_out, dim)
