"""Similarities of sequences, for tests/unit/gad/alignment/alignment.test.ts.

Run: python tests/reference/alignment.py    (tslearn; writes tests/unit/gad/alignment/data/alignment.json)
Pairs: two sequences, their DTW, soft-DTW with its gradient by the slices of the first, and the normalised global alignment
kernel, all from tslearn. Triple: kernels of two embeddings combined, summed over all alignments one by one.
"""
import json
from functools import lru_cache

import numpy as np
from tslearn.metrics import SoftDTW, SquaredEuclidean, dtw, gak, soft_dtw

from stored import rounded, stored

rng = np.random.default_rng(20260401)


def pair(length_a, length_b, dim, gamma, sigma, scale=1.0):
    a, b = (scale * rng.normal(size=(length, dim)) for length in (length_a, length_b))
    distances = SquaredEuclidean(a, b)
    soft = SoftDTW(distances, gamma=gamma)
    value = soft.compute()
    assert abs(value - soft_dtw(a, b, gamma=gamma)) < 1e-9 * max(1, abs(value))
    return {
        "a": a.tolist(),
        "b": b.tolist(),
        "dtw": float(dtw(a, b)),
        "gamma": gamma,
        "softDtw": float(value),
        "gradient": np.asarray(distances.jacobian_product(soft.grad())).tolist(),
        "sigma": sigma,
        "gak": float(gak(a, b, sigma=sigma)),
    }


def paths(rows, columns):
    """All alignments of two lengths, as lists of pairs."""

    @lru_cache(None)
    def ending(i, j):
        if (i, j) == (0, 0):
            return [[(0, 0)]]
        before = [(p, q) for p, q in ((i - 1, j), (i, j - 1), (i - 1, j - 1)) if p >= 0 and q >= 0]
        return [path + [(i, j)] for step in before for path in ending(*step)]

    return ending(rows - 1, columns - 1)


def local_kernel(a, b, sigma):
    k = np.exp(-((a[:, None, :] - b[None, :, :]) ** 2).sum(-1) / (2 * sigma**2))
    return k / (2 - k)


def triple(lengths, dims, sigmas, weights):
    first, second = ([rng.normal(size=(length, dim)) for dim in dims] for length in lengths)
    kernels = [local_kernel(x, y, sigma) for x, y, sigma in zip(first, second, sigmas)]
    combined = {
        "product": np.prod([k**w for k, w in zip(kernels, weights)], axis=0),
        "sum": np.sum([k * w for k, w in zip(kernels, weights)], axis=0) / sum(weights),
    }
    alignments = paths(*lengths)
    return {
        "first": [x.tolist() for x in first],
        "second": [x.tolist() for x in second],
        "sigmas": sigmas,
        "weights": weights,
        "alignments": len(alignments),
        "logKernel": {
            name: float(np.log(sum(np.prod([k[at] for at in path]) for path in alignments)))
            for name, k in combined.items()
        },
    }


pairs = [
    pair(5, 7, 3, gamma=1.0, sigma=2.0),
    pair(1, 4, 2, gamma=0.1, sigma=0.7),
    pair(12, 12, 4, gamma=0.5, sigma=5.0),
    pair(6, 3, 1, gamma=10.0, sigma=1.0, scale=3.0),
]
target = stored("unit/gad/alignment/data/alignment.json")
target.write_text(json.dumps(rounded({
    "pairs": pairs,
    "triple": triple((4, 5), (3, 2, 4), [2.0, 1.5, 3.0], [1.0, 0.5, 0.25]),
})))
