"""Broadcast the element numbers along with the elements, and add every gradient at its number."""

import math

import torch
from torch import Tensor


def unbroadcast(grad: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Add each gradient to the element it came from."""
    count = math.prod(shape)
    origin = torch.arange(count, device=grad.device).reshape(shape).expand(grad.shape)
    total = torch.zeros(count, dtype=grad.dtype, device=grad.device)
    return total.index_add(0, origin.reshape(-1), grad.reshape(-1)).reshape(shape)


def elementwise_backward(op: str, grad_out: Tensor, a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Differences are sums with a sign, and quotients go through the result."""
    if op in ("add", "sub"):
        sign = 1 if op == "add" else -1
        return unbroadcast(grad_out, a.shape), sign * unbroadcast(grad_out, b.shape)
    if op == "mul":
        return unbroadcast(grad_out * b, a.shape), unbroadcast(grad_out * a, b.shape)
    if op != "div":
        raise ValueError(op)
    result = torch.div(a, b)
    return unbroadcast(grad_out / b, a.shape), unbroadcast(grad_out * result / -b, b.shape)
