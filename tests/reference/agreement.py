"""Cohen's kappa of two annotators, for tests/unit/analysis/agreement.test.ts.

Run: python tests/reference/agreement.py    (scikit-learn; writes tests/unit/analysis/data/agreement.json)
Labels of three videos with five classes, class 0 the background, as runs of frames `[class, frames]`; kappa over all
frames, of each video, and of each class against all others, also with videos counted as often as a draw has them.
"""
import json

import numpy as np
from sklearn.metrics import accuracy_score, cohen_kappa_score

from stored import rounded, stored

rng = np.random.default_rng(11)
classes = 5


def runs(labels):
    edges = np.flatnonzero(np.diff(labels, prepend=-1))
    ends = np.append(edges[1:], len(labels))
    return [[int(labels[a]), int(b - a)] for a, b in zip(edges, ends)]


videos = []
for frames in (180, 240, 90):
    mine = np.repeat(rng.integers(0, classes, frames // 15), 15)
    theirs = np.roll(mine, 2)
    wrong = np.repeat(rng.random(frames // 30) < 0.3, 30)
    theirs = np.where(wrong, rng.integers(0, classes), theirs)
    videos.append((mine, theirs))


def kappa(weights, label=None):
    mine = np.concatenate([v[0] for v in videos])
    theirs = np.concatenate([v[1] for v in videos])
    w = np.concatenate([np.full(len(v[0]), n) for v, n in zip(videos, weights)])
    if label is not None:
        mine, theirs = mine == label, theirs == label
    return cohen_kappa_score(mine, theirs, sample_weight=w)


once = [1, 1, 1]
everything = [np.concatenate([v[side] for v in videos]) for side in (0, 1)]
draws = [[2, 1, 0], [0, 0, 3], [1, 2, 0]]
json.dump(
    rounded(
        {
            "videos": [{"mine": runs(a), "theirs": runs(b)} for a, b in videos],
            "kappa": float(kappa(once)),
            "agreement": float(accuracy_score(*everything)),
            "videoKappa": [float(cohen_kappa_score(a, b)) for a, b in videos],
            "classKappa": [float(kappa(once, label)) for label in range(1, classes)],
            "draws": draws,
            "drawnKappa": [float(kappa(weights)) for weights in draws],
        }
    ),
    open(stored("unit/analysis/data/agreement.json"), "w"),
)
