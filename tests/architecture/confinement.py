# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Third-party types stay inside one wrapper each. Names count, not includes alone: the precompiled header brings many in."""

import re

import project

# What gives a library away, and the files of the product that may know it.
rules = {
    "yaml-cpp": (r"\bYAML::|<yaml-cpp/", r"src/yaml/yaml(parser|writer)\.cpp"),
    "KArchive": (r"\bK(Archive|Tar|Zip|AutoSave|Compression|Filter)\w*\b", r"src/images/archive\w*\.(h|cpp)"),
    "OpenSSL": (r"\bEVP_|<openssl/", r"src/(http|simcloud)/(\w+/)?digest\.(h|cpp)"),
    "QtSql": (r"\bQSql[A-Z]|<QtSql/", r"src/store/.*"),
    "QtNetwork": (r"\bQ(Network|Ssl|Tcp|Local|Udp|Host|Http)[A-Z]\w*\b|<QtNetwork/|<QCoro/QCoroNetwork", r"src/http/.*"),
    "cpp-httplib": (r"\bhttplib::|<httplib", r"src/simcloud/web/.*"),
    "CLI11": (r"\bCLI::|<CLI/", r"src/(headless/.*|simcloud/main/.*)"),
}
compiled = {library: (re.compile(sign), re.compile(place)) for library, (sign, place) in rules.items()}


def check(files):
    for name, text in files.items():
        if not name.startswith(("src/", "ui/")) or not name.endswith((".h", ".cpp")):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            code = re.sub(r"//.*", "", line)
            for library, (sign, place) in compiled.items():
                if sign.search(code) and not place.fullmatch(name):
                    yield f"{name}:{number}: {library} belongs in {place.pattern}"


if __name__ == "__main__":
    project.main(check)
