"""The worker: due timers become work, work is done, messages are delivered."""

from flows.worker.run_worker import run_worker

__all__ = ["run_worker"]
