"""Metrics as a careful author writes them in NumPy: runs, overlaps and matches of a video at once; scikit-learn for AP."""

import side

task = side.task()
with side.imports():
    import numpy as np
    from sklearn.metrics import average_precision_score

CLASSES, RATE = task["classes"], task["rate"]
truth = np.load(f"{task['folder']}/truth.npy")
predicted = np.load(f"{task['folder']}/predicted.npy")


def scores_of(hits, guesses, actual):
    """Precision, recall and F1 in percent; 0/0 counts as 0."""
    with np.errstate(invalid="ignore"):
        parts = np.stack([hits / guesses, hits / actual, 2 * hits / (guesses + actual)])
    return 100 * np.nan_to_num(parts)


def frame_values(truth, predicted):
    actual = np.bincount(truth.ravel(), minlength=CLASSES)
    guesses = np.bincount(predicted.ravel(), minlength=CLASSES)
    hits = np.bincount(truth[truth == predicted], minlength=CLASSES)
    per_class = scores_of(hits, guesses, actual)
    right = hits[1:].sum()
    precision, recall = 100 * right / guesses[1:].sum(), 100 * right / actual[1:].sum()
    occurring = actual > 0
    acting = occurring.copy()
    acting[0] = False
    return [
        100 * hits.sum() / truth.size,
        *per_class[:2, 0],
        precision,
        recall,
        2 * precision * recall / (precision + recall),
        *per_class[:, occurring].mean(axis=1),
        *per_class[:, acting].mean(axis=1),
    ]


def runs(labels):
    """Starts, ends and classes of maximal runs, without the background."""
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(labels)) + 1, [len(labels)]])
    classes = labels[bounds[:-1]]
    action = classes > 0
    return bounds[:-1][action], bounds[1:][action], classes[action]


def taken(best, near):
    """True segments that a prediction hits, each once."""
    return np.unique(best[near])


def overlap_matches(true, guess):
    starts, ends, classes = true
    shared = np.minimum(guess[1][:, None], ends) - np.maximum(guess[0][:, None], starts)
    union = np.maximum(guess[1][:, None], ends) - np.minimum(guess[0][:, None], starts)
    iou = np.where((guess[2][:, None] == classes) & (shared > 0), shared / union, 0)
    best = iou.argmax(axis=1)
    most = iou.max(axis=1)
    return [taken(best, most >= threshold) for threshold in (0.1, 0.25, 0.5)]


def point_matches(true_points, points, true_classes, classes):
    away = np.abs(points[:, None] - true_points)
    best = away.argmin(axis=1)
    near = away[np.arange(len(points)), best]
    same = true_classes[best] == classes
    return [taken(best, same & (near <= seconds * RATE)) for seconds in (1, 2)]


def middles(segments, steps):
    return (segments[0] + np.minimum(segments[1], steps - 1)) / 2


def segment_values(truth, predicted):
    actual, guesses = np.zeros(CLASSES), np.zeros(CLASSES)
    hits = np.zeros((7, CLASSES))
    for labels, answers in zip(truth, predicted):
        true, guess = runs(labels), runs(answers)
        actual += np.bincount(true[2], minlength=CLASSES)
        guesses += np.bincount(guess[2], minlength=CLASSES)
        if len(true[0]) == 0 or len(guess[0]) == 0:
            continue
        start = point_matches(true[0], guess[0], true[2], guess[2])
        middle = point_matches(middles(true, len(labels)), middles(guess, len(labels)), true[2], guess[2])
        matches = [*overlap_matches(true, guess), start[0], middle[0], start[1], middle[1]]
        for row, match in zip(hits, matches):
            row += np.bincount(true[2][match], minlength=CLASSES)
    micro = scores_of(hits.sum(axis=1), guesses.sum(), actual.sum())[2]
    macro = scores_of(hits, guesses, actual)[2][:, 1:].mean(axis=1)
    return [value for row in range(3) for value in (micro[row], macro[row])] + [*micro[3:]]


def labels(times=1):
    tracks = np.tile(truth, (times, 1)), np.tile(predicted, (times, 1))
    return [*frame_values(*tracks), *segment_values(*tracks)]


def average_precision():
    scores = np.concatenate([np.load(path, mmap_mode="r") for path in task["scores"]])
    flat = truth.ravel()
    occurring = np.flatnonzero(np.bincount(flat, minlength=CLASSES)[1:]) + 1
    return [average_precision_score(flat == index, scores[:, index]) for index in occurring]


side.serve(
    ["numpy", "scikit-learn"],
    {
        "labels": labels,
        "labels of ten times the videos": lambda: labels(10),
        "average precision": average_precision,
    },
)
