#!/usr/bin/env python3
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Every hook tool, told apart by the name it is called by: buffering, errors and answers as juju 3's jujuc has them."""

import json
import os
import pathlib
import re
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import model  # noqa: E402

began = time.monotonic()


class Refusal(Exception):
    def __init__(self, text, code=1):
        super().__init__(text)
        self.code = code


class Tool:
    """One call: the options as gnuflag reads them, the context, the model's state."""

    def __init__(self, state, context, arguments):
        self.state, self.context = state, context
        self.unit = context["unit"]
        self.app = self.unit.split("/")[0]
        self.words, self.options = [], {}
        wants = {"-r", "--relation", "--format", "-o", "--file", "-l", "--label"}
        flags = {"--app", "--refresh", "--peek", "--all", "--application", "--debug"}
        rest = list(arguments)
        while rest:
            word = rest.pop(0)
            name, has, value = word.partition("=")
            if word == "--":
                self.words += rest
                break
            if word == "-" or not word.startswith("-"):
                self.words.append(word)
            elif name in flags and not has:
                self.options[name] = True
            elif name in wants:
                if not has and not rest:
                    raise Refusal(f"option needs an argument: {name}", 2)
                self.options[name] = value if has else rest.pop(0)
            else:
                raise Refusal(f"option provided but not defined: {name}", 2)

    def leads(self):
        return self.state["units"][self.unit]["leader"]

    def relation(self):
        name = self.options.get("-r", self.options.get("--relation", self.context["variables"].get("JUJU_RELATION_ID")))
        if not name:
            raise Refusal("no relation id specified", 2)
        if not re.fullmatch(r"([a-z-]+:)?\d+", name):
            raise Refusal(f'invalid value "{name}" for option -r: invalid relation id', 2)
        if name not in self.state["relations"]:
            raise Refusal(f'invalid value "{name}" for option -r: relation not found', 2)
        return name

    def config_get(self):
        if self.words:
            return self.state["config"].get(self.words[0])
        return {k: v for k, v in self.state["config"].items() if v is not None}

    def relation_ids(self):
        name = self.words[0] if self.words else self.context["variables"].get("JUJU_RELATION")
        if not name:
            raise Refusal("no relation name specified", 2)
        return sorted(key for key in self.state["relations"] if key.split(":")[0] == name)

    def relation_list(self):
        found = self.state["relations"][self.relation()]
        if self.options.get("--app"):
            return found["remote"]
        return sorted(unit for unit in found["units"] if unit != self.unit)

    def relation_get(self):
        name = self.relation()
        found = self.state["relations"][name]
        key = self.words[0] if self.words else "-"
        owner = self.words[1] if len(self.words) > 1 else self.context["variables"].get("JUJU_REMOTE_UNIT")
        if not owner:
            raise Refusal("no unit or application specified", 2)
        if self.options.get("--app"):
            owner = owner.split("/")[0]
            if owner == self.app and not self.leads() and found["remote"] != self.app:
                raise Refusal("permission denied")
            if owner == self.app and not self.leads() and found["remote"] == self.app:
                pass  # the peers' own bag may be read by every unit
        elif owner.split("/")[0] not in (self.app, found["remote"]):
            raise Refusal("permission denied")
        elif owner not in found["bags"] and owner != self.unit:
            raise Refusal(f'cannot read settings for unit "{owner}" in relation "{name}": settings not found')
        bag = dict(found["bags"].get(owner, {}))
        bag.update(self.context["bags"].get(f"{name} {owner}", {}))
        bag = {k: v for k, v in bag.items() if v != ""}
        return bag if key == "-" else bag.get(key)

    def relation_set(self):
        name = self.relation()
        owner = self.app if self.options.get("--app") else self.unit
        if self.options.get("--app") and not self.leads():
            raise Refusal("cannot write relation settings")
        new = {}
        if "--file" in self.options:
            text = sys.stdin.read() if self.options["--file"] == "-" else open(self.options["--file"]).read()
            if re.search(r"\\u[dD][89abAB]", re.sub(r"\\\\", "", text)):
                raise Refusal("yaml: found invalid Unicode character escape code")
            for key, value in json.loads(text).items():
                if isinstance(value, (dict, list)):
                    raise Refusal("yaml: cannot unmarshal !!map into string")
                new[key] = "" if value is None else str(value)
        for word in self.words:
            key, has, value = word.partition("=")
            if not has:
                raise Refusal(f'expected "key=value", got "{word}"', 2)
            new[key] = value
        self.context["bags"].setdefault(f"{name} {owner}", {}).update(new)

    def status_set(self):
        states = ("maintenance", "blocked", "waiting", "active")
        if self.words[0] not in states:
            raise Refusal(f'invalid status "{self.words[0]}", expected one of [{" ".join(states)}]', 2)
        self.state["units"][self.unit]["status"] = [self.words[0], " ".join(self.words[1:])]
        self.state["units"][self.unit]["statuses"].append([self.words[0], " ".join(self.words[1:])])

    def secret_get(self):
        if not re.fullmatch(r"(secret:(//[0-9a-f-]{36}/)?)?[a-z0-9]{20}", self.words[0]):
            raise Refusal(f'secret URI "{self.words[0]}" not valid', 2)
        name = "secret:" + self.words[0][-20:]
        found = self.state["secrets"].get(name)
        if not found:
            raise Refusal(f'secret "{name}" not found')
        if not found["granted"]:
            raise Refusal("permission denied")
        if self.options.get("--refresh"):
            found["tracked"] = len(found["revisions"]) - 1
        return found["revisions"][found["tracked"]]

    def action(self):
        if not self.context["path"].startswith("actions/"):
            raise Refusal("not running an action")

    def action_get(self):
        self.action()
        parameters = self.context.get("parameters", json.loads(os.environ.get("FAKE_ACTION_PARAMETERS", "{}")))
        return parameters.get(self.words[0]) if self.words else parameters

    def action_set(self):
        self.action()
        for word in self.words:
            key, _, value = word.partition("=")
            if key in ("stdout", "stdout-encoding", "stderr", "stderr-encoding") or not all(
                    re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", part) for part in key.split(".")):
                raise Refusal(f'key "{key}" must start and end with lowercase alphanumeric', 2)
            self.context["result"][key] = value

    def action_fail(self):
        self.action()
        self.context["failed"] = " ".join(self.words) or "action failed without reason given, check action for errors"

    def action_log(self):
        self.action()

    def juju_log(self):
        self.state["log"].append([self.options.get("-l", "INFO"), " ".join(self.words)])

    def is_leader(self):
        return self.leads()


def write(value, form):
    if value is None and form != "json":
        return
    if form == "json":
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        print(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
    elif isinstance(value, list):
        print(*value, sep="\n")
    else:
        print(value)


def main():
    name = pathlib.Path(sys.argv[0]).name
    for variable in ("JUJU_CONTEXT_ID", "JUJU_AGENT_SOCKET_ADDRESS", "JUJU_AGENT_SOCKET_NETWORK"):
        if not os.environ.get(variable):
            raise Refusal(f"{variable} not set")
    world = model.of_environment()
    file = world.context(os.environ["JUJU_CONTEXT_ID"]) / "context.json"
    with world.open() as state:
        if not file.exists():
            raise Refusal("cannot get network connection: dial unix: connect: connection refused")
        context = json.loads(file.read_text())
        tool = Tool(state, context, sys.argv[1:])
        if tool.options.get("--format", "json") not in ("json", "smart", "yaml"):
            raise Refusal(f'invalid value "{tool.options["--format"]}" for option --format: unknown format', 2)
        answer = getattr(tool, name.replace("-", "_"))()
        context["calls"] += time.monotonic() - began
        file.write_text(json.dumps(context))
    if name.endswith(("-get", "-ids", "-list", "is-leader")):
        write(answer, tool.options.get("--format", "smart"))


try:
    main()
except Refusal as refusal:
    print("ERROR", refusal, file=sys.stderr)
    sys.exit(refusal.code)
