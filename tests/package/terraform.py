# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""The Terraform module has the inputs and outputs of the Python charm's, and HashiCorp's own reader understands it."""

import json
import subprocess
import unittest

import packed

needed = object()
inputs = {
    "app_name": ("string", "github-runner-image-builder"),
    "base": ("string", "ubuntu@22.04"),
    "channel": ("string", "latest/stable"),
    "config": ("map(string)", {}),
    "constraints": ("string", ""),
    "model_uuid": ("string", needed),
    "revision": ("number", None),
    "units": ("number", 1),
}


class Module(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        told = subprocess.run(
            ["terraform-config-inspect", "--json", packed.top / "charm/terraform"], check=True, capture_output=True
        )
        cls.module = json.loads(told.stdout)

    def test_it_reads_without_complaint(self):
        self.assertNotIn("diagnostics", self.module)

    def test_inputs(self):
        found = {
            name: (variable["type"], needed if variable.get("required") else variable["default"])
            for name, variable in self.module["variables"].items()
        }
        self.assertEqual(found, inputs)
        for name, variable in self.module["variables"].items():
            self.assertTrue(variable["description"], name)

    def test_outputs(self):
        self.assertEqual(set(self.module["outputs"]), {"app_name", "provides", "requires"})
        text = " ".join((packed.top / "charm/terraform/outputs.tf").read_text().split())
        # The reader knows no values of outputs.
        by_interface = {end["interface"]: name for name, end in packed.charmcraft()["provides"].items()}
        endpoints = " ".join(f'{interface} = "{name}"' for interface, name in sorted(by_interface.items()))
        self.assertIn(f"{{ {endpoints} }}", text)
        self.assertIn("value = {}", text)

    def test_provider(self):
        juju = self.module["required_providers"]["juju"]
        self.assertEqual(juju["source"], "juju/juju")
        self.assertEqual(sorted(part.strip() for part in juju["version_constraints"][0].split(",")), ["< 2.0", ">= 1.0"])

    def test_it_deploys_the_charm(self):
        self.assertEqual(list(self.module["managed_resources"]), ["juju_application.github_runner_image_builder"])


if __name__ == "__main__":
    unittest.main()
