#!/bin/sh
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# Shows the public host keys on the console before any other user script runs: cloud-init itself shows them only after the
# last one. It is a script and no boothook, because cloud-init replaces the host keys between the two (ssh_deletekeys).
set -u

ls /etc/ssh/ssh_host_*_key.pub >/dev/null 2>&1 || ssh-keygen -A
keys=$(cat /etc/ssh/ssh_host_*_key.pub) || {
	echo 'imagebuilder: this server has no SSH host key' >&2
	exit 1
}
# One write, so that no other line comes between.
block="-----BEGIN SSH HOST KEY KEYS-----
$keys
-----END SSH HOST KEY KEYS-----"
{ printf '\n%s\n' "$block" >/dev/console; } 2>/dev/null || true
printf '%s\n' "$block"
