"""What Prometheus reads (指标): counted in a registry of our own, so that nothing is shared with another bot or a test.

No label ever holds an id, a name or a word of a person: each has a handful of values that are known beforehand.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.monitoring.figures import Figures
from bot.monitoring.meters import Call, Found, Meters, Sent

_SEARCH_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_HANDLING_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_USUAL_KINDS: Final = ("message", "callback_query")


@dataclass(slots=True)
class _Handling:
    failed: bool = False


class PrometheusMeters(Meters):
    """Counts in a registry of its own.

    Attributes:
        registry: What is counted here, and the process's own memory, time and files.
    """

    def __init__(self, mode: str, database: str) -> None:
        """Start at nought.

        Args:
            mode: How updates come: ``polling`` or ``webhook``.
            database: ``sqlite`` or ``postgresql``.
        """
        self.registry = CollectorRegistry()
        self._held = _Held()
        self._now: ContextVar[_Handling | None] = ContextVar("handling", default=None)
        self._count_updates()
        self._count_answers()
        build = Gauge("jianggao_build_info", "What runs.", _BUILD, registry=self.registry)
        build.labels(version("jianggao"), platform.python_version(), mode, database).set(1)
        ProcessCollector(registry=self.registry)
        self.registry.register(self._held)

    def _count_updates(self) -> None:
        def counter(name: str, documentation: str) -> Counter:
            made = Counter(f"jianggao_{name}", documentation, ["kind"], registry=self.registry)
            for kind in _USUAL_KINDS:
                made.labels(kind)
            return made

        self._received = counter("updates_received", "Updates that came from Telegram; what came twice counts twice.")
        self._handled = counter("updates_handled", "Updates whose handling ended, well or not.")
        self._failed = counter("updates_failed", "Updates whose handling failed; most of their people were told so.")
        self._at_work = Gauge("jianggao_updates_at_work", "Updates being handled now.", registry=self.registry)
        self._handling = Histogram(
            "jianggao_handling_seconds",
            "Time from an update's turn to the end of its handling, its messages sent.",
            ["kind"],
            buckets=_HANDLING_SECONDS,
            registry=self.registry,
        )

    def _count_answers(self) -> None:
        self._requests = Counter(
            "jianggao_requests", "Requests for passages, by what they came to.", ["outcome"], registry=self.registry
        )
        self._searching = Histogram(
            "jianggao_request_seconds",
            "Time a request for passages took to search.",
            buckets=_SEARCH_SECONDS,
            registry=self.registry,
        )
        self._messages = Counter(
            "jianggao_messages",
            "Messages that were sent or edited, by what became of them; refused is Telegram's 429.",
            ["outcome"],
            registry=self.registry,
        )
        self._repeats = Counter(
            "jianggao_messages_retried", "Messages sent again after a 429 was waited out.", registry=self.registry
        )
        self._calls = Counter(
            "jianggao_webhook_calls",
            "Calls of the webhook: taken, unreadable (passed over), refused (a stranger's), failed (comes again).",
            ["outcome"],
            registry=self.registry,
        )
        for made, outcomes in ((self._requests, Found), (self._messages, Sent), (self._calls, Call)):
            for outcome in outcomes:
                made.labels(outcome.value)

    def received(self, kind: str) -> None:
        """Note an update that came."""
        self._received.labels(kind).inc()

    @contextmanager
    def handling(self, kind: str) -> Iterator[None]:
        """Note that an update is being handled while the body runs."""
        handling, began = _Handling(), time.perf_counter()
        self._now.set(handling)
        with self._at_work.track_inprogress():
            yield
        self._handling.labels(kind).observe(time.perf_counter() - began)
        self._handled.labels(kind).inc()
        if handling.failed:
            self._failed.labels(kind).inc()

    def failed(self) -> None:
        """Note that what is being handled has failed; once is enough."""
        handling = self._now.get()
        if handling is not None:
            handling.failed = True

    def searched(self, found: Found, seconds: float) -> None:
        """Note a request for passages."""
        self._requests.labels(found.value).inc()
        self._searching.observe(seconds)

    def sent(self, sent: Sent) -> None:
        """Note a message that was sent or edited, or was to be."""
        self._messages.labels(sent.value).inc()

    def repeated(self) -> None:
        """Note that a message is sent again after a refusal that was waited out."""
        self._repeats.inc()

    def called(self, call: Call) -> None:
        """Note a call of the webhook."""
        self._calls.labels(call.value).inc()

    def text(self, figures: Figures | None) -> bytes:
        """Return all of it in Prometheus's text format, version 0.0.4; ``figures`` is None where none could be read."""
        self._held.figures = figures
        return generate_latest(_WithoutTimes(self.registry))


_BUILD: Final = ["version", "python", "mode", "database"]


class _Held(Collector):
    """Gauges of what is counted where it lies; one whose value is not known is left out."""

    def __init__(self) -> None:
        self.figures: Figures | None = None

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterable[Metric]:
        figures = self.figures
        yield _gauge("database_up", "1 where the database could be read in time, else 0.", figures is not None)
        if figures is None:
            return
        yield _gauge("inbox_unfinished", "Updates taken and not yet handled, by all processes.", figures.unfinished)
        yield _gauge("inbox_oldest_seconds", "Age of the oldest of them; 0 where there is none.", figures.oldest)
        yield _gauge("people", "People whom the bot knows.", figures.people)
        if figures.library is not None:
            yield _gauge("library_speeches", "Speeches in the common library.", figures.library.speeches)
            yield _gauge("library_passages", "Passages in the common library.", figures.library.passages)
        if figures.indexed is not None:
            yield _gauge("index_passages", "Passages in the index that this process searches.", figures.indexed)
        if figures.is_current is not None:
            yield _gauge("index_current", "1 where it is of the library as it is now, else 0.", figures.is_current)
        if figures.index_age is not None:
            yield _gauge("index_age_seconds", "Time since the index was built.", figures.index_age)


class _WithoutTimes(Collector):
    """A registry without the time at which each series was first seen, which would double the number of lines."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterable[Metric]:
        for metric in self._registry.collect():
            metric.samples = [sample for sample in metric.samples if not sample.name.endswith("_created")]
            yield metric


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(f"jianggao_{name}", documentation, value=float(value))
