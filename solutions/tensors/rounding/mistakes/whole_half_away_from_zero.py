"""You round the absolute value half up and put the sign back, and for negative decimals you multiply by a fraction. Halves then go away from zero, where they go to the even neighbour, and 0.001 is no binary fraction, which moves halves. Compare the fraction with 0.5, and divide by 10**-decimals where decimals is negative.

fails: test_halves
"""

import torch


def round_to(x, decimals=0):
    scale = 10.0**decimals
    return x.sign() * (x.abs() * scale + 0.5).floor() / scale
