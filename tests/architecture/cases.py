# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""tests/README.md says which test files guard which of the known cases, no more and no less than their names do."""

import re

import project

table = "tests/README.md"


def guards(files):
    """Case number to the files, without "tests/" and "test.cpp", that have a test function named after it."""
    found = {}
    for name, text in files.items():
        if name.startswith("tests/") and name.endswith("test.cpp"):
            for case in re.findall(r"\bcase(\d\d)_\w+", text):
                found.setdefault(case, set()).add(name.removeprefix("tests/").removesuffix("test.cpp"))
    return found


def check(files):
    rows = dict(re.findall(r"^\| (\d\d) \|.*\| ([^|]+) \|$", files.get(table, ""), re.M))
    said = {case: set(row.split()) for case, row in rows.items()}
    found = guards(files)
    for case in sorted(said.keys() | found.keys()):
        if said.get(case) != found.get(case):
            yield f"{table}: case {case}: the tests are {' '.join(sorted(found.get(case, []))) or 'none'}"


if __name__ == "__main__":
    project.main(check)
