# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""The packed charm that the tests of this folder look at, and where its sources lie."""

import os
import pathlib
import zipfile

import yaml

top = pathlib.Path(__file__).resolve().parents[2]
dist = pathlib.Path(os.environ.get("IMAGEBUILDER_DIST", top / "dist"))
loader = "lib/ld-linux-x86-64.so.2"


def archive():
    (only,) = dist.glob("*.charm")
    return only


def unpack(folder):
    """As Juju does: with the modes that the archive says."""
    with zipfile.ZipFile(archive()) as charm:
        for entry in charm.infolist():
            path = pathlib.Path(charm.extract(entry, folder))
            path.chmod(entry.external_attr >> 16 & 0o777)


def charmcraft():
    return yaml.safe_load((top / "charm/charmcraft.yaml").read_text())
