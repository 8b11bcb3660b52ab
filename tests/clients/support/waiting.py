"""Waiting for a state, never for a time."""

import time

PATIENCE = 30


def until(what, state, patience=PATIENCE):
    """Waits until `state()` is true, and returns what it said."""
    deadline = time.monotonic() + patience
    while True:
        answer = state()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"still waiting for {what}")
        time.sleep(0.02)
