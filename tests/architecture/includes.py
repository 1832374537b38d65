# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Who may include whom, and link whom: the arrows of ARCHITECTURE.md. A folder may use what its neighbours use."""

import re

import project

# Everything a folder reaches by its arrows, itself left out.
reach = {
    "base": set(),
    "yaml": {"base"},
    "http": {"base"},
    "openstack": {"base", "http", "yaml"},
    "images": {"base", "http"},
    "ssh": {"base"},
    "store": {"base"},
    "juju": {"base", "yaml"},
    "build": {"base", "yaml", "http", "openstack", "images", "ssh", "store"},
    "app": {"base", "yaml", "http", "openstack", "images", "ssh", "store", "juju", "build"},
    "headless": {"base", "yaml", "http", "openstack", "images", "ssh", "store", "juju", "build", "app"},
    "simcloud": {"base"},
    "ui": {"base", "images", "build", "app"},
}
include = re.compile(r'^\s*#\s*include\s+"([a-z]+)/', re.MULTILINE)
links = re.compile(r"imagebuilder_library\(\s*(\w+)\s+LINKS([^)]*)\)")


def folder_of(name):
    parts = name.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else "ui" if parts[0] == "ui" else None


def check(files):
    for name, text in files.items():
        folder = folder_of(name)
        if folder is None:
            continue
        if folder not in reach:
            yield f"{name}: folder {folder} has no arrows in tests/architecture/includes.py"
            continue
        used = set(include.findall(text)) if name.endswith((".h", ".cpp")) else set()
        if name.endswith("CMakeLists.txt"):
            used = {word for _, words in links.findall(text) for word in words.split()}
        for other in sorted(used & reach.keys() - reach[folder] - {folder}):
            yield f"{name}: {folder} must not use {other}"


if __name__ == "__main__":
    project.main(check)
