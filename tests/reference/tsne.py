"""Figures for tests/golden/tsne.test.ts: maps of the first handwritten digits of scikit-learn by openTSNE and scikit-learn.

    python tests/reference/tsne.py

Needs numpy, scikit-learn and openTSNE. Every map's divergence is computed here, exactly, from the same affinities.
"""

import json
import os
import platform
from importlib.metadata import version

# Sums in one order, before NumPy is there: descent makes much of a last digit.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import openTSNE
from openTSNE import affinity
from sklearn.datasets import load_digits
from sklearn.manifold import TSNE, trustworthiness

from stored import stored

POINTS, FRESH, PERPLEXITY, NEAR = 600, 150, 30, 10

digits = load_digits()
states = digits.data[:POINTS]
classes = digits.target[:POINTS]
affinities = affinity.PerplexityBasedNN(states, perplexity=PERPLEXITY, method="exact", n_jobs=1).P.tocoo()


def divergence(places):
    """Kullback-Leibler divergence in nats, over all pairs."""
    squares = ((places[:, None] - places[None]) ** 2).sum(-1)
    normaliser = (1 / (1 + squares)).sum() - len(places)
    p = affinities.data
    q = 1 / (1 + squares[affinities.row, affinities.col]) / normaliser
    return float((p * np.log(p / q)).sum())


def nearest(points, others, skip_own):
    squares = ((points[:, None] - others[None]) ** 2).sum(-1)
    return np.argsort(squares, axis=1, kind="stable")[:, skip_own : NEAR + skip_own]


def checks(places):
    in_map, in_states = nearest(places, places, 1), nearest(states, states, 1)
    kept = np.mean([len(set(a) & set(b)) / NEAR for a, b in zip(in_map, in_states)])
    return {
        "divergence": divergence(places),
        "trustworthiness": float(trustworthiness(states, places, n_neighbors=NEAR)),
        "neighboursKept": float(kept),
        "sameClass": float(np.mean(classes[in_map] == classes[:, None])),
    }


def by_opentsne(seed):
    return np.asarray(openTSNE.TSNE(perplexity=PERPLEXITY, neighbors="exact", n_jobs=1, random_state=seed).fit(states))


def by_scikit_learn(seed):
    return TSNE(perplexity=PERPLEXITY, init="pca", random_state=seed, n_jobs=1).fit_transform(states)


def placement():
    """Share of neighbours in the map that are of a new point's class, after `transform`."""
    old = POINTS - FRESH
    fitted = openTSNE.TSNE(perplexity=PERPLEXITY, neighbors="exact", n_jobs=1, random_state=0).fit(states[:old])
    places = np.asarray(fitted.transform(states[old:]))
    found = nearest(places, np.asarray(fitted), 0)
    return float(np.mean(classes[:old][found] == classes[old:, None]))


def spread(make):
    rows = [checks(make(seed)) for seed in range(3)]
    return {key: sorted(row[key] for row in rows) for key in rows[0]}


figures = {
    "versions": {"Python": platform.python_version(), **{n: version(n) for n in ("openTSNE", "scikit-learn", "numpy")}},
    "points": POINTS,
    "fresh": FRESH,
    "perplexity": PERPLEXITY,
    "openTSNE": spread(by_opentsne),
    "scikitLearn": spread(by_scikit_learn),
    "placement": placement(),
}
np.save(stored("golden/data/digits.npy"), np.concatenate([states, classes[:, None]], axis=1).astype(np.uint8))
stored("golden/data/tsne.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
