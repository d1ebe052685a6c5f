"""You step each layer as soon as you have its gradient, so dh is made with a w2 that has moved already; and the gradient of the logits lacks the 1 / N of the mean. Compute all gradients with the parameters of the forward pass, share the loss out over the rows, and only then step.

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
        logprobs = torch.log_softmax(h @ w2 + b2, dim=1)
        losses.append(-logprobs[rows, targets].mean().item())
        d = logprobs.exp()
        d[rows, targets] -= 1
        w2 -= lr * (h.T @ d)
        b2 -= lr * d.sum(dim=0)
        dz = (d @ w2.T) * (1 - h**2)
        w1 -= lr * (x.T @ dz)
        b1 -= lr * dz.sum(dim=0)
    return losses, (w1, b1, w2, b2)
