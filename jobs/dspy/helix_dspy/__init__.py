"""The runner: one process, one job. Reads a job spec, runs DSPy, reports events as JSON lines on file descriptor 3."""
