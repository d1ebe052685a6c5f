"""You divide by the number of logits, N * C. The mean runs over the rows alone: one loss a row.

fails: test_one_step
"""

import torch


@torch.no_grad()
def train_mlp(x, targets, parameters, lr, epochs):
    w1, b1, w2, b2 = parameters
    w1, b1, w2, b2 = w1.clone(), b1.clone(), w2.clone(), b2.clone()
    rows = torch.arange(len(x), device=x.device)
    losses = []
    for _ in range(epochs):
        h = torch.tanh(x @ w1 + b1)
        logits = h @ w2 + b2
        logprobs = torch.log_softmax(logits, dim=1)
        loss = -logprobs[rows, targets].mean()
        losses.append(loss.item())

        dlogits = logprobs.exp()
        dlogits[rows, targets] -= 1
        dlogits = dlogits / dlogits.numel()
        dw2 = h.T @ dlogits
        db2 = dlogits.sum(dim=0)
        dh = dlogits @ w2.T
        dz = dh * (1 - h**2)
        dw1 = x.T @ dz
        db1 = dz.sum(dim=0)

        w1 = w1 - lr * dw1
        b1 = b1 - lr * db1
        w2 = w2 - lr * dw2
        b2 = b2 - lr * db2
    return losses, (w1, b1, w2, b2)
