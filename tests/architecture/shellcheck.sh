#!/usr/bin/env bash
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# Looks with shellcheck at everything that says it is a shell script. The image script is checked with its values in it (build.userdata).
set -euo pipefail
cd "$(dirname "$0")/../.."

scripts=()
while IFS= read -r file; do
	first=
	IFS= read -r first <"$file" || true
	[[ $file == resources/userdata/image.sh || ! $first =~ ^#!.*sh$ ]] || scripts+=("$file")
done < <(tools/sources)
[ ${#scripts[@]} -ge 5 ] || { echo "only these scripts were found: ${scripts[*]}" >&2; exit 1; }
echo "${#scripts[@]} scripts"
shellcheck --external-sources "${scripts[@]}"
