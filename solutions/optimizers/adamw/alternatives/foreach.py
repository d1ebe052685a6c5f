"""One operator call for all parameters at once, decay included."""

from collections.abc import Iterable

import torch
from torch import Tensor


class AdamW:
    """Keep flat lists of state and hand whole lists to the foreach operators."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        self.params = list(params)
        self.lr, self.betas, self.eps, self.decay = lr, betas, eps, weight_decay
        self.m = [torch.zeros_like(p.data) for p in self.params]
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.t = [0] * len(self.params)

    @torch.no_grad()
    def step(self) -> None:
        """Pick what has a gradient, then update it list by list."""
        b1, b2 = self.betas
        here = [i for i, p in enumerate(self.params) if p.grad is not None]
        if not here:
            return
        for i in here:
            self.t[i] += 1
        params, m, v = ([group[i] for i in here] for group in (self.params, self.m, self.v))
        grads = [p.grad for p in params]
        torch._foreach_lerp_(m, grads, 1 - b1)
        torch._foreach_mul_(v, b2)
        torch._foreach_addcmul_(v, grads, grads, value=1 - b2)
        root = torch._foreach_sqrt(torch._foreach_div(v, [1 - b2 ** self.t[i] for i in here]))
        torch._foreach_add_(root, self.eps)
        torch._foreach_mul_(params, 1 - self.lr * self.decay)
        rates = [-self.lr / (1 - b1 ** self.t[i]) for i in here]
        torch._foreach_addcdiv_(params, m, root, rates)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
