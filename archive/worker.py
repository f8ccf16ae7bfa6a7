"""Works the queue: one thread for each queue, and a heartbeat. The only place that catches every exception.

A job that fails never stops the next one. Killed, the worker loses nothing: another takes its jobs over and goes on
at the step that was not finished. Asked to end, it hands its jobs back at once.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from archive.bootstrap import Services, open_services
from archive.catalogue.work import Job, JobState
from archive.errors import AlreadyArchivedError, JobLostError
from archive.housekeeping import keep_house, keep_time
from archive.jobs.claims import Claim, Claims, Standing
from archive.jobs.failures import Failure, failure_of
from archive.jobs.presence import Presence
from archive.jobs.queue import QUEUES
from archive.jobs.running import Run, Stop
from archive.kinds import KINDS, Kind
from archive.logs import job_in_log, log_to
from archive.settings import Settings

POLL_SECONDS = 0.5
LOOK_SECONDS = 1.0
"""How often a running job is looked at: cancelled, or another's?"""
LEASES_PER_RENEWAL = 4
HOUSEKEEPING_SECONDS = 900.0
TIMETABLE_SECONDS = 10.0
"""How often is looked whether something has its hour."""
END_SECONDS = 6.5
LAST_SECONDS = 1.0
RETRY_SECONDS = (10.0, 60.0, 300.0)
"""Waits before a step is tried again; after the last one the job waits for a person."""
SETTLE_SECONDS = 2.0
"""Wait before the end of a job is written down again when the database refused: full disk, locked for too long."""

log = logging.getLogger(__name__)


