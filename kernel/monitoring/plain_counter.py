"""A counter for hot code: a plain dictionary. prometheus_client's own takes a lock, and some time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from prometheus_client import REGISTRY
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector


class PlainCounter(Collector):
    """Counts by labels, for one thread: `counter.counts["a", "b"] += 1`."""

    def __init__(self, name: str, description: str, labels: Sequence[str]) -> None:
        self.counts: defaultdict[tuple[str, ...], int] = defaultdict(int)
        self._metric = (name, description, labels)
        REGISTRY.register(self)

    def describe(self) -> Iterator[CounterMetricFamily]:
        yield self._family()

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = self._family()
        # A copy: the thread that counts may add labels meanwhile.
        for labels, count in list(self.counts.items()):
            family.add_metric(labels, count)
        yield family

    def _family(self) -> CounterMetricFamily:
        name, description, labels = self._metric
        return CounterMetricFamily(name, description, labels=labels)
