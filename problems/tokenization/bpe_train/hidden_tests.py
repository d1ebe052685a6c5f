"""Hidden tests of tokenization/bpe_train."""

import pytest
import torch


def babble(rng, count, letters, distinct=30, longest=6):
    """Return a text of `count` words, drawn from `distinct` random ones, some far more often."""
    rows = torch.randint(len(letters), (distinct, longest), generator=rng).tolist()
    lengths = torch.randint(1, longest + 1, (distinct,), generator=rng).tolist()
    words = ["".join(letters[i] for i in row[:n]) for row, n in zip(rows, lengths, strict=True)]
    drawn = torch.rand(count, generator=rng).square() * distinct
    return " ".join(words[int(i)] for i in drawn.tolist())


@pytest.mark.shape
def test_kinds(solution, observe):
    """The result is a list of tuples of two bytes objects."""
    merges = solution.train_bpe("low low lower low", 300)
    observe(type(merges).__name__, "the type of the result")
    observe(sorted({type(pair).__name__ for pair in merges}), "the types of its items")
    observe(sorted({type(half).__name__ for pair in merges for half in pair}), "what they hold")
    observe(sorted({len(pair) for pair in merges}), "the lengths of its items")


@pytest.mark.parametrize("num_merges", [1, 8, 60])
def test_values(solution, observe, rng, num_merges):
    """Again and again the most frequent pair is merged, in a text of random words."""
    observe(solution.train_bpe(babble(rng, 300, "abcdef"), num_merges), "the merges")


def test_few_letters(solution, observe, rng):
    """Words of two letters, full of runs and repeats, give the right merges too."""
    observe(solution.train_bpe(babble(rng, 120, "ab", longest=9), 25), "the merges")


def test_every_occurrence_of_a_word_counts(solution, observe):
    """A pair counts once for every occurrence of the words that hold it."""
    observe(solution.train_bpe("ab\nab\nab\nab\ncd\nce\ncf\ncdx", 2), "the merges")


def test_words_are_kept_apart(solution, observe):
    """No merge joins the end of one word to the start of the next."""
    observe(solution.train_bpe("x y x y x y x z", 9), "the merges")


def test_a_space_belongs_to_the_next_word(solution, observe):
    """The one space before a word is its first symbol, and merges like any other."""
    observe(solution.train_bpe("me you me you me", 9), "the merges")


def test_first_word_has_no_space(solution, observe):
    """The first word of a text has no space before it."""
    observe(solution.train_bpe("ab ab", 1), "the merges")


def test_counts_follow_the_merges(solution, observe):
    """After a merge the pairs around it are those of the new symbols, not of the old ones."""
    observe(solution.train_bpe("zab\nzab\nzab\nzab", 5), "the merges")


def test_every_occurrence_is_merged(solution, observe):
    """Every occurrence of the pair in a word is merged, the second as well as the first."""
    observe(solution.train_bpe("abxab\nabyab\nab", 3), "the merges")


def test_neighbouring_occurrences(solution, observe):
    """Two occurrences of the pair side by side become a pair of the new symbol with itself."""
    observe(solution.train_bpe("abab\nabab\nabab", 4), "the merges")


def test_ties(solution, observe):
    """Of equally frequent pairs the smallest is merged first, wherever it stands in the text."""
    observe(solution.train_bpe("mn\nzy\nab\n" * 2, 3), "the merges")


def test_ties_compare_pairs(solution, observe):
    """A tie compares the pairs half by half, not the joined bytes."""
    text = "bz\n" * 6 + "abz\n" * 2 + "ab\n" * 3 + "abc\n" * 2
    observe(solution.train_bpe(text, 4), "the merges")


def test_symbols_are_not_substrings(solution, observe):
    """A pair matches whole symbols, not the end of one longer symbol and the start of the next."""
    observe(solution.train_bpe("xa\n" * 9 + "ab\n" * 6 + "xab\n" * 2, 4), "the merges")


@pytest.mark.edges
@pytest.mark.parametrize("text", ["aaa", "aaaa\naaaa", "aaaaa", "aaa\naaa", "baaab\nca\nca"])
def test_overlapping_pairs(solution, observe, text):
    """In a run, every position counts and the merges go from left to right without overlap."""
    observe(solution.train_bpe(text, 4), "the merges")


@pytest.mark.edges
def test_non_ascii(solution, observe):
    """A character beyond ASCII is several bytes, and these are merged one pair at a time."""
    observe(solution.train_bpe("é è é", 5), "the merges of accents")
    observe(
        solution.train_bpe("你好 你好吗 👍🏽 👍 e\u0301e\u0301", 20), "the merges of CJK and emoji"
    )


@pytest.mark.edges
def test_runs_of_whitespace(solution, observe):
    """A run of whitespace other than one single space is a word of its own."""
    observe(solution.train_bpe("if a:\n    b\n\n    c\n\n    d", 9), "the merges of indentation")
    observe(solution.train_bpe("ab  ab  \tab\t ab", 9), "the merges of mixed runs")


@pytest.mark.edges
@pytest.mark.parametrize("text", ["abc", "ab\nba", "low low lower"])
def test_stops_when_nothing_repeats(solution, observe, text):
    """Training stops as soon as no pair occurs twice, however many merges are asked for."""
    observe(solution.train_bpe(text, 1000), "the merges")


@pytest.mark.edges
def test_no_pair_at_all(solution, observe):
    """A text that holds no pair, or none any more, ends the merges and raises nothing."""
    observe(solution.train_bpe("", 5), "the merges of the empty text")
    observe(solution.train_bpe("a", 5), "the merges of one letter")
    observe(solution.train_bpe("ab\nab", 5), "the merges when every word has become one symbol")


@pytest.mark.edges
def test_zero_merges(solution, observe):
    """No merges are made when none are asked for."""
    observe(solution.train_bpe("low low lower", 0), "the merges")


@pytest.mark.edges
def test_negative_raises(solution, observe):
    """A negative number of merges raises ValueError."""
    observe.raises(ValueError, solution.train_bpe, "low low lower", -1)


@pytest.mark.cost
def test_long_text(solution, observe, rng):
    """A text of 300,000 characters and 250 different words is done in time."""
    text = babble(rng, 60_000, "abcdefghijkl", distinct=250, longest=8)
    observe(solution.train_bpe(text, 120), "the merges")


def bench_text(solution, rng):
    """30 merges on 3,000 words."""
    text = babble(rng, 3_000, "abcdefgh", distinct=60)
    return lambda: solution.train_bpe(text, 30)
