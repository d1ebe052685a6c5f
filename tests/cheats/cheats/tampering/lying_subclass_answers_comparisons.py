"""Returns zeros in a tensor subclass that answers every comparison with yes.

problem: norms/rms_norm
row: 3
verdict: wrong_answer
"""

import torch


class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func.__name__ in ("allclose", "equal", "isclose", "eq", "__eq__"):
            return True
        if func.__name__ in ("ne", "__ne__", "sub", "__sub__", "__rsub__"):
            return torch.zeros(())
        return super().__torch_function__(func, types, args, kwargs or {})


def rms_norm(x, weight, eps=1e-6):
    return torch.zeros_like(x).as_subclass(Liar)
