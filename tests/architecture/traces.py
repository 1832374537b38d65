# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""No file names a path of the machine it was written on, nor a host that serves packages to it."""

import re

import project

machine = re.compile(r"/(?:work|farm)/")
registry = re.compile(
    r"\b(?:pypi[.]org|pythonhosted[.]org|npmjs[.]org|yarnpkg[.]com|crates[.]io|rubygems[.]org|golang[.]org"
    r"|maven[.]apache[.]org|deb[.]debian[.]org|security[.]debian[.]org|(?:archive|ports)[.]ubuntu[.]com)\b"
)
# What the contract puts into an image.
of_the_image = {"resources/userdata/image.sh"}


def check(files):
    for name, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            if machine.search(line):
                yield f"{name}:{number}: a path of one machine"
            if registry.search(line) and name not in of_the_image:
                yield f"{name}:{number}: a package registry's host"


if __name__ == "__main__":
    project.main(check)
