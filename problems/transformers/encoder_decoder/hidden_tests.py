"""Hidden tests of transformers/encoder_decoder.

A table of positions that was computed in float32 is as right as another, so float64 is compared
less strictly than elsewhere. Random weights write one token for ever, so greedy decoding is tried
on a model whose weights are set by hand: at each position it writes what stands in the source.
"""

import pytest
import torch

VOCABULARY = 9
BOS, END = 1, 2


@pytest.fixture
def make(solution, fill, dtype):
    """`make(n_layer, n_embd, n_heads, pad_id)`: a model with given weights, gains around one."""

    def build(n_layer=2, n_embd=12, n_heads=2, pad_id=0):
        model = solution.Transformer(VOCABULARY, n_embd, n_heads, n_layer, pad_id)
        fill(model.to(dtype))
        with torch.no_grad():
            for name, values in model.named_parameters():
                values.add_(".ln_" in name and name.endswith("weight"))
        return model

    return build


@pytest.fixture
def tokens(randint):
    """`tokens(B, T)`: random tokens, none of them 0."""
    return lambda *shape: randint(1, VOCABULARY, *shape)


@pytest.fixture
def padded(tokens):
    """`padded(*lengths)`: sources of these lengths, padded with 0 to the longest."""

    def build(*lengths):
        source = tokens(len(lengths), max(lengths))
        for row, length in zip(source, lengths, strict=True):
            row[length:] = 0
        return source

    return build


@pytest.fixture
def copier(solution, device):
    """`copier(pad_id)`: a model that writes at each position what stands there in the source."""

    def build(pad_id=0):
        model = solution.Transformer(VOCABULARY, 32, 1, 1, pad_id).to(device, torch.float64)
        place, token = slice(0, 8), slice(16, 16 + VOCABULARY)  # fast positions, and slow ones
        cross = model.decoder[0].cross_attn
        with torch.no_grad():
            for name, values in model.named_parameters():
                values.fill_(".ln_" in name and name.endswith("weight"))
            model.tok_emb.weight[:, token].fill_diagonal_(0.5)
            cross.q_proj.weight[place, place].fill_diagonal_(100)
            cross.k_proj.weight[place, place].fill_diagonal_(1)
            cross.v_proj.weight[token, token].fill_diagonal_(1)
            cross.out_proj.weight[token, token].fill_diagonal_(8)
        return model

    return build


@pytest.fixture
def ending(randint):
    """`ending(*places, eos, length)`: sources whose first eos stands at these places."""

    def build(*places, eos=END, length=7):
        source = randint(END + 1, VOCABULARY, len(places), length)
        for row, at in zip(source, places, strict=True):
            row[at : at + 1] = eos
        return source

    return build


float64 = pytest.mark.parametrize("dtype", [torch.float64], ids=str)


