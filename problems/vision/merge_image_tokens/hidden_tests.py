"""Hidden tests of vision/merge_image_tokens."""

import pytest
import torch

IMAGE = 7

# How many text tokens (positive) and placeholders (negative) follow each other, row by row.
LAYOUTS = {
    "one image": [[2, -3, 1]],
    "an image in each row": [[1, -4, 1], [3, -2, 1], [-1, 5]],
    "several images in a row": [[1, -2, 1, -3, 2], [-2, 3, -4]],
    "rows without images": [[4], [1, -2, 1], [4]],
    "ends and beginnings": [[3, -2], [-3, 2]],
    "nothing but images": [[-4], [-4]],
    "square": [[-1, 2], [1, -1, 1], [2, -1]],
}


@pytest.fixture
def prompt(randint, device):
    """`prompt(layout)`: token ids as in the layout."""

    def build(layout):
        ids = randint(100, 200, len(layout), sum(map(abs, layout[0])))
        for row, runs in zip(ids, layout, strict=True):
            start = 0
            for run in runs:
                if run < 0:
                    row[start : start - run] = IMAGE
                start += abs(run)
        return ids

    return build


@pytest.fixture
def inputs(prompt, randn):
    """`inputs(name, C)`: token ids, text embeddings, and as many image embeddings as needed."""

    def build(name, features=5, **kw):
        ids = prompt(LAYOUTS[name])
        places = sum(-run for runs in LAYOUTS[name] for run in runs if run < 0)
        return ids, randn(*ids.shape, features, **kw), randn(places, features, **kw)

    return build


layouts = pytest.mark.parametrize("name", LAYOUTS)


@pytest.mark.shape
@layouts
def test_shape(solution, observe, inputs, name):
    """The result has the shape of the text embeddings."""
    observe(tuple(solution.merge_image_tokens(*inputs(name), IMAGE).shape), "the shape")


@pytest.mark.dtype
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16], ids=str)
def test_keeps_dtype(solution, observe, inputs, dtype):
    """The result has the dtype of the text embeddings."""
    result = solution.merge_image_tokens(*inputs("one image"), IMAGE)
    observe(str(result.dtype), "the dtype")


@layouts
def test_values(solution, observe, inputs, name):
    """The placeholders of the batch, in reading order, get the image embeddings in theirs."""
    observe(solution.merge_image_tokens(*inputs(name), IMAGE))


@pytest.mark.parametrize("dtype", [torch.float64], ids=str)
def test_float64(solution, observe, inputs, dtype):
    """In float64 the embeddings arrive digit by digit."""
    observe(solution.merge_image_tokens(*inputs("several images in a row"), IMAGE))


@pytest.mark.parametrize("image_token_id", [0, 151655])
def test_other_ids(solution, observe, prompt, randn, image_token_id):
    """image_token_id decides what a placeholder is; other ids are text, 7 among them."""
    ids = prompt([[1, -2, 3], [2, -1, 3]])
    ids[:, -1] = image_token_id
    ids[1, 0] = image_token_id
    text, images = randn(*ids.shape, 5), randn(3, 5)
    observe(solution.merge_image_tokens(ids, text, images, image_token_id))


@pytest.mark.edges
@pytest.mark.parametrize("text", [torch.float32, torch.bfloat16, torch.float64], ids=str)
@pytest.mark.parametrize("image", [torch.float32, torch.bfloat16], ids=str)
def test_two_dtypes(solution, observe, inputs, text, image):
    """Image embeddings of another dtype are cast to that of the text."""
    ids, words, images = inputs("an image in each row")
    observe(solution.merge_image_tokens(ids, words.to(text), images.to(image), IMAGE))


@pytest.mark.edges
@pytest.mark.parametrize("features", [1, 64])
def test_widths(solution, observe, inputs, features):
    """Embeddings of one feature, and of many, are placed as a whole."""
    observe(solution.merge_image_tokens(*inputs("several images in a row", features), IMAGE))


@pytest.mark.edges
def test_no_images(solution, observe, prompt, randn):
    """Without placeholders and without images the text comes back as it is."""
    ids, text = prompt([[4], [4]]), randn(2, 4, 5)
    observe(solution.merge_image_tokens(ids, text, randn(0, 5), IMAGE))


@pytest.mark.edges
@pytest.mark.parametrize("surplus", [-5, -4, -1, 1, 7])
def test_counts_differ(solution, observe, inputs, randn, surplus):
    """More image embeddings than placeholders, or fewer, raise ValueError."""
    ids, text, images = inputs("several images in a row")
    number = len(images) + surplus
    observe.raises(ValueError, solution.merge_image_tokens, ids, text, randn(number, 5), IMAGE)


@pytest.mark.edges
@pytest.mark.parametrize("layout, images", [([[3, -2]], 0), ([[5]], 2), ([[5]], 1), ([[-5]], 1)])
def test_none_and_some(solution, observe, prompt, randn, layout, images):
    """Placeholders without images, images without placeholders, and one image for many, raise."""
    arguments = prompt(layout), randn(1, 5, 6), randn(images, 6), IMAGE
    observe.raises(ValueError, solution.merge_image_tokens, *arguments)


@pytest.mark.edges
def test_right_in_total_only(solution, observe, prompt, randn):
    """Rows may hold different numbers of placeholders: only the total must agree."""
    ids = prompt([[-3, 1], [4], [1, -1, 2]])
    observe(solution.merge_image_tokens(ids, randn(3, 4, 5), randn(4, 5), IMAGE))


@pytest.mark.edges
def test_not_contiguous(solution, observe, inputs):
    """Transposed views of ids and embeddings are read along their own dimensions."""
    ids, text, images = inputs("square")
    views = ids.T.contiguous().T, text.transpose(0, 1).contiguous().transpose(0, 1)
    observe(solution.merge_image_tokens(*views, images.T.contiguous().T, IMAGE))
    observe(solution.merge_image_tokens(*inputs("square")[:2], images[:1].expand(3, 5), IMAGE))


@pytest.mark.edges
def test_not_finite_text(solution, observe, inputs):
    """What a placeholder's own embedding was does not matter, not even if it was NaN."""
    ids, text, images = inputs("one image")
    text[ids == IMAGE] = float("nan")
    text[0, 0, 0] = float("inf")
    observe(solution.merge_image_tokens(ids, text, images, IMAGE))


@pytest.mark.edges
def test_leaves_arguments_alone(solution, observe, inputs):
    """Neither the ids nor the embeddings are changed."""
    ids, text, images = inputs("several images in a row")
    solution.merge_image_tokens(ids, text, images, IMAGE)
    observe([ids, text, images], "the arguments after the call")


@pytest.mark.gradients
@pytest.mark.parametrize("name", ["several images in a row", "rows without images"])
def test_gradients(solution, observe, inputs, gradients, name):
    """Gradients reach the text at all other places, and the images at theirs."""
    ids, text, images = inputs(name, requires_grad=True)
    dtext, dimages = gradients(
        solution.merge_image_tokens(ids, text, images, IMAGE), [text, images]
    )
    observe(dtext, "the gradient of the text embeddings")
    observe(dimages, "the gradient of the image embeddings")


@pytest.mark.sizes(length=(256, 512, 1024, 2048))
def bench_merge(solution, randn, randint, length=512):
    """Two prompts of 512 tokens of 256 features; half of them belong to images."""
    ids = randint(100, 200, 2, length)
    ids[:, length // 4 : length * 3 // 4] = IMAGE
    text, images = randn(2, length, 256), randn(length // 2 * 2, 256)
    return lambda: solution.merge_image_tokens(ids, text, images, IMAGE)
