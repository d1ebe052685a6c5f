"""One head of causal self-attention, as a module.

Shapes: x (B, T, C); q, k, v (B, T, D); scores and weights (B, T, T), queries in rows, keys in
columns. The limits: one head, no output projection, and no more than block_size tokens.
"""

import torch
from torch import Tensor, nn


class Head(nn.Module):
    """One head of causal self-attention (Vaswani et al. 2017).

    Parameters: query, key and value. Buffer: tril.
    """

    def __init__(self, n_embd: int, head_size: int, block_size: int, dropout: float = 0.0) -> None:
        super().__init__()
        # What is learned: parameters.
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)

        # What is constant: a buffer. It is saved and moves with the head, and is not trained.
        self.tril: Tensor
        self.register_buffer("tril", torch.ones(block_size, block_size).tril())

        # What is drawn: nn.Dropout knows by itself whether the head is training.
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Attend from every token to itself and to those before it.

        Args:
            x: (B, T, C)

        Returns:
            (B, T, D)

        Raises:
            ValueError: T is larger than block_size.
        """
        tokens = x.shape[1]
        if tokens > len(self.tril):
            raise ValueError(f"{tokens} tokens do not fit into a block of {len(self.tril)}")
        q, k, v = self.query(x), self.key(x), self.value(x)  # (B, T, D)

        # 1. A dot product of D terms has variance D: the scale is the head's size, not the model's.
        scores = (q * q.shape[-1] ** -0.5) @ k.mT  # (B, T, T)

        # 2. Only a corner of the triangle applies to a shorter sequence.
        scores = scores.masked_fill(self.tril[:tokens, :tokens] == 0, float("-inf"))

        # 3. Dropout on the weights: it cuts connections between tokens, whole values at a time.
        weights = self.dropout(torch.softmax(scores, dim=-1))
        return weights @ v
