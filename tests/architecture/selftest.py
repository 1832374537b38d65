# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Each check finds a bad sample and is silent about a good one."""

import unittest

import cases
import confinement
import filelength
import includes
import spdx
import traces

tags = "// " + spdx.wanted[0] + "us\n// " + spdx.wanted[1] + "\n"
REUSE = '[[annotations]]\npath = ["**.json", "tests/fixtures/**"]\n'

samples = [
    # check, good files, bad files
    (includes, {"src/http/a.cpp": '#include "base/b.h"\n#include "http/c.h"'}, {"src/http/a.cpp": '#include "store/b.h"'}),
    (includes, {"src/app/a.h": '#include "openstack/cloud.h"'}, {"ui/a.h": '#include "openstack/cloud.h"'}),
    (includes, {"src/simcloud/x/a.h": '#include "base/b.h"'}, {"src/simcloud/x/a.h": '#include "http/b.h"'}),
    (includes, {"src/a.txt": ""}, {"src/stray/a.h": ""}),
    (
        includes,
        {"src/ssh/CMakeLists.txt": "imagebuilder_library(ssh LINKS base Qt6::Core)"},
        {"src/ssh/CMakeLists.txt": "imagebuilder_library(ssh LINKS base\n  http)"},
    ),
    (filelength, {"src/a.cpp": "x\n" * 350, "README.md": "x\n" * 999}, {"src/a.cpp": "x\n" * 351}),
    (filelength, {}, {"tools/x": "#!/bin/sh\n" * 351}),
    (spdx, {"src/a.cpp": tags, "b/c.json": "{}", "REUSE.toml": tags.replace("//", "#") + REUSE}, {"src/a.cpp": "int x;\n"}),
    (spdx, {}, {"REUSE.toml": tags.replace("//", "#") + REUSE, "a.png": ""}),
    (spdx, {}, {"src/a.cpp": "\n" * 9 + tags}),
    (traces, {"a.md": "https://example.com/network/"}, {"a.md": "see " + "/wo" + "rk/main"}),
    (traces, {"resources/userdata/image.sh": "ports" + ".ubuntu.com"}, {"dev": "https://deb" + ".debian.org/debian"}),
    (confinement, {"src/http/a.cpp": "QNetworkReply *r;"}, {"src/build/a.cpp": "QNetworkReply *r;"}),
    (confinement, {"src/store/a.cpp": "#include <QtSql/QSqlQuery>"}, {"src/app/a.cpp": "#include <QtSql/QSqlQuery>"}),
    (confinement, {"src/yaml/yamlparser.cpp": "YAML::Node n;"}, {"src/openstack/cloud.cpp": "YAML::Node n;"}),
    (confinement, {"src/images/archive.cpp": "KTar t;"}, {"src/images/release.cpp": "KTar t;"}),
    (confinement, {"src/simcloud/image/digest.cpp": "EVP_MD_CTX_new();"}, {"src/ssh/keys.cpp": "EVP_PKEY *k;"}),
    (
        cases,
        {"tests/README.md": "| 07 | pages | unit/a |\n", "tests/unit/atest.cpp": "void case07_all()"},
        {"tests/README.md": "| 07 | pages | unit/a |\n", "tests/unit/btest.cpp": "void case07_all()"},
    ),
    (confinement, {"src/build/a.cpp": "// as a QNetworkReply would"}, {"src/app/a.cpp": "CLI::App a;"}),
]


class ChecksCanFail(unittest.TestCase):
    def test_samples(self):
        for number, (check, good, bad) in enumerate(samples):
            with self.subTest(check=check.__name__, number=number):
                self.assertEqual(list(check.check(good)), [])
                self.assertNotEqual(list(check.check(bad)), [])


if __name__ == "__main__":
    unittest.main()
