"""What runs, as rows of the task strip: the engine of what is open, and the jobs."""

from __future__ import annotations

from app.session.jobs import Jobs
from engines.layers.frame import Frame
from widgets.panels.bars.task_strip import TaskStrip

ENGINE = "engine"


class TaskRows:
    """Keeps the rows of the strip in step with what runs."""

    def __init__(self, strip: TaskStrip, jobs: Jobs) -> None:
        self._strip, self._jobs = strip, jobs
        jobs.changed.connect(self._jobs_changed)

    def frame(self, frame: Frame) -> None:
        """The engine handed over a frame."""
        if frame.progress < 1.0:
            self._strip.update_task(ENGINE, frame.task or "Computing", frame.progress)
        else:
            self.rest()

    def begin(self, words: str) -> None:
        """The engine was asked for something that may let wait for its first frame."""
        self._strip.update_task(ENGINE, words, 0.0)

    def rest(self) -> None:
        """The engine has nothing to do."""
        self._strip.end_task(ENGINE)

    def _jobs_changed(self) -> None:
        running = {f"job {id(job)}": job for job in self._jobs.running}
        for task in self._strip.tasks():
            if task != ENGINE and task not in running:
                self._strip.end_task(task)
        for task, job in running.items():
            self._strip.update_task(task, job.words, job.step.share)
