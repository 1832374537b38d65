#!/usr/bin/env bash
# SPDX-FileCopyrightText: The imagebuilder authors
# SPDX-License-Identifier: Apache-2.0
# Measures transfers of one 1 GiB body over loopback, plain and TLS, with curl in the same run:
#   cmake --preset release -DIMAGEBUILDER_BENCH=ON && ./dev build --preset release --target bench_transfer
#   ./dev exec tests/bench/transfer.sh build/release/bin/bench_transfer [REPETITIONS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$1 times=${2:-3} bytes=$((1 << 30))
folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$folder"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=sink -keyout "$folder/pem" -out "$folder/crt" 2>/dev/null
cat "$folder/crt" >>"$folder/pem"
truncate -s "$bytes" "$folder/body"
"$here/sink.py" 18080 & "$here/sink.py" 18443 "$folder/pem" &
sleep 1

curl_rate() { # -w gives bytes per second
	curl -ksS -o /dev/null -w "%{speed_$1}" "${@:2}" | awk '{ printf "%.0f MB/s\n", $1 / 1e6 }'
}
for base in http://127.0.0.1:18080 https://127.0.0.1:18443; do
	for ((i = 0; i < times; i++)); do
		printf '%s put curl   %s\n' "${base%%:*}" "$(curl_rate upload -H Expect: -T "$folder/body" "$base/x")"
		printf '%s put socket %s\n' "${base%%:*}" "$("$program" put "$base/x" "$bytes")"
		printf '%s put qnam   %s\n' "${base%%:*}" "$("$program" put-qnam "$base/x" "$bytes")"
		printf '%s get curl   %s\n' "${base%%:*}" "$(curl_rate download "$base/$bytes")"
		printf '%s get socket %s\n' "${base%%:*}" "$("$program" get "$base/$bytes" "$bytes")"
		printf '%s get qnam   %s\n' "${base%%:*}" "$("$program" get-qnam "$base/$bytes" "$bytes")"
	done
done | tee "$folder/runs"
echo medians:
sort -k1,3 -k4n "$folder/runs" | awk -v middle=$(((times + 1) / 2)) '{ key = $1 " " $2 " " $3 } key != last { n = 0; last = key } ++n == middle'
