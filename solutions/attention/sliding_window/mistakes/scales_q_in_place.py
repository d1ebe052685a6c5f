"""You scale with `q /= ...`, which writes into the caller's tensor. Whoever uses q again finds it smaller at every call, and a q that asks for gradients makes this line an error. Write a new tensor: `q = q / ...`.

fails: test_leaves_inputs_alone
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    T, D = q.shape[-2:]
    q /= D**0.5
    scores = q @ k.transpose(-2, -1)
    i = torch.arange(T, device=q.device)
    back = i[:, None] - i[None, :]
    hidden = (back < 0) | (back > window) if causal else back.abs() > window
    scores = scores.masked_fill(hidden, float("-inf"))
    return torch.softmax(scores, dim=-1) @ v
