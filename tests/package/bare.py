# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""The packed program works in bare Debian roots that have neither Qt nor a C library as new as ours.

Runs itself again in a network namespace of its own, where port 53 is free.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import bareroot
import localhosts
import packed

# Exit codes.
refused = 4  # the cloud was reached, and did not take our credentials
nowhere = 5  # what was named does not exist

clouds = """clouds:
  one:
    auth_url: https://{host}:{port}/v3
    auth: {{username: u, password: p, project_name: p, user_domain_name: d, project_domain_name: d}}
"""


class InBareRoots(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        packed.unpack(cls.folder / "charm")
        cls.names = localhosts.NameServer()
        (cls.folder / "authority").mkdir()
        cls.authority = localhosts.Authority(cls.folder / "authority")
        cls.server = localhosts.TlsServer(cls.authority.server)

    def each(self, what):
        for suite in bareroot.suites:
            with self.subTest(suite=suite), tempfile.TemporaryDirectory(dir=self.folder) as own:
                what(bareroot.BareRoot(suite, self.folder / "charm", pathlib.Path(own)))

    def ask(self, root, host):
        """What the program says when it asks the cloud of this name, which server and name server remember."""
        (root.home / "clouds.yaml").write_text(clouds.format(host=host, port=self.server.port))
        self.server.requests.clear()
        self.names.asked.clear()
        return root.imagebuilderd("--os-cloud", "one", "latest-build-id", "image")

    def test_the_root_has_none_of_what_we_bring(self):
        def foreign(root):
            told = root.run("/lib64/ld-linux-x86-64.so.2", "/charm/bin/imagebuilderd", "--version")
            self.assertNotEqual(told.returncode, 0)
            told = root.run("/charm/bin/imagebuilderd", "--version")
            self.assertIn("Permission denied", told.stderr)

        self.each(foreign)

    def test_it_starts(self):
        def version(root):
            told = root.imagebuilderd("--version")
            self.assertEqual((told.returncode, told.stderr), (0, ""))
            self.assertRegex(told.stdout, r"^imagebuilderd \d+\.\d+\.\d+\n$")

        self.each(version)

    def test_dispatch_starts_it_from_anywhere(self):
        def called(root):
            told = root.run("/charm/dispatch")
            self.assertNotIn(told.returncode, (126, 127), told.stderr)  # what sh says when it cannot execute

        self.each(called)

    def test_it_opens_sqlite(self):
        def journal(root):
            told = root.imagebuilderd("builds", "cancel", "none", "--state-dir", "/home/state")
            self.assertEqual(told.returncode, nowhere, told.stderr)  # asked of a journal that it had to make
            self.assertTrue((root.home / "state/journal.db").read_bytes().startswith(b"SQLite format 3"))

        self.each(journal)

    def test_it_brings_ubuntus_key_for_base_images(self):
        def doctor(root):
            told = root.imagebuilderd("doctor", "--state-dir", "/home/state", "--cache-dir", "/home/cache")
            self.assertRegex(told.stdout, r"keyring of base images +/charm/share/keyrings/ubuntu-cloudimage-keyring.gpg")

        self.each(doctor)

    def test_it_trusts_whom_the_machine_trusts_and_asks_dns(self):
        def trusted(root):
            self.authority.trusted_in(root.etc)
            (root.etc / "resolv.conf").write_text("nameserver 127.0.0.1\n")
            told = self.ask(root, "cloud.test")
            self.assertEqual(told.returncode, refused, told.stderr)
            self.assertTrue(self.server.requests)
            self.assertIn("cloud.test", self.names.asked)

        self.each(trusted)

    def test_modules_that_the_machine_lacks_do_not_keep_it_from_names(self):
        def as_on_a_desktop(root):
            self.authority.trusted_in(root.etc)
            (root.etc / "resolv.conf").write_text("nameserver 127.0.0.1\n")
            (root.etc / "nsswitch.conf").write_text("hosts: mymachines resolve [!UNAVAIL=return] files dns myhostname\n")
            self.assertEqual(self.ask(root, "cloud.test").returncode, refused)

        self.each(as_on_a_desktop)

    def test_it_reads_the_hosts_file(self):
        def named(root):
            self.authority.trusted_in(root.etc)
            (root.etc / "hosts").write_text("127.0.0.1 host.test\n")
            told = self.ask(root, "host.test")
            self.assertEqual(told.returncode, refused, told.stderr)
            self.assertEqual(self.names.asked, [])

        self.each(named)

    def test_it_trusts_nobody_else(self):
        def stranger(root):
            (root.etc / "hosts").write_text("127.0.0.1 host.test\n")
            told = self.ask(root, "host.test")
            self.assertNotIn(told.returncode, (0, refused))
            self.assertIn("certificate", told.stderr)
            self.assertEqual(self.server.requests, [])

        self.each(stranger)


if __name__ == "__main__":
    if not all((bareroot.roots / suite).is_dir() for suite in bareroot.suites):
        print(f"no bare roots in {bareroot.roots}; ./dev test makes them")
        sys.exit(77)
    if sys.argv[1:] != ["--inside"]:
        mine = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
        sys.exit(subprocess.run([*mine, sys.executable, "-B", __file__, "--inside"]).returncode)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    unittest.main(argv=sys.argv[:1])
