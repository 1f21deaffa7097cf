#!/usr/bin/env bash
# csv-stringify: `false` is written as nothing, so "no" and "not known" come out as the same cell.
#
# Version    csv-stringify 6.9.0 (Node.js 20)
# Guess      A boolean is written as true or false, a date as an ISO date.
# Behaviour  true is 1 and false is an empty cell, as null is; a Date is a number of milliseconds. A user who must
#            not be referred (referable: false) reads like one of whom nothing is known, and whoever leaves empty
#            cells out of an import never switches anybody off.
# So         `cast: { boolean: String }` writes true and false.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts csv-stringify@6.9.0
cat > written.cjs <<'JS'
const { stringify } = require('csv-stringify/sync');
const rows = [
	['ann', true, new Date(Date.UTC(2024, 4, 1))],
	['bob', false, null],
	['cat', null, undefined],
];
process.stdout.write(stringify(rows));
process.stdout.write(stringify(rows, { cast: { boolean: String } }));
JS
seen=$(node written.cjs)
expected='ann,1,1714521600000
bob,,
cat,,
ann,true,1714521600000
bob,false,
cat,,'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
