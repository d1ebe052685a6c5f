"""Hidden tests of tokenization/bpe_encode."""

import re
from itertools import pairwise

import pytest
import torch

SCRIPTS = "naïve 你好吗 👩‍👩‍👧 e\u0301 \U0001f1e9\U0001f1ea नमस्ते ﷽"


def babble(rng, count, letters, longest=8):
    """Return a text of `count` random words."""
    rows = torch.randint(len(letters), (count, longest), generator=rng).tolist()
    lengths = torch.randint(1, longest + 1, (count,), generator=rng).tolist()
    words = ["".join(letters[i] for i in row[:n]) for row, n in zip(rows, lengths, strict=True)]
    return " ".join(words)


def learned(rng, text, count):
    """Return at most `count` merges of a text, learned as BPE does but of random pairs."""
    words = [[bytes([b]) for b in word.encode()] for word in re.findall(r" ?\S+|\s+", text)]
    merges = []
    while len(merges) < count and (pairs := sorted({p for word in words for p in pairwise(word)})):
        merges.append(pairs[int(torch.randint(len(pairs), (), generator=rng))])
        words = [joined(word, merges[-1]) for word in words]
    return merges


def joined(word, pair):
    """Return the word with the pair joined."""
    out = []
    for symbol in word:
        if out and (out[-1], symbol) == pair:
            out[-1] += symbol
        else:
            out.append(symbol)
    return out


def chain(word):
    """Return the merges that build a word byte by byte from its left end."""
    raw = word.encode()
    return [(raw[:i], raw[i : i + 1]) for i in range(1, len(raw))]


@pytest.mark.shape
def test_kinds(solution, observe):
    """A list of int comes out of encode, and a str out of decode."""
    merges = [(b"a", b"b")]
    ids = solution.encode("abcab", merges)
    observe(type(ids).__name__, "the type of encode's result")
    observe(sorted({type(i).__name__ for i in ids}), "the types of its items")
    observe(type(solution.decode([97, 98], merges)).__name__, "the type of decode's result")


@pytest.mark.parametrize("letters", ["abcdef", "ab"])
def test_encode(solution, observe, rng, letters):
    """A text of random words is encoded by merges learned from other words."""
    merges = learned(rng, babble(rng, 25, letters), 40)
    observe(solution.encode(babble(rng, 60, letters), merges), "the ids")


def test_decode(solution, observe, rng):
    """Random ids are decoded to the text of their bytes."""
    merges = learned(rng, babble(rng, 25, "abcdef"), 40)
    letters = torch.randint(97, 103, (20,), generator=rng).tolist()
    tokens = torch.randint(256, 256 + len(merges), (20,), generator=rng).tolist()
    observe(solution.decode(letters + tokens, merges), "the text")


def test_lowest_rank_first(solution, observe):
    """The pair that stands first in merges is merged first, not the one furthest left."""
    observe(solution.encode("abc", [(b"b", b"c"), (b"a", b"b")]), "the ids")
    observe(solution.encode("abcd", [(b"c", b"d"), (b"a", b"b"), (b"b", b"c")]), "the ids")


def test_longest_token_does_not_win(solution, observe):
    """A longer token in the vocabulary does not beat a pair of lower rank."""
    merges = [(b"c", b"d"), (b"a", b"b"), (b"ab", b"c")]
    observe(solution.encode("abcd", merges), "the ids")


def test_merges_of_merges(solution, observe):
    """A token made by one merge takes part in the next."""
    observe(solution.encode("lower low", [*chain("low"), (b"e", b"r"), (b"low", b"er")]), "the ids")


def test_every_occurrence_is_merged(solution, observe):
    """A pair is merged wherever it occurs in a word."""
    observe(solution.encode("abxabyab", [(b"a", b"b"), (b"ab", b"y")]), "the ids")


def test_ids_of_the_merges(solution, observe):
    """The token of merges[i] has the id 256 + i."""
    merges = [(b"a", b"b"), (b"c", b"d")]
    observe(solution.encode("abcd", merges), "the ids")
    observe(solution.decode([257, 256], merges), "the text")


def test_words_are_kept_apart(solution, observe):
    """A space that belongs to a longer run of whitespace is not merged with the word after it."""
    merges = [(b" ", b"b"), (b"\n", b" ")]
    observe(solution.encode("a b  b \nb\n b", merges), "the ids")


@pytest.mark.edges
@pytest.mark.parametrize("text", ["aaa", "aaaa", "baaaaab"])
def test_overlapping_pairs(solution, observe, text):
    """In a run the pairs are merged from left to right without overlap."""
    observe(solution.encode(text, [(b"a", b"a"), (b"aa", b"a"), (b"aa", b"b")]), "the ids")


