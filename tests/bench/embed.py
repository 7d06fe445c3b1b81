"""t-SNE by openTSNE or scikit-learn, neighbours included, on the states that the bench wrote."""

import side

task = side.task()
with side.imports():
    import numpy as np
    import openTSNE
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

THREADS, PERPLEXITY = task["threads"], task["perplexity"]


def opentsne(states):
    return openTSNE.TSNE(perplexity=PERPLEXITY, n_jobs=THREADS, random_state=0).fit(states)


def scikit_learn(states):
    with threadpool_limits(THREADS):
        return TSNE(perplexity=PERPLEXITY, init="pca", random_state=0, n_jobs=THREADS).fit_transform(states)


make = {"openTSNE": opentsne, "scikit-learn": scikit_learn}[task["by"]]


def part(path):
    states = np.load(path)

    def run():
        make(states)
        return []

    return run


side.serve(["openTSNE", "scikit-learn", "numpy"], {name: part(path) for name, path in task["parts"].items()})
