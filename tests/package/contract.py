# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""The charm has the names, types and defaults that units of the Python charm and their operators rely on."""

import subprocess
import unittest
import zipfile

import packed
import yaml

unset = object()

# Option: type and default.
options = {
    "architecture": ("string", unset),
    "base-image": ("string", "noble"),
    "build-interval": ("int", 6),
    "build-flavor": ("string", ""),
    "build-network": ("string", ""),
    "revision-history-limit": ("int", 5),
    "runner-version": ("string", ""),
    "openstack-auth-url": ("string", ""),
    "openstack-project-domain-name": ("string", ""),
    "openstack-project-name": ("string", ""),
    "openstack-user-domain-name": ("string", ""),
    "openstack-user-name": ("string", ""),
    "openstack-password-secret": ("secret", unset),
    "script-url": ("string", ""),
    "script-secret-id": ("secret", unset),
    "script-secret": ("string", ""),
    # What the Python charm did not have.
    "image-mirror": ("string", ""),
    "base-image-date": ("string", ""),
    "distribution": ("string", "copy"),
    "verify-image": ("boolean", False),
    "script-sha256": ("string", ""),
    "max-parallel-builds": ("int", 0),
    "build-timeout": ("string", ""),
    "openstack-region-name": ("string", ""),
    "openstack-ca-certs": ("string", ""),
    "consumer-regions": ("string", ""),
    "user-data": ("string", ""),
    "content-mirrors": ("string", ""),
    "runner-releases-url": ("string", ""),
    "ssh-cidrs": ("string", ""),
    "publish": ("string", "auto"),
    "canary": ("string", ""),
    "canary-minutes": ("int", 60),
}

# Action: its parameters and their types.
actions = {
    "run": {"base": "string", "consumer": "string", "wait": "boolean"},
    "builds": {"limit": "integer"},
    "build-log": {"build-id": "string"},
    "consumers": {},
    "quota": {},
    "cancel": {"build-id": "string"},
    "pause": {"reason": "string"},
    "resume": {},
    "publish": {"consumer": "string"},
    "promote": {"build-id": "string"},
    "explain": {"consumer": "string", "base": "string"},
    "rollback": {"base": "string"},
    "gc": {"delete": "boolean"},
    "support-bundle": {},
}

provides = {"image": {"interface": "github_runner_image_v0"}, "cos-agent": {"interface": "cos_agent"}}
peers = {"builders": {"interface": "imagebuilder_peers"}}
bases = [{"name": "ubuntu", "channel": channel, "architectures": ["amd64"]} for channel in ("22.04", "24.04")]


def inside(name):
    with zipfile.ZipFile(packed.archive()) as charm:
        return yaml.safe_load(charm.read(name))


class Contract(unittest.TestCase):
    def test_name_and_relations(self):
        metadata = inside("metadata.yaml")
        self.assertEqual(metadata["name"], "github-runner-image-builder")
        self.assertEqual((metadata["provides"], metadata["peers"]), (provides, peers))
        self.assertTrue(metadata["summary"] and metadata["description"])

    def test_units_of_both_bases_can_be_refreshed(self):
        self.assertEqual(inside("manifest.yaml"), {"bases": bases})

    def test_options(self):
        found = {name: (o["type"], o.get("default", unset)) for name, o in inside("config.yaml")["options"].items()}
        self.assertEqual(found, options)
        for name, (kind, default) in found.items():
            if default is not unset:  # 0 and False are equal to Python, and not to Juju
                self.assertIs(type(default), {"string": str, "int": int, "boolean": bool}[kind], name)

    def test_actions(self):
        found = {
            name: {key: value["type"] for key, value in action.get("params", {}).items()}
            for name, action in inside("actions.yaml").items()
        }
        self.assertEqual(found, actions)

    def test_everything_is_described(self):
        described = [*inside("config.yaml")["options"].items(), *inside("actions.yaml").items()]
        self.assertEqual([name for name, what in described if not what["description"].strip()], [])

    def test_the_archive_says_what_charmcraft_would(self):
        charm = packed.charmcraft()
        self.assertEqual(inside("config.yaml"), charm["config"])
        self.assertEqual(inside("actions.yaml"), charm["actions"])
        self.assertEqual(charm["parts"], {"charm": {"plugin": "dump", "source": "../dist/charm"}})

    def test_charmcraft_accepts_it(self):
        judge = packed.top.parent / "shared/schemas/validate.py"
        if not judge.exists():
            self.skipTest("charmcraft's schema is not beside this clone")
        told = subprocess.run(
            ["python3", judge, "charmcraft", packed.top / "charm/charmcraft.yaml"], capture_output=True, text=True
        )
        self.assertEqual(told.returncode, 0, told.stdout)


if __name__ == "__main__":
    unittest.main()
