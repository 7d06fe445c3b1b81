"""Open-set scores, class means and few-shot accuracy, for tests/unit/analysis/classMeans.test.ts.

Run: python tests/reference/open_set.py    (scikit-learn; writes tests/unit/analysis/data/openSet.json)
Rows of four known classes with a shared covariance, and test rows of these and of two unknown ones.
"""
import json

import numpy as np
from scipy.spatial.distance import cdist
from scipy.special import logsumexp, softmax
from sklearn.covariance import shrunk_covariance
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.neighbors import NearestCentroid

from stored import rounded, stored

SHRINKAGE = 0.01
rng = np.random.default_rng(0)
classes, dim, n = 4, 6, 48
centres = rng.normal(size=(classes + 2, dim)) * 1.2
mixing = rng.normal(size=(dim, dim))


def draw(labels):
    return ((centres[labels] + rng.normal(size=(len(labels), dim))) @ mixing).astype(np.float32)


labels = rng.integers(0, classes, n)
rows = draw(labels)
test_labels = rng.integers(0, classes + 2, n)
test_rows = draw(test_labels)
known, unknown = test_labels < classes, test_labels >= classes

x = rows.astype(np.float64)
means = np.stack([x[labels == c].mean(0) for c in range(classes)])
centred = x - means[labels]
covariance = shrunk_covariance(centred.T @ centred / n, shrinkage=SHRINKAGE)
precision = np.linalg.inv(covariance)
t = test_rows.astype(np.float64)
squared = cdist(t, means, "mahalanobis", VI=precision) ** 2

weight = rng.normal(size=(classes, dim)).astype(np.float32)
logits = (test_rows @ weight.T).astype(np.float32)
scores = {
    "maxSoftmax": 1 - softmax(logits.astype(np.float64), axis=1).max(1),
    "energy": -logsumexp(logits.astype(np.float64), axis=1),
    "mahalanobis": squared.min(1),
    "cosine": 1 - cosine_similarity(t, means).max(1),
}


def separation(values):
    """AUROC of unknown against known; false positives are unknown steps taken for known at 95 % of known ones passed."""
    fpr, tpr, _ = roc_curve(known, -values, drop_intermediate=False)
    return {"auroc": float(roc_auc_score(unknown, values)), "fpr95": float(fpr[np.argmax(tpr >= 0.95)])}


# New classes by the mean of their first three test rows, in the space where the covariance is the identity.
whitening = np.linalg.inv(np.linalg.cholesky(covariance))
white = t @ whitening.T
added = {c: np.flatnonzero(test_labels == c)[:3] for c in range(classes, classes + 2)}
new_means = np.stack([white[index].mean(0) for index in added.values()])
everything = NearestCentroid().fit(np.concatenate([means @ whitening.T, new_means]), np.arange(classes + 2))
only_new = NearestCentroid().fit(new_means, np.arange(classes, classes + 2))
few_shot = {
    "amongNew": (only_new.predict(white[unknown]) == test_labels[unknown]).mean(),
    "amongAll": (everything.predict(white[unknown]) == test_labels[unknown]).mean(),
    "known": (everything.predict(white[known]) == test_labels[known]).mean(),
}

target = stored("unit/analysis/data/openSet.json")
target.write_text(json.dumps(rounded({
    "shrinkage": SHRINKAGE,
    "classes": classes,
    "dim": dim,
    "labels": labels.tolist(),
    "rows": rows.tolist(),
    "testLabels": test_labels.tolist(),
    "testRows": test_rows.tolist(),
    "logits": logits.tolist(),
    "examples": {str(c): index.tolist() for c, index in added.items()},
    "scores": {name: values.tolist() for name, values in scores.items()},
    "separations": {name: separation(values) for name, values in scores.items()},
    "fewShot": {name: float(value) for name, value in few_shot.items()},
})))
