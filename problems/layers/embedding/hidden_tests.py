"""Hidden tests of layers/embedding.

The statistics have a tolerance of six standard deviations or more of the difference between two
right answers: a false alarm has a probability below 1e-8 an observation.
"""

import pytest
import torch

V, D = 9, 5


@pytest.fixture
def make(solution, fill):
    """`make(V, D, padding_idx)`: a layer with the weights that every solution is given."""
    return lambda *args: fill(solution.Embedding(*args))


def weight_gradient(layer, out, gradients):
    """Return the gradient of the weight, zeros where there is none."""
    (found,) = gradients(out, [layer.weight])
    return torch.zeros_like(layer.weight) if found is None else found


@pytest.mark.shape
@pytest.mark.parametrize("padding_idx", [None, 3])
def test_parameters(solution, observe, padding_idx):
    """The only parameter is weight (V, D)."""
    named = solution.Embedding(V, D, padding_idx).named_parameters()
    observe({name: tuple(weight.shape) for name, weight in named}, "the parameters")


@pytest.mark.shape
@pytest.mark.parametrize("shape", [(2, 3), (4,), (), (2, 3, 4), (0,), (3, 0)], ids=str)
def test_shape(make, observe, randint, shape):
    """The result has the shape of idx, and the features behind it."""
    observe(tuple(make(V, D, 2)(randint(0, V, *shape)).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16], ids=str)
def test_dtype(make, observe, randint, dtype):
    """The result has the dtype of the weight."""
    observe(str(make(V, D, 1).to(dtype)(randint(0, V, 2, 3)).dtype), "the dtype")


@pytest.mark.parametrize("shape", [(4, 7), (11,), (), (2, 3, 4), (5, 5)], ids=str)
def test_values(make, observe, randint, shape):
    """Each index gives its row."""
    observe(make(V, D)(randint(0, V, *shape)))


@pytest.mark.parametrize("padding_idx", [0, 4, -1])
def test_values_with_padding(make, observe, randint, padding_idx):
    """The padding row is looked up like any other."""
    observe(make(V, D, padding_idx)(randint(0, V, 6, 7)))


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_values_dtypes(make, observe, randint, dtype):
    """Rows come out as they are in any dtype."""
    observe(make(V, D, 1).to(dtype)(randint(0, V, 4, 3)))


@pytest.mark.edges
def test_int32(make, observe, randint):
    """Indices may be int32."""
    observe(make(V, D, 2)(randint(0, V, 3, 4).int()))


@pytest.mark.edges
@pytest.mark.parametrize("sizes", [(1, 5), (6, 1), (1, 1), (4, 4)], ids=str)
def test_small_tables(make, observe, randint, sizes):
    """Tables of one row or one feature work, and square ones."""
    observe(make(*sizes)(randint(0, sizes[0], 3, 2)))


@pytest.mark.edges
@pytest.mark.parametrize("index", [V, V + 5, -1, -V])
def test_out_of_range(make, observe, randint, index):
    """An index below 0 or at least V raises IndexError."""
    idx = randint(0, V, 2, 3)
    idx[1, 2] = index
    for padding_idx in (None, V - 1):
        observe.raises(IndexError, make(V, D, padding_idx), idx)


@pytest.mark.edges
@pytest.mark.parametrize("padding_idx", [V, -V - 1])
def test_padding_out_of_range(solution, observe, padding_idx):
    """A padding_idx outside [-V, V) raises ValueError."""
    observe.raises(ValueError, solution.Embedding, V, D, padding_idx)


@pytest.mark.edges
@pytest.mark.parametrize("padding_idx", [0, 3, V - 1, -1, -V])
def test_padding_row_at_first(solution, observe, padding_idx):
    """At first the padding row holds zeros, and no other does."""
    weight = solution.Embedding(V, D, padding_idx).weight
    observe((weight == 0).sum(1), "how many zeros each row holds")


@pytest.mark.edges
def test_not_contiguous(make, observe, randint):
    """Indices that are a transposed view work like any others."""
    observe(make(V, D, 2)(randint(0, V, 5, 4).T))


@pytest.mark.edges
def test_leaves_idx_and_weight_alone(make, observe, randint):
    """Neither the indices nor the weight are changed."""
    layer, idx = make(V, D, -2), randint(0, V, 6, 7)
    layer(idx)
    observe(idx, "idx after the call")
    observe(layer.weight, "the weight after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("shape", [(3,), (4, 20), ()], ids=str)
def test_gradients(make, observe, randint, gradients, shape):
    """A row gets the sum of the gradients of all places that look it up."""
    layer = make(V, D)
    found = weight_gradient(layer, layer(randint(0, V, *shape)), gradients)
    observe(found, "the gradient of the weight")


@pytest.mark.gradients
@pytest.mark.parametrize("padding_idx", [0, 4, -1, -V])
def test_padding_gradient(make, observe, randint, gradients, padding_idx):
    """The padding row gets no gradient through the lookup."""
    layer = make(V, D, padding_idx)
    found = weight_gradient(layer, layer(randint(0, V, 4, 20)), gradients)
    observe(found, "the gradient of the weight")


@pytest.mark.gradients
def test_tied_gradient(make, observe, randint, gradients):
    """What reaches the padding row by another use of the weight stays."""
    layer = make(V, D, 0)
    logits = layer(randint(0, V, 3, 8)) @ layer.weight.T
    observe(weight_gradient(layer, logits, gradients), "the gradient of the weight")


@pytest.mark.gradients
def test_only_padding(make, observe, randint, gradients):
    """A batch of nothing but padding gives no gradient at all."""
    layer = make(V, D, 1)
    out = layer(torch.ones_like(randint(0, V, 2, 3)))
    observe(out, "the rows")
    observe(weight_gradient(layer, out, gradients), "the gradient of the weight")


@pytest.mark.statistics
def test_initial_values(solution, observe):
    """The weight starts with standard normal values."""
    weight = solution.Embedding(2000, 50, 7).weight.detach().double()
    # of 100 000 values, the sd of a difference: means 0.0045, deviations 0.0032, shares 0.0021
    observe(float(weight.mean()), "the mean", atol=0.03)
    observe(float(weight.std()), "the standard deviation", atol=0.02)
    observe(float((weight.abs() < 1).double().mean()), "the share below one", atol=0.014)


@pytest.mark.statistics
def test_rows_differ(solution, observe):
    """Rows and features start independent of each other."""
    weight = solution.Embedding(400, 400).weight.detach().double()
    for dim in (0, 1):
        # the sd of such a spread over 400 means is 3.5 % of it, 5 % of a difference
        observe(float(weight.mean(dim).std()), f"the spread of means over dim {dim}", rtol=0.32)


@pytest.mark.cost
def test_cost(solution, observe, fill, growth, randint):
    """A lookup costs what it fetches, however many rows the table has."""
    idx = randint(0, 64, 8, 16)

    def make(rows):
        layer = fill(solution.Embedding(rows, 16, 0))
        return lambda: layer(idx)

    grown = growth(make, (64, 256, 1024), seen=0.2)
    observe.grows(grown.flops, "the operations", at_most=0.3, of="V")
    observe.at_most(grown.costs[0].flops, "the operations for 64 rows", times=4)


@pytest.mark.sizes(length=(64, 128, 256, 512))
def bench_lookup(make, randint, length=256):
    """8 x 256 tokens of 128 features, from a table of 5000 rows."""
    layer, idx = make(5000, 128, 0), randint(0, 5000, 8, length)
    return lambda: layer(idx)
