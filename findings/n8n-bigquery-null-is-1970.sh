#!/usr/bin/env bash
# n8n: BigQuery's NULL in a TIMESTAMP column comes as the first second of 1970, and false as a text.
#
# Versions   n8n-nodes-base 2.8.1, n8n-workflow 2.8.0 (Node.js 20)
# Guess      NULL comes as null, as it does from the Postgres node, and a BOOL as true or false.
# Behaviour  The node makes a date of whatever the cell of a TIMESTAMP column has, and of null it makes 0. In a DATETIME
#            column, next to it, null stays null. BigQuery's API writes each value as a text, and the node leaves BOOL
#            and INT64 so: "false" is not empty, so a condition takes it for true.
# So         A user without a date is one of 1970. Exactly 1970-01-01T00:00:00 from there is no date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# The package asks its maker's own server for xlsx; npm's registry has a copy.
echo '{"overrides": {"xlsx": "0.18.5"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps n8n-nodes-base@2.8.1 n8n-workflow@2.8.0
cat > query.cjs <<'JS'
const bigQuery = require('n8n-nodes-base/dist/nodes/Google/BigQuery/v2/helpers/utils.js');
const node = {
	getNode: () => ({ name: 'BigQuery', typeVersion: 2.1 }),
	helpers: { constructExecutionMetaData: (items) => items },
};
const field = (name, type) => ({ name, type, mode: 'NULLABLE' });
// An answer of BigQuery's jobs.query for two rows, the second of which has only an id.
const answer = {
	schema: {
		fields: [field('id', 'INTEGER'), field('seen', 'TIMESTAMP'), field('met', 'DATETIME'), field('referable', 'BOOLEAN')],
	},
	rows: [
		{ f: [{ v: '1' }, { v: '1.7145216E9' }, { v: '2024-05-01T00:00:00' }, { v: 'false' }] },
		{ f: [{ v: '2' }, { v: null }, { v: null }, { v: null }] },
	],
	totalRows: '2',
	jobComplete: true,
};
for (const { json } of bigQuery.prepareOutput.call(node, answer, 0, false)) console.log(JSON.stringify(json));
JS
seen=$(TZ=UTC node query.cjs)
expected='{"id":"1","seen":"2024-05-01T00:00:00.000+00:00","met":"2024-05-01T00:00:00","referable":"false"}
{"id":"2","seen":"1970-01-01T00:00:00.000+00:00","met":null,"referable":null}'
echo "$seen"
[ "$seen" = "$expected" ] || { echo 'CHANGED, expected:'; echo "$expected"; exit 1; }
