"""You write minus infinity into the hidden scores and stop there, and your dropout does not scale up what it keeps. A query that sees nothing is then a softmax over minus infinities, which is NaN; and the weights after dropout are too small by 1 - dropout_p. Give such rows zeros, and divide what is kept by 1 - dropout_p.

fails: test_query_that_sees_nothing
"""

import math

import torch


def attention(q, k, v, mask=None, dropout_p=0.0, uniforms=None):
    d_k = q.size(-1)
    scores = torch.matmul(q, k.transpose(-2, -1)) / math.sqrt(d_k)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, float("-inf"))
    weights = torch.softmax(scores, dim=-1)
    if uniforms is not None:
        weights = weights * (uniforms >= dropout_p)
    return torch.matmul(weights, v)
