# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Packing the same commit again, elsewhere, later and by somebody with another umask, gives the same bytes."""

import hashlib
import os
import pathlib
import subprocess
import tempfile
import unittest

import packed


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pack(folder, umask, **more):
    command = [packed.top / "packaging/charm", os.environ["IMAGEBUILDER_PROGRAM"], folder]
    told = subprocess.run(
        command, check=True, capture_output=True, text=True, umask=umask, cwd=folder, env=os.environ | more
    )
    return pathlib.Path(told.stdout.strip())


class Reproducible(unittest.TestCase):
    def test_twice_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            again = pack(folder, 0o077, TZ="Asia/Kathmandu", LC_ALL="C")
            self.assertEqual(again.name, packed.archive().name)
            self.assertEqual(digest(again), digest(packed.archive()))

    def test_the_moment_is_the_one_that_is_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            other = pack(folder, 0o022, SOURCE_DATE_EPOCH="1000000000")
            self.assertNotEqual(digest(other), digest(packed.archive()))


if __name__ == "__main__":
    unittest.main()
