#!/usr/bin/env bash
# json-2-csv: null is written as the word "null", and the way back makes a number of one ID and keeps the next.
#
# Version    json-2-csv 5.6.0 (Node.js 20)
# Guess      null becomes an empty cell, as with other CSV writers; what csv2json() reads is text, or all of one kind.
# Behaviour  json2csv() writes null as null, and undefined as undefined. csv2json() takes for a number what JSON takes
#            for one: 1E5 is 100000 and 1.0 is 1, where 007 and 0x64 stay text: the IDs of one column are of two types,
#            and two of them are other IDs.
# So         `emptyFieldValue: ''` writes both as nothing, and `parseValue: (value) => value` keeps every value as text
#            on the way back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts json-2-csv@5.6.0
cat > both-ways.cjs <<'JS'
const { json2csv, csv2json } = require('json-2-csv');
const rows = [{ id: 'ann', lastName: null, email: undefined }];
console.log(json2csv(rows));
console.log(json2csv(rows, { emptyFieldValue: '' }));
const csv = 'id\n1E5\n1.0\n007\n0x64';
console.log(JSON.stringify(csv2json(csv).map((row) => row.id)));
console.log(JSON.stringify(csv2json(csv, { parseValue: (value) => value }).map((row) => row.id)));
JS
seen=$(node both-ways.cjs)
echo "$seen"
expected='id,lastName,email
ann,null,undefined
id,lastName,email
ann,,
[100000,1,"007","0x64"]
["1E5","1.0","007","0x64"]'
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
