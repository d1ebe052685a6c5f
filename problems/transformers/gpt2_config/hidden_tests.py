"""Hidden tests of transformers/gpt2_config."""

import pytest
import torch

NAMES = ["gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl"]
names = pytest.mark.parametrize("name", NAMES)
tied = pytest.mark.parametrize("tied", [True, False])
KEYS = ["n_layer", "n_head", "n_embd", "vocab_size", "block_size"]


def config(*values):
    """Return a configuration from its five numbers."""
    return dict(zip(KEYS, values, strict=True))


def drawn(rng):
    """Return a random configuration."""
    layer, head, size, vocabulary, block = torch.randint(1, 40, (5,), generator=rng).tolist()
    return config(layer, head, head * size, vocabulary, block)


@pytest.mark.shape
def test_types(solution, observe):
    """Both functions return dicts, the second one of ints."""
    sizes = solution.gpt2_config("gpt2")
    counts = solution.count_parameters(sizes)
    observe([type(sizes).__name__, type(counts).__name__], "the types")
    observe({key: type(count).__name__ for key, count in counts.items()}, "the types of the counts")


@names
def test_config(solution, observe, name):
    """Each published size has its five numbers."""
    observe(solution.gpt2_config(name), "the configuration")


@names
@tied
def test_published_sizes(solution, observe, name, tied):
    """The published sizes have the published numbers of parameters, part by part."""
    observe(solution.count_parameters(solution.gpt2_config(name), tied=tied), "the counts")


@tied
@pytest.mark.parametrize("n_layer", [1, 2, 5])
def test_small_configs(solution, observe, tied, n_layer):
    """Blocks count n_layer times, everything else once."""
    observe(solution.count_parameters(config(n_layer, 2, 6, 11, 7), tied), "the counts")


@tied
def test_random_configs(solution, observe, rng, tied):
    """Any configuration is counted by the same rule."""
    observe([solution.count_parameters(drawn(rng), tied) for _ in range(20)], "the counts")


def test_default_is_tied(solution, observe):
    """Without tied the head counts 0."""
    observe(solution.count_parameters(config(2, 2, 6, 11, 7)), "the counts")


@pytest.mark.parametrize("n_head", [1, 2, 4, 12])
def test_heads_do_not_matter(solution, observe, n_head):
    """The number of heads changes nothing."""
    observe(solution.count_parameters(config(3, n_head, 12, 11, 7)), "the counts")


@pytest.mark.edges
@tied
def test_no_blocks(solution, observe, tied):
    """Without blocks there are embeddings, the last norm and the head."""
    observe(solution.count_parameters(config(0, 1, 4, 9, 5), tied), "the counts")


@pytest.mark.edges
@tied
def test_all_ones(solution, observe, tied):
    """One of everything is counted like more."""
    observe(solution.count_parameters(config(1, 1, 1, 1, 1), tied), "the counts")


@pytest.mark.edges
@pytest.mark.parametrize("n_head, n_embd", [(3, 10), (8, 4)])
def test_does_not_divide(solution, observe, n_head, n_embd):
    """A width that n_head does not divide raises ValueError."""
    observe.raises(ValueError, solution.count_parameters, config(2, n_head, n_embd, 9, 5))


@pytest.mark.edges
@pytest.mark.parametrize("name", ["gpt2-small", "gpt3", "", "GPT2"])
def test_unknown_name(solution, observe, name):
    """A name that is none of the four raises ValueError."""
    observe.raises(ValueError, solution.gpt2_config, name)


@pytest.mark.edges
def test_new_dict_each_time(solution, observe):
    """Changing a configuration changes none that is asked for later."""
    solution.gpt2_config("gpt2")["n_layer"] = 2
    observe(solution.gpt2_config("gpt2"), "the configuration, asked for again")


@pytest.mark.edges
def test_config_stays(solution, observe):
    """The configuration that is given is not changed."""
    given = config(2, 2, 6, 11, 7)
    solution.count_parameters(given, False)
    observe(given, "the configuration after the call")


def bench_count(solution, rng):
    """500 configurations."""
    configs = [drawn(rng) for _ in range(500)]
    return lambda: [solution.count_parameters(each) for each in configs]
