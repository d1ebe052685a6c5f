"""One operator call for all parameters at once."""

from collections.abc import Iterable

import torch
from torch import Tensor


class Adadelta:
    """Keep flat lists of state and hand whole lists to the foreach operators."""

    def __init__(
        self, params: Iterable[Tensor], lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
    ) -> None:
        self.params = [*params]
        self.v = [torch.zeros_like(p.data) for p in self.params]
        self.u = [torch.zeros_like(p.data) for p in self.params]
        self.lr, self.rho, self.eps = lr, rho, eps

    @torch.no_grad()
    def step(self) -> None:
        """Pick what has a gradient, then update it list by list."""
        here = [i for i, p in enumerate(self.params) if p.grad is not None]
        if not here:
            return
        params, v, u = ([group[i] for i in here] for group in (self.params, self.v, self.u))
        grads = [p.grad for p in params]
        torch._foreach_mul_(v, self.rho)
        torch._foreach_addcmul_(v, grads, grads, value=1 - self.rho)
        delta = torch._foreach_sqrt(torch._foreach_add(u, self.eps))
        torch._foreach_div_(delta, torch._foreach_sqrt(torch._foreach_add(v, self.eps)))
        torch._foreach_mul_(delta, grads)
        torch._foreach_mul_(u, self.rho)
        torch._foreach_addcmul_(u, delta, delta, value=1 - self.rho)
        torch._foreach_add_(params, delta, alpha=-self.lr)

    def zero_grad(self) -> None:
        """Drop every gradient."""
        for p in self.params:
            p.grad = None
