"""You index with `[..., targets]`, which takes all the target columns for every place: `(N, N)` numbers in place of `(N,)`. Their mean has the right shape and compares each place with the targets of all. Pick one number a place, with `gather` or with `[arange(N), targets]`.

fails: test_values
"""

import torch


def cross_entropy(logits, targets, ignore_index=-100):
    wide = logits.float() if logits.dtype in (torch.float16, torch.bfloat16) else logits
    counted = (targets != ignore_index).reshape(-1)
    rows = wide.reshape(-1, logits.shape[-1])[counted]
    shifted = rows - rows.amax(-1, keepdim=True)
    log_probs = shifted - shifted.exp().sum(-1, keepdim=True).log()
    picked = log_probs[:, targets.reshape(-1)[counted]]
    return (-picked.sum() / max(picked.numel(), 1)).to(logits.dtype)
