"""You clamp the scores into a range in which exp is safe. Scores beyond the range then count as equal, so the probabilities of large scores are wrong, without any NaN to warn you. Shift by the maximum instead: a shift changes no ratio.

fails: test_large_scores
"""

import torch


def stable_softmax(x, dim=-1):
    wide = x.float() if x.dtype in (torch.float16, torch.bfloat16) else x
    exps = wide.clamp(-80, 80).exp()
    return (exps / exps.sum(dim, keepdim=True)).to(x.dtype)