class Worker:
    """Everything that works in this process."""

    def __init__(
        self,
        services: Services,
        *,
        queues: Sequence[str] = tuple(QUEUES),
        retry_seconds: Sequence[float] = RETRY_SECONDS,
        poll_seconds: float = POLL_SECONDS,
        settle_seconds: float = SETTLE_SECONDS,
        kinds: Mapping[str, Kind] = KINDS,
    ) -> None:
        self._services = services
        self._queues = queues
        self._retry_seconds = retry_seconds
        self._poll_seconds = poll_seconds
        self._settle_seconds = settle_seconds
        self._kinds = kinds
        self._presence = Presence(services.jobs.folder)
        self._claims = Claims(services.jobs, self._presence)
        self._running: dict[str, Run] = {}

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; then hand back what is running, within a few seconds."""
        log.info("worker %s begins", self._presence.owner)
        threads = [
            threading.Thread(target=self._work, args=(queue, stop), name=queue, daemon=True) for queue in self._queues
        ]
        threads.append(threading.Thread(target=self._keep_house, args=(stop,), name="housekeeping", daemon=True))
        for thread in threads:
            thread.start()
        renewed_at = time.monotonic()
        while not stop.wait(LOOK_SECONDS):
            is_time = time.monotonic() - renewed_at > self._services.settings.lease_seconds / LEASES_PER_RENEWAL
            renewed_at = time.monotonic() if is_time else renewed_at
            self._look_after(renew=is_time)
        self._hand_back(threads)
        self._presence.leave()
        log.info("worker %s has ended", self._presence.owner)

    def _work(self, queue: str, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                claim = self._claims.claim(queue)
            except Exception:
                log.exception("cannot look for jobs")
                claim = None
            if claim is None:
                stop.wait(self._poll_seconds)
                continue
            with job_in_log(claim.job_id):
                self._work_at(claim, stop)

    def _work_at(self, claim: Claim, stop: threading.Event) -> None:
        run = Run(self._claims, claim, self._services.jobs)
        self._running[claim.job_id] = run
        if stop.is_set():
            run.stop(Stop.HANDED_BACK)
        started = time.monotonic()
        log.info("%s begins", claim.kind)
        try:
            self._kinds[claim.kind](self._services, run)
            if not run.is_ended:
                with run.writing() as session:
                    run.end(session, JobState.DONE)
            log.info("%s ended after %.1f s", claim.kind, time.monotonic() - started)
        except Exception as exc:  # noqa: BLE001  a job that fails must not stop the next one
            while not self._is_settled(run, exc) and not stop.wait(self._settle_seconds):
                pass  # nobody takes it over while we live: given up, it would keep its queue shut for good
        finally:
            self._running.pop(claim.job_id, None)

    def _is_settled(self, run: Run, exc: Exception) -> bool:
        """Write down how a job stopped in the middle; False when that has to be tried again."""
        if run.stop_wanted is Stop.LOST or isinstance(exc, JobLostError):
            log.warning("the job is another worker's now; what this one did for it is dropped")
            return True
        failure = failure_of(exc)
        try:
            with run.writing() as session:
                if run.stop_wanted is Stop.HANDED_BACK:
                    log.info("handed back")
                    self._claims.postpone(session, run.claim, seconds=0.0)
                elif run.stop_wanted is Stop.CANCELLED:
                    log.info("cancelled")
                    run.end(session, JobState.CANCELLED)
                else:
                    self._fail(session, run, failure, exc)
        except JobLostError:
            log.warning("the job is another worker's now; what this one did for it is dropped")
        except Exception as refusal:  # noqa: BLE001  whatever keeps the database from writing may pass
            log.error("cannot write down how the job ended, tried again soon: %s", refusal)  # noqa: TRY400
            return False
        return True

    def _fail(self, session: Session, run: Run, failure: Failure, exc: Exception) -> None:
        attempts = session.get_one(Job, run.claim.job_id).attempts
        log.log(
            logging.WARNING if failure.is_known else logging.ERROR,
            "failed (%s): %s",
            failure.code,
            exc,
            exc_info=None if failure.is_known and exc.__cause__ is None else exc,
        )
        if failure.is_retryable and attempts < len(self._retry_seconds):
            seconds = self._retry_seconds[attempts]
            log.info("tried again in %g s", seconds)
            because = {"code": failure.code, "details": dict(failure.details)}
            self._claims.postpone(session, run.claim, seconds=seconds, attempts=attempts + 1, because=because)
            return
        run.end(session, JobState.FAILED, error=(failure.code, failure.details))
        if isinstance(exc, AlreadyArchivedError):
            run.point_at(session, exc.recording_id)

    def _look_after(self, *, renew: bool) -> None:
        for run in list(self._running.values()):
            try:
                standing = self._claims.standing(run.claim)
                if standing is Standing.LOST:
                    run.stop(Stop.LOST)
                elif standing is Standing.CANCEL_WANTED:
                    run.stop(Stop.CANCELLED)
                elif renew:
                    self._claims.renew(run.claim)
            except JobLostError:
                run.stop(Stop.LOST)
            except Exception:
                log.exception("cannot look after job %s", run.claim.job_id)

    def _hand_back(self, threads: Sequence[threading.Thread]) -> None:
        """Stop what runs; what does not stop in time is handed back over its head, and may write no more."""
        for run in list(self._running.values()):
            run.stop(Stop.HANDED_BACK)
        end = time.monotonic() + END_SECONDS
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        last = threading.Thread(target=self._hand_back_the_rest, name="hand-back", daemon=True)
        last.start()
        last.join(LAST_SECONDS)  # a locked database would keep us for longer than we are given

    def _hand_back_the_rest(self) -> None:
        for run in list(self._running.values()):
            try:
                with run.writing() as session:
                    self._claims.postpone(session, run.claim, seconds=0.0)
            except Exception:
                log.exception("cannot hand back job %s; it is taken over all the same", run.claim.job_id)

    def _keep_house(self, stop: threading.Event) -> None:
        kept_at: float | None = None
        while True:
            keep_time(self._services)
            if kept_at is None or time.monotonic() - kept_at >= HOUSEKEEPING_SECONDS:
                keep_house(self._services)
                kept_at = time.monotonic()
            if stop.wait(TIMETABLE_SECONDS):
                return


def main(settings: Settings) -> int:
    """Be the worker process: work until SIGTERM or SIGINT."""
    log_to(sys.stderr)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    services = open_services(settings)
    Worker(services).run(stop)
    services.database.close()
    return 0
