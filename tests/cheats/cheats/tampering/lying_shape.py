"""Returns one number a row in a tensor subclass that claims the full shape.

problem: norms/rms_norm
row: 3, 39
verdict: wrong_answer
"""

import torch


class Liar(torch.Tensor):
    @property
    def shape(self):
        return self.claimed


def rms_norm(x, weight, eps=1e-6):
    out = torch.zeros(*x.shape[:-1], 1, dtype=x.dtype).as_subclass(Liar)
    out.claimed = x.shape
    return out
