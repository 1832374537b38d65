# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""The project's files as text, and how a check over them ends."""

import pathlib
import subprocess
import sys

top = pathlib.Path(__file__).resolve().parents[2]


def files():
    """Path from the top to text of every file that tools/sources knows; what is no text is left out."""
    names = subprocess.run([top / "tools/sources"], check=True, capture_output=True, text=True).stdout.splitlines()
    texts = {}
    for name in names:
        try:
            texts[name] = (top / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            pass
    return texts


def is_code(name, text):
    """C++, CMake, Python and whatever else runs."""
    return name.endswith((".h", ".cpp", ".py", ".sh", ".cmake", "CMakeLists.txt")) or text.startswith("#!")


def main(check):
    """Runs a check, a function from files() to complaints, and ends the program with what it found."""
    texts = files()
    complaints = list(check(texts))
    print(*complaints, f"{len(complaints)} complaints about {len(texts)} files", sep="\n")
    sys.exit(1 if complaints or not texts else 0)
