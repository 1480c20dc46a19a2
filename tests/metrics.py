"""Metrics as Prometheus reads them."""

from collections.abc import Mapping
from urllib.request import urlopen

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

Sample = tuple[str, Mapping[str, str]]


class Metrics:
    """The samples of one reading."""

    def __init__(self, text: str) -> None:
        self._samples = [
            sample for family in text_string_to_metric_families(text) for sample in family.samples
        ]

    @classmethod
    def of(cls, registry: CollectorRegistry = REGISTRY) -> "Metrics":
        return cls(generate_latest(registry).decode())

    @classmethod
    def at(cls, port: int) -> "Metrics":
        """Read them from the monitoring server of a process. This blocks."""
        with urlopen(f"http://127.0.0.1:{port}/metrics") as response:
            return cls(response.read().decode())

    def value(self, name: str, **labels: str) -> float:
        """Return the sum of the samples with these labels; 0 if there are none."""
        return sum(
            sample.value
            for sample in self._samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def labels(self, name: str, label: str) -> set[str]:
        """Return all values of a label."""
        return {sample.labels[label] for sample in self._samples if sample.name == name}
