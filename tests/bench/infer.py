"""Class logits of a discriminative classifier in PyTorch: in the official style, or at its best."""

import side

task = side.task()
with side.imports():
    import torch
    from classifier import Classifier

classifier = Classifier(task, trainable=False)
classifier.model.eval()
count = len(task["ids"])
if task["style"] == "best":
    classifier.merge()


def one_by_one():
    logits = []
    for window in range(count):
        states = classifier.states(slice(window, window + 1))
        classifier.decoder.lm_head(states)
        logits.append(classifier.class_logits(states))
    return torch.cat(logits)


def together():
    return classifier.class_logits(classifier.states(slice(None)))


@torch.inference_mode()
def windows():
    return together() if task["style"] == "best" else one_by_one()


side.serve(["torch", "transformers", "peft"], {"windows": windows})
