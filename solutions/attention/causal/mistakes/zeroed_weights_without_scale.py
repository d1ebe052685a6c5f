"""You zero the weights of later tokens after the softmax, and you never divide the scores by sqrt(D). Later tokens have taken part in the sum by then, so a token can tell from its own result what comes next; and unscaled scores make the softmax too sharp. Scale, put minus infinity into the scores, then softmax.

fails: test_values
"""

import torch


def causal_self_attention(x, w_q, w_k, w_v):
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    scores = q @ k.transpose(-2, -1)
    weights = torch.softmax(scores, dim=-1)
    return torch.tril(weights) @ v
