"""You take the softmax without subtracting the largest logit, forget the derivative of tanh, and step with `-=` on the arguments. Large logits give NaN, saturated units still get a gradient, and the caller's parameters are overwritten.

fails: test_one_step
"""

import torch


@torch.no_grad()
def train_mlp(x, targets, parameters, lr, epochs):
    w1, b1, w2, b2 = parameters
    rows = torch.arange(len(x), device=x.device)
    losses = []
    for _ in range(epochs):
        h = torch.tanh(x @ w1 + b1)
        counts = (h @ w2 + b2).exp()
        probs = counts / counts.sum(dim=1, keepdim=True)
        losses.append(-probs[rows, targets].log().mean().item())
        d = probs.clone()
        d[rows, targets] -= 1
        d /= len(x)
        dw2, db2 = h.T @ d, d.sum(dim=0)
        dh = d @ w2.T
        dw1, db1 = x.T @ dh, dh.sum(dim=0)
        w1 -= lr * dw1
        b1 -= lr * db1
        w2 -= lr * dw2
        b2 -= lr * db2
    return losses, (w1, b1, w2, b2)
