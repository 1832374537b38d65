# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""No file of code is longer than one can read at a sitting."""

import project

most = 350  # lines


def check(files):
    for name, text in files.items():
        lines = text.count("\n")
        if project.is_code(name, text) and lines > most:
            yield f"{name}: {lines} lines; {most} are the most"


if __name__ == "__main__":
    project.main(check)
