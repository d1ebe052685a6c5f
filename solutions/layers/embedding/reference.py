"""An embedding layer: one learned row for each token, and a padding token that learns nothing.

Shapes: weight (V, D); idx of any shape; the result (*idx.shape, D). The limits: the gradient of
the weight is dense; the range check makes an accelerator wait.
"""

import torch
from torch import Tensor, nn


class Embedding(nn.Module):
    """A table of learned rows (as `torch.nn.Embedding`, but for the errors).

    Raises:
        ValueError: padding_idx is outside [-V, V).
    """

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        self.padding_idx = padding_idx

        # `is not None`: the most usual padding index is 0, which is false.
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise ValueError(f"padding_idx {padding_idx} is not in a table of {num_embeddings}")
            self.padding_idx = padding_idx % num_embeddings
            with torch.no_grad():
                self.weight[padding_idx] = 0

    def forward(self, idx: Tensor) -> Tensor:
        """Look up a row for every index; idx of any shape, result (*idx.shape, D).

        Raises:
            IndexError: an index is below 0 or at least V.
        """
        # 1. Indexing would let -1 be the last row, and a bug in the data would be a wrong token.
        if ((idx < 0) | (idx >= len(self.weight))).any():
            raise IndexError(f"an index is outside of [0, {len(self.weight)})")

        # 2. The lookup. Its backward adds each place's gradient to the row that it came from.
        rows = self.weight[idx]

        # 3. Padding: the same values, with no way back. Cut here and not at the weight, whose
        #    other uses keep their gradients.
        if self.padding_idx is not None:
            padding = (idx == self.padding_idx).unsqueeze(-1)
            rows = torch.where(padding, rows.detach(), rows)
        return rows
