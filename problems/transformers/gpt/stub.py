import torch
from torch import Tensor, nn


class GPT(nn.Module):
    """A decoder-only language model with learned positions.

    Parameters: tok_emb and pos_emb, nn.Embedding; blocks, a list of modules as in
    transformers/gpt_block; ln_f, nn.LayerNorm; head, nn.Linear without bias.
    """

    def __init__(
        self, vocab_size: int, block_size: int, n_embd: int, n_heads: int, n_layer: int
    ) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, idx: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """Predict the next token at every position.

        Args:
            idx: (B, T), tokens
            targets: (B, T), the tokens that follow, or None

        Returns:
            logits (B, T, V), and the mean cross-entropy () or None
        """
        raise NotImplementedError
