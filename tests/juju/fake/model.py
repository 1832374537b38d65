# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""A Juju model in one JSON file, and the contexts of the hooks that run in it."""

import contextlib
import fcntl
import json
import os
import pathlib
import uuid

tools = ("config-get", "relation-ids", "relation-list", "relation-get", "relation-set", "status-set", "secret-get",
         "action-get", "action-set", "action-fail", "action-log", "juju-log", "is-leader")


class Model:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    @contextlib.contextmanager
    def open(self):
        """The model as a dictionary; what is changed in it is kept."""
        with open(self.folder / "model.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            path = self.folder / "model.json"
            state = json.loads(path.read_text())
            before = json.dumps(state)
            yield state
            if json.dumps(state) != before:
                new = path.with_suffix(".new")
                new.write_text(json.dumps(state, indent=1))
                new.rename(path)

    def context(self, name):
        return self.folder / "contexts" / name

    def begin(self, unit, path, variables):
        """Opens a context, as before every hook; the environment that the hook gets, and nothing else."""
        name = uuid.uuid4().hex[:12]
        self.context(name).mkdir(parents=True)
        self.context(name).joinpath("context.json").write_text(
            json.dumps({"unit": unit, "path": path, "variables": variables, "bags": {}, "result": {}, "calls": 0.0}))
        with self.open() as state:
            folder = state["units"][unit]["charm"]
            environment = {
                "CHARM_DIR": folder, "JUJU_CHARM_DIR": folder, "JUJU_CONTEXT_ID": name,
                "JUJU_HOOK_NAME": path.removeprefix("hooks/") if path.startswith("hooks/") else "",
                "JUJU_AGENT_SOCKET_ADDRESS": str(self.folder), "JUJU_AGENT_SOCKET_NETWORK": "unix",
                "JUJU_UNIT_NAME": unit, "JUJU_MODEL_UUID": state["uuid"], "JUJU_MODEL_NAME": "ci",
                "JUJU_API_ADDRESSES": "10.0.0.1:17070", "JUJU_MACHINE_ID": "0", "JUJU_PRINCIPAL_UNIT": "",
                "JUJU_AVAILABILITY_ZONE": "", "JUJU_VERSION": state["version"], "CLOUD_API_VERSION": "",
                "JUJU_CHARM_HTTP_PROXY": "", "JUJU_CHARM_HTTPS_PROXY": "", "JUJU_CHARM_FTP_PROXY": "",
                "JUJU_CHARM_NO_PROXY": "", "DEBIAN_FRONTEND": "noninteractive", "APT_LISTCHANGES_FRONTEND": "none",
                "LANG": "C.UTF-8", "TERM": "tmux-256color",
                "PATH": f"{self.folder}/tools:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                # The one thing that Juju does not set: where the unit's machine is in this one's files.
                "IMAGEBUILDER_UNIT_ROOT": state["units"][unit]["root"],
                **state["environment"], **variables}
        if not path.startswith("exec"):
            environment["JUJU_DISPATCH_PATH"] = path
        return name, environment

    def end(self, name, keep):
        """Closes a context: what it wrote is kept as one, or dropped. The tools refuse from now on."""
        context = json.loads(self.context(name).joinpath("context.json").read_text())
        changed = []
        if keep:
            with self.open() as state:
                for key, bag in context["bags"].items():
                    relation, owner = key.split(" ")
                    old = state["relations"][relation]["bags"].setdefault(owner, {})
                    new = {k: v for k, v in {**old, **bag}.items() if v != ""}
                    if new != old:
                        changed.append({"relation": relation, "owner": owner})
                        state["relations"][relation]["bags"][owner] = new
                state["changes"].extend(changed)
        for file in self.context(name).iterdir():
            file.unlink()
        self.context(name).rmdir()
        return context, changed

    @contextlib.contextmanager
    def operation(self, unit):
        """One hook, action or juju-exec of a unit at a time."""
        with open(self.folder / (unit.replace("/", "-") + ".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def of_environment():
    return Model(os.environ["JUJU_AGENT_SOCKET_ADDRESS"])