@pytest.mark.shape
@pytest.mark.parametrize("n_layer", [0, 1, 2])
def test_parameters(solution, observe, n_layer):
    """The parameters are those of the statement, by name and shape, and no other."""
    named = solution.Transformer(11, 8, 2, n_layer).named_parameters()
    observe({name: tuple(values.shape) for name, values in named}, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("batch, s, t", [(2, 5, 7), (1, 4, 4), (3, 1, 1)])
def test_shape(make, observe, tokens, batch, s, t):
    """The logits are (B, T, V), whatever the length of the source."""
    observe(tuple(make()(tokens(batch, s), tokens(batch, t)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(make, observe, tokens, padded, dtype):
    """The logits have the dtype of the weights, the decoded tokens are int64."""
    model = make()
    observe(str(model(padded(5, 3), tokens(2, 4)).dtype), "the dtype of the logits")
    observe(str(model.greedy(padded(5, 3), BOS, END, 2).dtype), "the dtype of the tokens")


@pytest.mark.parametrize("n_embd, n_heads", [(12, 3), (2, 1), (8, 2)])
def test_without_layers(make, observe, tokens, n_embd, n_heads):
    """Without layers the scaled embedding plus position meets the same matrix again."""
    observe(make(0, n_embd, n_heads)(tokens(2, 3), tokens(2, 6)))


def test_position_tells_tokens_apart(make, observe, tokens):
    """The same token has other logits at every position."""
    observe(make(0)(tokens(2, 3), tokens(2, 1).expand(2, 9)))


@pytest.mark.parametrize("n_layer", [1, 3])
@pytest.mark.parametrize("batch, s, t", [(2, 5, 7), (1, 4, 4), (3, 3, 3)])
def test_values(make, observe, tokens, n_layer, batch, s, t):
    """The decoder reads the target and the encoder's final result in every layer."""
    observe(make(n_layer)(tokens(batch, s), tokens(batch, t)))


@pytest.mark.parametrize("lengths", [(5, 2), (1, 4), (3, 3)], ids=str)
def test_padding(make, observe, tokens, padded, lengths):
    """Nothing attends to padding of the source, in the encoder or in the decoder."""
    observe(make()(padded(*lengths), tokens(2, 4)))


def test_padding_changes_nothing(make, observe, tokens):
    """A padded source gives the logits of the source without its padding."""
    model, source, target = make(), tokens(2, 6), tokens(2, 3)
    source[:, 4:] = 0
    observe(model(source[:, :4], target), "4 tokens")
    observe(model(source, target), "the same 4 with padding after them")


def test_target_is_not_padded(make, observe, tokens, padded):
    """pad_id means nothing in the target: it is a token like others there."""
    observe(make()(tokens(2, 4), padded(5, 2)))


def test_later_tokens_change_nothing(make, observe, tokens):
    """Other later tokens of the target leave the logits before them as they were."""
    model, source, target = make(), tokens(2, 4), tokens(2, 6)
    other = torch.cat([target[:, :4], tokens(2, 2)], dim=1)
    observe(model(source, target)[:, :4], "the first 4 of 6 tokens")
    observe(model(source, other)[:, :4], "the same 4 with other tokens after them")


def test_order_of_the_source(make, observe, tokens):
    """The source has positions, and is read both ways: its order counts, its end is seen."""
    model, source, target = make(), tokens(2, 5), tokens(2, 3)
    observe([model(source, target), model(source.flip(1), target)], "the source, and in reverse")


@float64
def test_float64(make, observe, tokens, padded, dtype):
    """In float64 the logits are as exact as the table of positions."""
    observe(make(3)(padded(5, 3), tokens(2, 7)), rtol=1e-5, atol=1e-5)


def test_greedy(copier, observe, ending):
    """Each step appends the token with the largest logit of the last position."""
    model, source = copier(), ending(9, 9, 9)
    observe([model.greedy(source, BOS, END, steps) for steps in (1, 2, 6)], "the tokens")


def test_greedy_stops(copier, observe, ending):
    """A finished sequence writes padding, and when all have finished, decoding ends."""
    model = copier()
    observe(model.greedy(ending(2, 4, 0), BOS, END, 6), "all finish early")
    observe(model.greedy(ending(2, 9, 0), BOS, END, 6), "one does not finish")
    observe(model.greedy(ending(3), BOS, END, 6), "one source alone")
    observe(model.greedy(ending(1, 5), BOS, END, 6), "the last one finishes in the last step")


@pytest.mark.edges
def test_greedy_nothing(copier, observe, ending):
    """With max_new of 0 nothing but bos_id is written."""
    observe(copier().greedy(ending(9, 9), BOS, END, 0), "the tokens")


@pytest.mark.edges
@pytest.mark.parametrize("bos, eos", [(END, END), (7, 5)])
def test_other_ids(copier, observe, ending, bos, eos):
    """bos_id and eos_id are those that are given; they may be the same."""
    observe(copier().greedy(ending(3, 5, eos=eos), bos, eos, 6), "the tokens")


@pytest.mark.edges
def test_greedy_with_padding(copier, observe, ending):
    """Sources of different lengths are decoded side by side, without their padding."""
    source = ending(2, 5)
    source[0, 3:] = 0
    observe(copier().greedy(source, BOS, END, 6), "the tokens")


@pytest.mark.edges
def test_source_is_encoded_once(copier, observe, ending):
    """However many steps are taken, the encoder runs once, and without a graph."""
    model, calls = copier(), []
    model.encoder[0].register_forward_hook(
        lambda _module, _args, out: calls.append("with a graph" if out.requires_grad else "without")
    )
    observe(model.greedy(ending(9), BOS, END, 5), "the tokens")
    observe(calls, "the calls of the encoder's first layer in 5 steps")


@pytest.mark.edges
def test_other_pad_id(make, copier, observe, tokens, ending):
    """pad_id decides what is padding, and what finished sequences write."""
    model, source = make(1, pad_id=3), tokens(4, 5)
    source[:, 0] = 2
    source[:2, 3:] = 3
    observe(model(source, tokens(4, 4)), "the logits")
    observe(copier(pad_id=3).greedy(ending(2, 4, 0), BOS, END, 6), "the tokens")


@pytest.mark.edges
def test_lengths_may_change(make, observe, tokens):
    """One model takes sequences of different lengths, one after the other."""
    model = make(1)
    for s, t in ((4, 2), (1, 1), (2, 9), (9, 2)):
        observe(model(tokens(1, s), tokens(1, t)), f"S, T = {s}, {t}")


@pytest.mark.edges
@float64
def test_far_positions(make, observe, tokens, dtype):
    """Positions go on without end: there is no longest sequence."""
    observe(make(0)(tokens(1, 2), tokens(1, 6000))[:, ::500], rtol=1e-2, atol=1e-2)


@pytest.mark.edges
@pytest.mark.parametrize("n_embd, n_heads", [(10, 3), (9, 3), (7, 7)])
def test_widths_that_do_not_fit(solution, observe, n_embd, n_heads):
    """A width that n_heads does not divide, or an odd one, raises ValueError."""
    observe.raises(ValueError, solution.Transformer, VOCABULARY, n_embd, n_heads, 1)


@pytest.mark.edges
def test_leaves_arguments_alone(make, observe, tokens, padded):
    """Neither source nor target is changed."""
    model, source, target = make(1), padded(5, 3), tokens(2, 4)
    model(source, target)
    model.greedy(source, BOS, END, 3)
    observe([source, target], "source and target after both calls")


@pytest.mark.gradients
@float64
def test_gradients(make, observe, tokens, padded, gradients, dtype):
    """Gradients reach every parameter, the embedding's from source, target and output."""
    model = make()
    names, weights = zip(*sorted(model.named_parameters()), strict=True)
    found = gradients(model(padded(5, 3), tokens(2, 4)), weights)
    for name, gradient in zip(names, found, strict=True):
        observe(gradient, f"the gradient of {name}", rtol=1e-3, atol=1e-6)


@pytest.mark.sizes(length=(16, 32, 64, 128))
def bench_logits(solution, fill, randint, length=32):
    """One layer each of 64 features; 2 sources and targets of 32 tokens out of 200."""
    model = fill(solution.Transformer(200, 64, 4, 1))
    source, target = randint(1, 200, 2, length), randint(1, 200, 2, length)
    return lambda: model(source, target)
