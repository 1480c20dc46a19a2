"""The dashboard, the alert rules and the document of monitoring name the metrics that there are."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from prometheus_client import REGISTRY
from ruamel.yaml import YAML

from kernel.monitoring.queues import QueueCollector
from tests.deployment import PROJECT

DOCS = PROJECT / "docs"
_OF_A_PROCESS = {"process_cpu_seconds_total", "process_resident_memory_bytes", "up"}
_NAME = re.compile(r"\b(?:postebin_[a-z_]+|process_[a-z_]+|up\b)")


def families() -> Iterator[str]:
    """Return the names that each metric of ours has in the document."""
    for module in ("bot.running", "notifier.tasks", "web_viewer.application"):
        import_module(module)
    queues = QueueCollector("postgresql://nobody@localhost/nothing", "").describe()
    for family in (*REGISTRY.collect(), *queues):
        if family.name.startswith("postebin_"):
            yield f"{family.name}_total" if family.type == "counter" else family.name


def queried() -> set[str]:
    """Return the metrics in the expressions of the dashboard and of the rules."""
    dashboard = json.loads((DOCS / "monitoring" / "dashboard.json").read_text())
    rules = YAML(typ="safe").load(DOCS / "monitoring" / "alerts.yaml")
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    expressions += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    labels = re.compile(r"\{[^}]*\}")
    found = {name for one in expressions for name in _NAME.findall(labels.sub("", one))}
    return {re.sub(r"(_seconds)_(bucket|sum|count)$", r"\1", name) for name in found}


def test_dashboard_and_rules_name_metrics_that_there_are():
    named = queried()
    assert len(named) > 10
    assert named - _OF_A_PROCESS <= set(families())


def test_the_document_explains_every_metric_and_no_other():
    rows = re.findall(r"^\| `(postebin_[a-z_]+)` \|", (DOCS / "monitoring.md").read_text(), re.MULTILINE)
    assert set(rows) == set(families())


def test_log_events_that_the_dashboard_the_rules_and_the_document_name_are_logged():
    texts = [(DOCS / name).read_text() for name in ("monitoring/dashboard.json", "monitoring/alerts.yaml")]
    named = {
        name
        for text in texts
        for names in re.findall(r'event=~?\\?"([a-z_|]+)', text)
        for name in names.split("|")
    }
    paragraph = (DOCS / "monitoring.md").read_text().partition("`postebin_log_events_total` counts")[2]
    named |= set(re.findall(r"`([a-z_]+)`", paragraph.partition("\n\n")[0]))
    assert {"orphan_sweep_refused", "paste_published", "database_unavailable"} <= named
    assert {name for name in named if f'"{name}"' not in _code()} == set()


def _code() -> str:
    rooms = ("kernel", "auth", "posts", "notifier", "bot", "web_viewer")
    return "\n".join(file.read_text() for room in rooms for file in Path(PROJECT / room).rglob("*.py"))
