"""You exponentiate the scores as they are. Beyond about 700 a float64 exp is infinite, in float32 beyond 88, and infinity over infinity is NaN. Subtract each row's largest score first, or call softmax, which does.

fails: test_large_scores
"""


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    scores = q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    exps = scores.exp()
    weights = exps / exps.sum(dim=-1, keepdim=True)
    if mask is not None:
        weights = weights.masked_fill(~mask, 0.0)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p) / (1 - dropout_p)
    return weights @ v
