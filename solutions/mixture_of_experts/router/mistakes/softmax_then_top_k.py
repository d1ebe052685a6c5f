"""You take the softmax over all experts, then the k largest, and stop there. The weights of a token sum
to less than one, half precision is not left, and k = 0 is accepted. Check k, choose on the logits,
and take the softmax over what was chosen.

fails: test_values[(5, 6)-1]
"""


def route(logits, k):
    probabilities = logits.softmax(dim=-1)
    weights, experts = probabilities.topk(k, dim=-1)
    return weights, experts
