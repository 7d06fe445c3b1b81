"""Confusions, diversity, rank correlation and bootstrap, for tests/unit/analysis/statistics.test.ts.

Run: python tests/reference/statistics.py    (scikit-learn and SciPy; writes tests/unit/analysis/data/statistics.json)
Steps of four videos with six classes, class 0 the background; draws of the videos are given, so that both sides see the same.
"""
import json

import numpy as np
from scipy.stats import entropy, spearmanr
from sklearn.metrics import average_precision_score, confusion_matrix, precision_recall_curve

from stored import rounded, stored

rng = np.random.default_rng(7)
classes, videos, steps = 6, 4, 60
truth = np.repeat(rng.integers(0, classes, (videos, steps // 5)), 5, axis=1)
wrong = rng.random((videos, steps)) < 0.45
predicted = np.where(wrong, rng.integers(0, classes, (videos, steps)), truth)
scored = (rng.random((videos, steps)) < 0.9).astype(int)
draws = np.stack([np.bincount(rng.integers(0, videos, videos), minlength=videos) for _ in range(5)])
similarity = np.round(rng.random((classes, classes)), 1)
similarity = np.triu(similarity, 1) + np.triu(similarity, 1).T


def matrix(weights):
    w = np.repeat(weights[:, None], steps, axis=1) * scored
    return confusion_matrix(truth.ravel(), predicted.ravel(), labels=range(classes), sample_weight=w.ravel())


def diversity(weights, background):
    counts = matrix(weights)
    rows = {}
    for c in range(1, classes):
        row = counts[c].astype(float)
        row[c] = 0
        if not background:
            row[0] = 0
        if row.sum() > 0:
            rows[c] = (entropy(row), row.sum())
    values, errors = np.array(list(rows.values())).T
    return {
        "entropy": [rows[c][0] if c in rows else -1 for c in range(classes)],
        "mean": values.mean(),
        "weighted": (values * errors).sum() / errors.sum(),
    }


def correlation(weights):
    counts = matrix(weights)
    x, y = [], []
    for a in range(1, classes):
        for b in range(1, classes):
            if a != b:
                x.append(similarity[a, b])
                y.append(counts[a, b] / counts[a].sum() if counts[a].sum() else 0)
    return spearmanr(x, y).statistic


confidence = np.round(np.clip(rng.beta(3, 2, (videos, steps)), 0.05, 0.999), 4)
right = truth == predicted


def calibration(weights, bins=15):
    w = (np.repeat(weights[:, None], steps, axis=1) * scored).ravel()
    bin_of = np.minimum((confidence.ravel() * bins).astype(int), bins - 1)
    n = np.bincount(bin_of, w, bins)
    hits = np.bincount(bin_of, w * right.ravel(), bins)
    sums = np.bincount(bin_of, w * confidence.ravel(), bins)
    return np.abs(hits - sums).sum() / n.sum()


# float16, as scores are stored; rounded so that there are ties
scores = np.round(np.log(rng.dirichlet(np.ones(classes) * 0.4, (videos, steps)) + 1e-4), 1).astype(np.float16)
is_class = truth[..., None] == np.arange(1, classes)
kept = scored.astype(bool)
hits, values = is_class[kept].ravel(), scores[..., 1:][kept].ravel().astype(np.float64)
precision, recall, thresholds = precision_recall_curve(hits, values)


def mean_average_precision(weights):
    w = np.repeat(weights[:, None], steps, axis=1)[kept]
    values = [
        average_precision_score(is_class[..., c][kept], scores[..., c + 1][kept].astype(np.float64), sample_weight=w)
        for c in range(classes - 1)
        if (w * is_class[..., c][kept]).sum() > 0
    ]
    return np.mean(values)


ones = np.ones(videos, dtype=int)
result = {
    "truth": truth.tolist(),
    "predicted": predicted.tolist(),
    "scored": scored.tolist(),
    "draws": draws.tolist(),
    "similarity": similarity.tolist(),
    "matrix": matrix(ones).tolist(),
    "diversity": [diversity(w, False) for w in [ones, *draws]],
    "diversityWithBackground": diversity(ones, True),
    "correlations": [correlation(w) for w in [ones, *draws]],
    "confidence": confidence.tolist(),
    "calibration": [calibration(w) for w in [ones, *draws]],
    "scoreBits": scores.view(np.uint16).tolist(),
    "meanAveragePrecision": [mean_average_precision(w) for w in [ones, *draws]],
    "precisionRecall": {
        "precision": precision[:-1][::-1].tolist(),
        "recall": recall[:-1][::-1].tolist(),
        "thresholds": thresholds[::-1].tolist(),
        "averagePrecision": average_precision_score(hits, values),
    },
}
stored("unit/analysis/data/statistics.json").write_text(json.dumps(rounded(result)) + "\n", encoding="utf-8")
