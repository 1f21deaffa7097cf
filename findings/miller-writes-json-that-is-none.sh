#!/usr/bin/env bash
# Miller: CSV to JSON Lines gives lines that are not JSON where a value looks like a hexadecimal or binary number.
#
# Version    Miller 6.6.0 (Debian 12's package 6.6.0-2+b3)
# Guess      What `mlr --icsv --ojsonl cat` writes can be read by any JSON parser.
# Behaviour  0x64 and 0b11 are numbers to Miller, and it writes numbers as it found them: without quotes. 007 and
#            1_000 are quoted. 1E5 is written bare too, which is JSON, but is the number 100000 to whoever reads it
#            and no longer the text of an ID.
# So         With -S, which infers no types, every value is a text, and an ID stays what it was.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq miller=6.6.0-2+b3 2>/dev/null
dpkg -x miller_*.deb .
printf 'id\n0x64\n1E5\n007\n1_000\n0b11\n' > in.csv
read_lines='
import json, sys
for line in sys.stdin:
    try: print(line.strip(), "->", repr(json.loads(line)["id"]))
    except ValueError: print(line.strip(), "-> not JSON")'
seen=$(
	./usr/bin/mlr --version
	./usr/bin/mlr --icsv --ojsonl cat in.csv | python3 -c "$read_lines"
	echo 'with -S'
	./usr/bin/mlr -S --icsv --ojsonl cat in.csv | python3 -c "$read_lines"
)
expected='mlr 6.6.0
{"id": 0x64} -> not JSON
{"id": 1E5} -> 100000.0
{"id": "007"} -> '"'007'"'
{"id": "1_000"} -> '"'1_000'"'
{"id": 0b11} -> not JSON
with -S
{"id": "0x64"} -> '"'0x64'"'
{"id": "1E5"} -> '"'1E5'"'
{"id": "007"} -> '"'007'"'
{"id": "1_000"} -> '"'1_000'"'
{"id": "0b11"} -> '"'0b11'"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
