def score(example, prediction, trace=None):
    return float(example.urgency == prediction.urgency)
