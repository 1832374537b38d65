# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""RUNBOOK.md has a screen for each alert and each status that wants a person, and each screen answers five questions."""

import re
import unittest

import packed
import yaml

questions = ["For CI", "Can it wait", "Look", "Mend", "Mended when"]

# What operators and their alerts know from the Python charm; `…` is what varies.
statuses = """
Unsupported arch='…'
Invalid bases: …
Build interval must not be smaller than 1 or greater than 24
Revision history must be greater than 1 and less than 100
Please supply all OpenStack configurations.
Please supply OpenStack password via openstack-password-secret.
Invalid value '…' for openstack-password-secret. Expected a Juju secret ID in the format 'secret:<secret-id>'.
OpenStack password secret not found: ….
Charm does not have access to the OpenStack password secret. Please grant the charm read access to the secret.
Secret … does not contain a 'password' key.
Invalid script URL, must contain scheme and hostname.
Both script-secret and script-secret-id configuration option set. Please remove one.
Secret label not found: ….
Charm does not have access to read secrets. Please grant the charm read access to the secret.
Secrets are not supported in Juju version …. Please consider upgrading the Juju controller to versions >= 3.3 or use \
the script-secret configuration option.
Please use Juju secrets via script-secret-id and unset the script-secret configuration option.
Invalid secret <Key>=<Value> pair ['…']
image integration required.
The runner version must be in semantic version format.
The runner version numbers must be an integer.
The runner version numbers cannot be negative.
Last build failed: …
…; serving images of …
""".strip().split("\n")

# Where the charm's statuses are worded.
worded = [packed.top / "src/app/unit" / name for name in ("charmconfig.cpp", "charmoptions.cpp", "unitfacts.cpp")]


def sentences(code):
    """The string literals of more than one word that begin with a capital or end a sentence, `…` for what varies."""
    code = re.sub(r"//.*", "", code)
    for literal in re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', code):
        text = re.sub(r'"\s*"', "", literal)[1:-1].replace('\\"', '"')
        text = re.sub(r"%\d", "…", text)
        if " " in text.strip() and (text[0].isupper() or text.endswith(".")):
            yield text


def screens():
    """Heading to text of each screen."""
    parts = re.split(r"^## (.+)$", (packed.top / "RUNBOOK.md").read_text(), flags=re.M)
    return {heading: re.split(r"^# ", text, flags=re.M)[0] for heading, text in zip(parts[1::2], parts[2::2])}


class Runbook(unittest.TestCase):
    def test_each_alert_has_a_screen_and_leads_to_it(self):
        rules = yaml.safe_load((packed.top / "charm/observability/alerts.yaml").read_text())
        alerts = [rule for group in rules["groups"] for rule in group["rules"]]
        self.assertTrue(alerts)
        for rule in alerts:
            self.assertIn(rule["alert"], screens())
            self.assertEqual(rule["annotations"]["runbook"], f"RUNBOOK.md#{rule['alert'].lower()}")

    def test_each_status_has_a_screen(self):
        shown = "\n".join(f"{heading}\n{text}" for heading, text in screens().items())
        for status in statuses:
            self.assertIn(status, shown)

    def test_each_status_that_the_program_words_is_there(self):
        runbook = (packed.top / "RUNBOOK.md").read_text()
        for path in worded:
            for text in sentences(path.read_text() if path.exists() else ""):
                self.assertIn(text, runbook, path.name)

    def test_each_screen_answers_all_questions(self):
        for heading, text in screens().items():
            answers = dict(re.findall(r"^- \*\*(.+?)\*\*: (.+)$", text, re.M))
            self.assertEqual(list(answers), questions, heading)
            self.assertEqual(len(re.findall(r"`juju [^`]+`", answers["Look"])), 2, heading)
            self.assertRegex(answers["Mend"], r"`juju [^`]+`", heading)
            self.assertLess(text.count("\n"), 25, heading)  # one screen

    def test_a_sentence_of_the_program_would_be_seen(self):
        code = 'f(QStringLiteral("Something is "\n  "wrong with %1."), "key"); // "Not this one."'
        self.assertEqual(list(sentences(code)), ["Something is wrong with …."])


if __name__ == "__main__":
    unittest.main()
