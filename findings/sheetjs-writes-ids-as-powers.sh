#!/usr/bin/env bash
# SheetJS: a number of twelve digits or more is written to CSV in scientific notation, and three users become two.
#
# Version    xlsx 0.18.5 (Node.js 20); n8n's Convert to File writes CSV with SheetJS too
# Guess      json_to_sheet() and sheet_to_csv() write the numbers they are given.
# Behaviour  sheet_to_csv() writes what a cell *shows* in the General format: six significant digits from 10^11 on.
#            Different IDs become one, and nothing says so. A date is written as 5/1/24: no century, and the month
#            first whatever the locale.
# So         IDs are made text before (they then stay as they are), or `rawNumbers: true` is set for sheet_to_csv().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts xlsx@0.18.5
cat > written.cjs <<'JS'
const { utils } = require('xlsx');
const sheet = (rows) => utils.json_to_sheet(rows);
const day = new Date(Date.UTC(2024, 4, 1, 12));
console.log(utils.sheet_to_csv(sheet([{ id: 99999999999, d: day }, { id: 701234567890 }, { id: 701234567891 }])));
console.log(utils.sheet_to_csv(sheet([{ id: '701234567890' }, { id: '701234567891' }])));
console.log(utils.sheet_to_csv(sheet([{ id: 701234567890 }, { id: 701234567891 }]), { rawNumbers: true }));
JS
seen=$(TZ=UTC node written.cjs)
echo "$seen"
expected='id,d
99999999999,5/1/24
7.01235E+11,
7.01235E+11,
id
701234567890
701234567891
id
701234567890
701234567891'
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