@pytest.mark.edges
@pytest.mark.parametrize(
    "text", [SCRIPTS, "a\x00b", "a \n\tb\r\n\u3000 c  d "], ids=["scripts", "nul", "whitespace"]
)
def test_round_trip(solution, observe, text):
    """Any text comes back from its ids: every script, NUL, and whitespace of every kind."""
    merges = [*chain("你"), *chain("👩"), (b" ", b" "), (b"\r", b"\n")]
    ids = solution.encode(text, merges)
    observe(ids, "the ids")
    observe(solution.decode(ids, merges), "the text that comes back")


@pytest.mark.edges
def test_round_trip_of_random_characters(solution, observe, rng):
    """Random characters from all of Unicode come back from their ids."""
    drawn = torch.randint(0x110000 - 0x800, (80,), generator=rng).tolist()
    text = "".join(chr(i if i < 0xD800 else i + 0x800) for i in drawn)  # without the surrogates
    merges = learned(rng, text[:40], 30)
    ids = solution.encode(text, merges)
    observe(ids, "the ids")
    observe(solution.decode(ids, merges), "the text that comes back")


@pytest.mark.edges
def test_non_ascii(solution, observe):
    """A character beyond ASCII is the bytes of its UTF-8, and merges join these."""
    observe(solution.encode("ééè", [(b"\xc3", b"\xa9")]), "the ids")


@pytest.mark.edges
def test_character_over_several_tokens(solution, observe):
    """A character whose bytes lie in several tokens is decoded whole."""
    observe(solution.decode([240, 256, 128], [(b"\x9f", b"\x98")]), "the text")


@pytest.mark.edges
@pytest.mark.parametrize("ids", [[255, 97], [226, 130, 33], [97, 240, 159], [128, 128]], ids=str)
def test_invalid_utf8(solution, observe, ids):
    """Bytes that are not valid UTF-8 are decoded to the replacement character U+FFFD."""
    observe(solution.decode(ids, []), "the text")


@pytest.mark.edges
@pytest.mark.parametrize("unknown", [258, 100_000])
def test_unknown_id_raises(solution, observe, unknown):
    """An id above that of the last token raises ValueError."""
    observe.raises(ValueError, solution.decode, [97, unknown], [(b"a", b"b"), (b"c", b"d")])


@pytest.mark.edges
def test_negative_id_raises(solution, observe):
    """A negative id raises ValueError."""
    observe.raises(ValueError, solution.decode, [97, -1], [(b"a", b"b"), (b"c", b"d")])


@pytest.mark.edges
def test_nothing_to_encode(solution, observe):
    """The empty text gives no ids, and no ids give the empty text."""
    observe(solution.encode("", [(b"a", b"b")]), "the ids of the empty text")
    observe(solution.decode([], [(b"a", b"b")]), "the text of no ids")


@pytest.mark.edges
def test_no_merges(solution, observe):
    """Without merges the ids are the bytes of the text."""
    ids = solution.encode("low é", [])
    observe(ids, "the ids")
    observe(solution.decode(ids, []), "the text that comes back")


@pytest.mark.edges
def test_leaves_merges_alone(solution, observe):
    """The merges are the same before and after both calls."""
    merges = [(b"b", b"c"), (b"a", b"bc")]
    solution.decode(solution.encode("abc", merges), merges)
    observe(merges, "merges after the calls")


@pytest.mark.cost
def test_long_text(solution, observe, rng):
    """A text of 120,000 characters and 200 different words, with 1,600 merges, is done in time."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
    pairs = [(a.encode(), b.encode()) for a in letters for b in letters]
    merges = [pairs[i] for i in torch.randperm(len(pairs), generator=rng).tolist()]
    words = [word.ljust(7, "z") for word in babble(rng, 200, letters).split()]
    drawn = torch.randint(200, (15_000,), generator=rng).tolist()
    text = " ".join(words[i] for i in drawn)
    ids = solution.encode(text, merges)
    observe(len(ids), "the number of ids")
    observe(ids[:500], "the first ids")
    observe(solution.decode(ids, merges) == text, "whether the text comes back")


def bench_text(solution, rng):
    """Encode 1,000 words of a few letters with 60 merges."""
    text = babble(rng, 1_000, "abcdef")
    merges = learned(rng, babble(rng, 40, "abcdef"), 60)
    return lambda: solution.encode(text, merges)
