# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""The packed charm needs no library of the machine, and nothing in it comes under the machine's loader."""

import pathlib
import re
import subprocess
import tempfile
import unittest

import packed


def is_elf(path):
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def readelf(*words):
    return subprocess.run(["readelf", *map(str, words)], check=True, capture_output=True, text=True).stdout


class Complete(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.charm = pathlib.Path(folder.name)
        packed.unpack(cls.charm)
        cls.files = [path for path in cls.charm.rglob("*") if path.is_file()]
        cls.programs = [path for path in cls.files if is_elf(path)]

    def test_each_library_that_a_packed_file_needs_is_packed(self):
        here = {path.name for path in (self.charm / "lib").iterdir()}
        self.assertGreater(len(self.programs), 20)
        for path in self.programs:
            needed = set(re.findall(r"\(NEEDED\).*\[(.+)]", readelf("--dynamic", path)))
            self.assertEqual(needed - here, set(), path.name)

    def test_only_dispatch_and_the_loader_can_be_executed(self):
        runnable = {str(path.relative_to(self.charm)) for path in self.files if path.stat().st_mode & 0o111}
        self.assertEqual(runnable, {"dispatch", packed.loader})

    def test_the_loader_is_its_own_interpreter(self):
        self.assertNotIn("INTERP", readelf("--program-headers", self.charm / packed.loader))

    def test_dispatch_starts_the_program_through_the_packed_loader(self):
        dispatch = (self.charm / "dispatch").read_text()
        start = f'exec "$here/{packed.loader}" --library-path "$here/lib" "$here/bin/imagebuilderd" hook'
        self.assertEqual(dispatch.splitlines()[-1], start)
        code = [line for line in dispatch.splitlines() if not line.startswith("#")]
        self.assertNotIn("LD_LIBRARY_PATH", "\n".join(code))  # ssh, gpgv and Juju's tools want the machine's libraries

    def test_what_was_packed_is_said_with_its_licence(self):
        names = [line.split()[0] for line in (self.charm / "share/packages").read_text().splitlines()]
        self.assertTrue({"libc6", "libqt6core6t64", "libssl3t64", "libcli11-dev"} <= set(names), names)
        for name in names:
            self.assertTrue((self.charm / "share/doc" / name / "copyright").stat().st_size, name)

    def test_people_find_what_they_need(self):
        for name in ("README.md", "LICENSE", "icon.svg", "RUNBOOK.md"):
            self.assertTrue((self.charm / name).stat().st_size, name)


if __name__ == "__main__":
    unittest.main()
