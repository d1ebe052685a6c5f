"""One operator call for all parameters at once."""

from collections.abc import Iterable

import torch
from torch import Tensor


class RMSprop:
    """Keep flat lists of state and hand whole lists to the foreach operators."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        centered: bool = False,
    ) -> None:
        self.params = [*params]
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.m = [torch.zeros_like(p.data) for p in self.params]
        self.lr, self.alpha, self.eps, self.centered = lr, alpha, eps, centered

    @torch.no_grad()
    def step(self) -> None:
        """Pick what has a gradient, then update it list by list."""
        here = [i for i, p in enumerate(self.params) if p.grad is not None]
        if not here:
            return
        params, v, m = ([group[i] for i in here] for group in (self.params, self.v, self.m))
        grads = [p.grad for p in params]
        torch._foreach_mul_(v, self.alpha)
        torch._foreach_addcmul_(v, grads, grads, value=1 - self.alpha)
        square = v
        if self.centered:
            torch._foreach_lerp_(m, grads, 1 - self.alpha)
            square = torch._foreach_addcmul(v, m, m, value=-1)
            torch._foreach_clamp_min_(square, 0)
        root = torch._foreach_sqrt(square)
        torch._foreach_add_(root, self.eps)
        torch._foreach_addcdiv_(params, grads, root, value=-self.lr)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
