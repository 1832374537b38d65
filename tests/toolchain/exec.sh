#!/usr/bin/env bash
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# What ./dev exec promises, as far as it can be seen from inside.
# shellcheck disable=SC2016,SC2317 # `is` evaluates and calls
set -uo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd -P)
dev=$top/dev
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

failed=0
is() { # NAME COMMAND…
	local name=$1
	shift
	if "$@" >"$folder/out" 2>&1; then echo "ok    $name"; else echo "FAIL  $name"; cat "$folder/out"; failed=1; fi
}

is 'the package database is the one of what is installed' dpkg-query -W libc6
is 'HOME and /tmp can be written' eval '[ -w "$HOME" ] && [ -w /tmp ]'
is 'a command gets its input' eval '[ "$(echo word | "$dev" exec cat)" = word ]'
is 'a command works where the caller stands' eval '[ "$(cd "$folder" && "$dev" exec pwd)" = "$folder" ]'
is 'a command keeps the environment' eval '[ "$(A_WORD="x y" "$dev" exec printenv A_WORD)" = "x y" ]'
is 'an empty environment will do' eval 'env -i "$dev" exec true'
is 'a locale of the caller stays' eval '[ "$(env -u LC_ALL LANG=C "$dev" exec printenv LANG)" = C ]'
is 'the built programs are on PATH' eval '"$dev" exec printenv PATH | grep -q "^$top/build/dev/bin:"'
is 'the exit code comes out' eval '"$dev" exec sh -c "exit 7"; [ $? = 7 ]'
is 'git knows the clone whoever owns it' "$dev" exec git -C "$top" config --get safe.directory "$top"

signals() {
	"$dev" exec bash -c "trap 'echo got it; exit 5' TERM; : >'$folder/ready'; sleep 5 & wait" >"$folder/said" &
	local pid=$!
	until [ -e "$folder/ready" ]; do kill -0 "$pid" || return 1; done
	kill -TERM "$pid"
	wait "$pid"
	[ $? = 5 ] && grep -q 'got it' "$folder/said"
}
is 'SIGTERM reaches the command' signals

if [ -e /.var-lib ]; then # the private root, not a new enough host
	var_lib() {
		local entry name good=0
		for entry in /var/lib/*; do
			name=${entry##*/}
			if grep -qxF "$name" /.var-lib; then
				! grep -qF " /var/lib/$name " /proc/self/mountinfo || { echo "$name is the caller's"; good=1; }
			elif [ -n "$(ls -A "$entry" 2>/dev/null)" ]; then
				grep -qF " /var/lib/$name " /proc/self/mountinfo || { echo "$name is not the caller's"; good=1; }
			fi
		done
		return "$good"
	}
	is 'entries of /var/lib are the caller'\''s where the root has none' var_lib
	is 'the root cannot be written' eval '! touch /usr/imagebuilder-test /etc/imagebuilder-test'
else
	echo 'skip  the private root: this machine is its own toolchain'
fi
exit "$failed"
