"""Has a main block that tries the function and ends in sys.exit.

problem: attention/sliding_window
row: 5
"""

import sys

import torch


def sliding_window_attention(q, k, v, window, causal=True):
    if window < 0:
        raise ValueError("window must be 0 or more")
    place = torch.arange(q.shape[-2], device=q.device)
    back = place[:, None] - place
    seen = (back >= 0) & (back <= window) if causal else back.abs() <= window
    scores = q @ k.mT * q.shape[-1] ** -0.5
    return scores.masked_fill(~seen, float("-inf")).softmax(-1) @ v


def main():
    x = torch.zeros(4, 1)
    print(sliding_window_attention(x, x, x, 1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
