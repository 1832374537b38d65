# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""A bare Debian, in which the packed charm lies at /charm and /etc can be written."""

import os
import pathlib
import shutil
import subprocess

roots = pathlib.Path(os.environ.get("IMAGEBUILDER_BARE_ROOTS", "/nowhere"))
suites = ["bookworm", "trixie"]


class BareRoot:
    """`folder` is for the root's own /etc and what programs write; it must outlive the root."""

    def __init__(self, suite, charm, folder):
        self.etc = folder / "etc"
        self.home = folder / "home"
        self.home.mkdir(parents=True)
        bare = roots / suite
        unreadable = shutil.ignore_patterns("*shadow", "*shadow-")  # for all but root
        shutil.copytree(bare / "etc", self.etc, symlinks=True, ignore=unreadable)
        self._enter = ["bwrap", "--tmpfs", "/", "--dev", "/dev", "--proc", "/proc", "--dir", "/tmp"]
        for entry in sorted(bare.iterdir()):
            if entry.is_symlink():
                self._enter += ["--symlink", os.readlink(entry), f"/{entry.name}"]
            elif entry.name in ("usr", "var") or entry.name.startswith("lib"):
                self._enter += ["--ro-bind", entry, f"/{entry.name}"]
        self._enter += ["--bind", self.etc, "/etc", "--bind", self.home, "/home", "--ro-bind", charm, "/charm"]
        self._enter += ["--chdir", "/home", "env", "-i", "PATH=/usr/bin:/bin", "LANG=C.UTF-8"]

    def run(self, *command):
        words = [str(word) for word in [*self._enter, *command]]
        return subprocess.run(words, capture_output=True, text=True, timeout=120)

    def imagebuilderd(self, *arguments):
        start = ["/charm/lib/ld-linux-x86-64.so.2", "--library-path", "/charm/lib", "/charm/bin/imagebuilderd"]
        return self.run(*start, *arguments)
