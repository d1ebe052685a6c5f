import torch
from torch import Tensor, nn


class Transformer(nn.Module):
    """The encoder-decoder of 2017, with one matrix for both embeddings and the output.

    Parameters: tok_emb, nn.Embedding(V, C); encoder and decoder, nn.ModuleLists of layers with
    self_attn, (cross_attn,) ffn_in, ffn_out, ln_1, ln_2 (and ln_3).
    """

    def __init__(
        self, vocab_size: int, n_embd: int, n_heads: int, n_layer: int, pad_id: int = 0
    ) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return the logits (B, T, V) of source (B, S) and target (B, T)."""
        raise NotImplementedError

    def greedy(self, source: Tensor, bos_id: int, eos_id: int, max_new: int) -> Tensor:
        """Return (B, 1 + n) tokens, n at most max_new, for source (B, S)."""
        raise NotImplementedError
