import torch
from torch import Tensor, nn


class Embedding(nn.Module):
    """A table of learned rows.

    Parameters: weight (num_embeddings, embedding_dim).
    """

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None
    ) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, idx: Tensor) -> Tensor:
        """Look up a row for every index.

        Args:
            idx: int64 or int32 of any shape

        Returns:
            (*idx.shape, embedding_dim)
        """
        raise NotImplementedError
