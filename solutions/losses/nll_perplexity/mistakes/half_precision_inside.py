"""You work in the dtype of the logits. In half precision a sum over some hundred tokens has two or three right digits, and its exponential fewer. Cast to float32 first.

fails: test_dtype
"""


def token_losses(logits, targets, mask):
    wide = logits
    places = targets.masked_fill(~mask, 0).unsqueeze(-1)
    losses = -wide.log_softmax(-1).gather(-1, places).squeeze(-1)
    return losses.masked_fill(~mask, 0)


def sequence_nll(logits, targets, mask):
    return token_losses(logits, targets, mask).sum(-1)


def perplexity(logits, targets, mask):
    losses = token_losses(logits, targets, mask)
    return (losses.sum() / mask.sum().clamp(min=1)).exp()
