"""You leave training unscaled and multiply by 1 - p in evaluation: the first paper's form. The expected values agree, but inverted dropout does it the other way round, so that evaluation is the identity and needs no p. Divide by 1 - p in training.

fails: test_evaluation[0.4]
"""

import torch


def check(p):
    if not 0 <= p <= 1:
        raise ValueError("p must be in [0, 1]")


def dropout_forward(x, p, training, generator=None):
    check(p)
    if not training:
        return x * (1 - p), torch.ones_like(x, dtype=torch.bool)
    mask = torch.rand(x.shape, generator=generator, device=x.device) >= p
    if p == 1:
        return x * 0, mask
    return x * mask, mask


def dropout_backward(grad_out, mask, p):
    check(p)
    if p == 1:
        return torch.zeros_like(grad_out)
    return grad_out * mask
