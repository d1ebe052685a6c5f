"""You add 0.5 and take the floor, and for negative decimals you multiply by a fraction. The first sends all halves up, where they go to the even neighbour, and the addition itself rounds; the second moves halves, for 0.001 is no binary fraction. Compare the fraction with 0.5, and divide by 10**-decimals where decimals is negative.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0**decimals
    return torch.floor(x * scale + 0.5) / scale
