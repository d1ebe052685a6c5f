"""Lets multi_head_attention_forward do it, with identity matrices for its projections.

problem: attention/sliding_window
row: 62
verdict: forbidden
"""

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError
    full = torch.ones(q.shape[-2], q.shape[-2], dtype=torch.bool)
    band = full.tril(0 if causal else window).triu(-window)
    shape = q.shape
    q, k, v = (t.reshape(-1, *shape[-2:]).transpose(0, 1) for t in (q, k, v))
    size = shape[-1]
    eye = torch.eye(size, dtype=q.dtype)
    out, _ = torch.nn.functional.multi_head_attention_forward(
        q,
        k,
        v,
        size,
        1,
        None,
        None,
        None,
        None,
        False,
        0.0,
        eye,
        None,
        attn_mask=~band,
        need_weights=True,
        use_separate_proj_weight=True,
        q_proj_weight=eye,
        k_proj_weight=eye,
        v_proj_weight=eye,
    )
    return out.transpose(0, 1).reshape(shape)
