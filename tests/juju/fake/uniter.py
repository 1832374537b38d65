#!/usr/bin/env python3
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
"""Runs hooks as a unit's agent does.

uniter.py run MODEL UNIT PATH [VARIABLE=VALUE…]    hooks/NAME or actions/NAME; what came of it as JSON
uniter.py begin MODEL UNIT PATH [VARIABLE=VALUE…]  the environment of a hook that somebody else runs
uniter.py end MODEL CONTEXT CODE                   and its end
uniter.py exec MODEL UNIT SCRIPT                   juju-exec
"""

import json
import os
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True
import model  # noqa: E402


def run(world, unit, path, variables):
    with world.operation(unit):
        name, environment = world.begin(unit, path, variables)
        started = time.monotonic()
        ended = subprocess.run([f"{environment['CHARM_DIR']}/dispatch"], cwd=environment["CHARM_DIR"], env=environment,
                               stdin=subprocess.DEVNULL, capture_output=True)
        seconds = time.monotonic() - started
        # A failed action is an end like any other, and a hook's failure drops what it wrote.
        context, changed = world.end(name, ended.returncode == 0)
        with world.open() as state:
            if ended.returncode and path.startswith("hooks/"):
                state["units"][unit]["error"] = f'hook failed: "{path.removeprefix("hooks/")}"'
            elif not ended.returncode:
                state["units"][unit]["error"] = ""
            if path.startswith("hooks/"):
                state["times"].append([path.removeprefix("hooks/"), seconds, context["calls"]])
    return {"code": ended.returncode, "out": ended.stdout.decode(errors="replace"),
            "err": ended.stderr.decode(errors="replace"), "seconds": seconds, "inTools": context["calls"],
            "result": context["result"], "failed": context.get("failed", ""), "changed": changed}


def execute(world, unit, script):
    if "JUJU_CONTEXT_ID" in os.environ:
        print(f'ERROR juju-exec cannot be called from within a hook, have context "{os.environ["JUJU_CONTEXT_ID"]}"',
              file=sys.stderr)
        return 2
    with world.operation(unit):
        name, environment = world.begin(unit, "exec", {})
        wanted = pathlib.Path(environment["IMAGEBUILDER_UNIT_ROOT"], "run/imagebuilder/wanted")
        heard = wanted.read_text() if wanted.exists() else ""
        started = time.monotonic()
        code = subprocess.run(["/bin/bash", "-c", script], cwd=environment["CHARM_DIR"], env=environment).returncode
        # juju-exec keeps what was written whatever the end.
        context, _ = world.end(name, True)
        with world.open() as state:
            state["units"][unit]["heard"] = heard
            state["times"].append([script, time.monotonic() - started, context["calls"]])
    return code


def main(verb, folder, *arguments):
    world = model.Model(folder)
    if verb == "exec":
        return execute(world, *arguments)
    if verb == "end":
        context, changed = world.end(arguments[0], arguments[1] == "0")
        print(json.dumps({"result": context["result"], "failed": context.get("failed", ""), "changed": changed}))
        return 0
    unit, path, *pairs = arguments
    variables = dict(pair.split("=", 1) for pair in pairs)
    if verb == "begin":
        print(json.dumps(world.begin(unit, path, variables)[1]))
    else:
        print(json.dumps(run(world, unit, path, variables)))
    return 0


sys.exit(main(*sys.argv[1:]))
