# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Every file says its licence: code in its first lines, the rest there or in REUSE.toml."""

import re
import tomllib

import project

wanted = ("SPDX-File" "CopyrightText: ", "SPDX-License" "-Identifier: Apache-2.0")


def says_so(text):
    head = text.split("\n", 6)[:6]
    return all(any(tag in line for line in head) for tag in wanted)


def pattern(glob):
    """REUSE's globs: ** crosses folders, * does not."""
    parts = re.split(r"(\*\*|\*)", glob)
    return re.compile("".join({"**": ".*", "*": "[^/]*"}.get(part, re.escape(part)) for part in parts))


def check(files):
    annotations = tomllib.loads(files.get("REUSE.toml", "")).get("annotations", [])
    covered = [pattern(glob) for entry in annotations for glob in entry["path"]]
    for name, text in files.items():
        if name == "LICENSE" or name.startswith("LICENSES/") or says_so(text):
            continue
        if not any(glob.fullmatch(name) for glob in covered):
            yield f"{name}: neither SPDX lines at its top nor an entry in REUSE.toml"
        elif project.is_code(name, text) and not name.startswith("tests/fixtures/"):
            yield f"{name}: is code, so it wants the SPDX lines itself"


if __name__ == "__main__":
    project.main(check)
