# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Alert rules and dashboard: Prometheus accepts the rules, each fires when it shall, and all use metrics that exist."""

import json
import lzma
import pathlib
import re
import subprocess
import tempfile
import unittest
import zipfile

import packed

topology = 'juju_application="ib"'
interval = 6 * 3600
hour = 3600

# Alert: a series that calls for it and one that does not, each with the values of every hour (`_` is none) as Prometheus'
# own rule tests write them, and the labels that the alert then has.
cases = {
    "ImageBuilderNoSuccess": ("last_success_timestamp_seconds", {"image": "a"}, "0x30", f"0+{hour}x30", ["image"]),
    "ImageBuilderConsumerWithoutImage": ("consumer_images", {"consumer": "web"}, "0x30", "1x30", ["consumer"]),
    "ImageBuilderQuotaShort": ("quota_fitting_builds", {"cloud": "b"}, "0x30", "1x30", ["cloud"]),
    "ImageBuilderRunnerExpiring": (
        "runner_end_timestamp_seconds",
        {"consumer": "web", "image": "a", "runner": "2.331.0"},
        f"{24 * hour + 6 * 86400}x30",
        f"{24 * hour + 8 * 86400}x30",
        ["consumer", "image", "runner"],
    ),
    "ImageBuilderCloudDown": ("cloud_up", {"cloud": "b"}, "0x30", "1x30", ["cloud"]),
    "ImageBuilderLeftovers": ("leftovers", {}, "2x50", "0x50", []),
    "ImageBuilderSilent": ("metrics_timestamp_seconds", {}, "0x30", f"0+{hour}x30", []),
}


def packed_file(name):
    with zipfile.ZipFile(packed.archive()) as charm:
        return charm.read(f"observability/{name}")


def rules_as_the_hook_writes_them():
    text = packed_file("alerts.json").decode()
    quoted = json.dumps(topology)[1:-1]
    return text.replace("%%juju_topology%%", quoted).replace("%%build_interval_seconds%%", str(interval))


def alerts():
    return [rule for group in json.loads(packed_file("alerts.json"))["groups"] for rule in group["rules"]]


def dashboard():
    return json.loads(lzma.decompress(packed_file("dashboard.json.xz")))


def queries():
    return [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]


def series(metric, labels, values):
    words = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return {"series": f"imagebuilder_{metric}{{{words}}}", "values": values}


def firing(alert, values):
    """A rule test: what promtool shall find when the alert's metric has these values, and all else is well."""
    metric, labels, bad, _, shown = cases[alert]
    own = labels | {"juju_application": "ib"}
    inputs = [series(metric, own, values), series("builds_running", {"juju_application": "ib"}, "0x50")]
    rule = next(rule for rule in alerts() if rule["alert"] == alert)
    expected = {"exp_labels": {key: labels[key] for key in shown} | rule["labels"]}
    at = "48h" if alert == "ImageBuilderLeftovers" else "24h"
    asked = {"eval_time": at, "alertname": alert, "exp_alerts": [expected] if values == bad else []}
    return {"interval": "1h", "input_series": inputs, "alert_rule_test": [asked]}


class Observability(unittest.TestCase):
    def promtool(self, verb, content, **files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {"input.yaml": content, **files}.items():
                (pathlib.Path(folder) / name).write_text(text)
            command = ["promtool", verb, "rules", "input.yaml"]
            told = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        return told.returncode, told.stdout + told.stderr

    def judge(self, alert, values):
        rules = json.loads(rules_as_the_hook_writes_them())
        for rule in (rule for group in rules["groups"] for rule in group["rules"]):
            del rule["annotations"]  # promtool would want them word by word; `check` has parsed them
        test = {"rule_files": ["rules.json"], "evaluation_interval": "1h", "tests": [firing(alert, values)]}
        return self.promtool("test", json.dumps(test), **{"rules.json": json.dumps(rules)})

    def test_prometheus_accepts_the_rules(self):
        status, said = self.promtool("check", rules_as_the_hook_writes_them())
        self.assertEqual(status, 0, said)
        self.assertIn(f"{len(cases)} rules found", said)

    def test_each_alert_fires_when_it_shall_and_not_otherwise(self):
        for alert, (_, _, bad, good, _) in cases.items():
            for values in (bad, good):
                with self.subTest(alert=alert, values=values):
                    status, said = self.judge(alert, values)
                    self.assertEqual(status, 0, said)

    def test_each_alert_looks_at_its_own_deployment_alone(self):
        for rule in alerts():
            selectors = re.findall(r"imagebuilder_\w+(\{[^}]*\})?", rule["expr"])
            self.assertEqual(set(selectors), {"{%%juju_topology%%}"}, rule["alert"])

    def test_every_metric_that_is_asked_for_exists(self):
        told = " ".join(path.read_text() for path in (packed.top / "src/app/metrics").glob("*.cpp"))
        for expression in [rule["expr"] for rule in alerts()] + queries():
            for metric in re.findall(r"imagebuilder_(\w+)", expression):
                self.assertIn(f'"{metric}"', told, expression)

    def test_queries_of_the_dashboard_parse(self):
        rules = [
            {"record": f"a:{n}", "expr": re.sub(r'"\$\w+"', '".*"', query)} for n, query in enumerate(queries())
        ]
        status, said = self.promtool("check", json.dumps({"groups": [{"name": "queries", "rules": rules}]}))
        self.assertEqual(status, 0, said)

    def test_the_dashboard_is_known_by_uid_and_tag(self):
        self.assertEqual(dashboard()["uid"], "imagebuilder-charm")
        self.assertEqual(dashboard()["tags"], ["charm: github-runner-image-builder"])
        numbers = [panel["id"] for panel in dashboard()["panels"]]
        self.assertEqual(len(numbers), len(set(numbers)))


if __name__ == "__main__":
    unittest.main()
