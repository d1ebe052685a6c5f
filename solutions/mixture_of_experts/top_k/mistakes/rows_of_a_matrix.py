"""You loop over the rows of a matrix and collect Python numbers. A single row, or a batch of matrices,
has other dimensions; and a new tensor of numbers is float32 and has no gradient. Treat all leading
dimensions alike, and gather the values from x.

fails: test_shape[(5,)-3]
"""

import torch


def top_k(x, k):
    if k < 0 or k > x.shape[1]:
        raise ValueError(f"cannot choose {k} of {x.shape[1]}")
    values, indices = [], []
    for row in x.tolist():
        left = list(range(len(row)))
        best = []
        for _ in range(k):
            top = left[0]
            for i in left:
                if row[i] > row[top]:
                    top = i
            best.append(top)
            left.remove(top)
        values.append([row[i] for i in best])
        indices.append(best)
    return torch.tensor(values), torch.tensor(indices)
