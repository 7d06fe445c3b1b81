"""Pictures stretched to a square by Pillow, for tests/unit/models/vision/resize.test.ts.

Run: python tests/reference/stretched.py    (Pillow, numpy; writes tests/unit/models/vision/data/stretched.json)
Encoders were trained on pictures resized across before down; of other shapes Pillow 13 resizes down first.
"""
import json

import numpy as np
from PIL import Image

from stored import stored

SIZE = 8


def made(width, height):
    """Value i of the picture, row by row, is (7 i^2 + 13 i) mod 256."""
    i = np.arange(width * height * 3, dtype=np.int64)
    return Image.fromarray(((i * i * 7 + 13 * i) % 256).astype(np.uint8).reshape(height, width, 3))


pictures = [
    {
        "width": width,
        "height": height,
        "pixels": np.asarray(made(width, height).resize((SIZE, SIZE), Image.Resampling.BICUBIC)).flatten().tolist(),
    }
    for width, height in [(20, 9), (10, 12), (24, 40)]
]
target = stored("unit/models/vision/data/stretched.json")
target.write_text(json.dumps({"size": SIZE, "pictures": pictures}) + "\n")
