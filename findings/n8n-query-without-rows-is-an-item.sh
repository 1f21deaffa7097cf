#!/usr/bin/env bash
# n8n: a database query that finds no rows gives an item all the same, though it only reads.
#
# Versions   n8n-nodes-base 2.8.1, n8n-workflow 2.8.0 (Node.js 20)
# Guess      No rows, no items: the nodes after it do not run. Postgres and MySQL do so for SELECT.
# Behaviour  Postgres looks whether the statement begins with the word "select". A common table expression begins
#            with "with", so without rows it counts as a change, and gives one item {"success": true}. MySQL has the
#            same test. BigQuery has none: each query without rows gives {"success": true}.
# So         What comes after a query has to know this item, or it works on a row that there never was.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# The package asks its maker's own server for xlsx; npm's registry has a copy.
echo '{"overrides": {"xlsx": "0.18.5"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps n8n-nodes-base@2.8.1 n8n-workflow@2.8.0
cat > query.cjs <<'JS'
const nodes = 'n8n-nodes-base/dist/nodes/';
const postgres = require(`${nodes}Postgres/v2/helpers/utils.js`);
const bigQuery = require(`${nodes}Google/BigQuery/v2/helpers/utils.js`);
const node = {
	getNode: () => ({ name: 'Query', typeVersion: 2.6 }),
	helpers: { constructExecutionMetaData: (items) => items },
};
// What pg-promise gives for one statement whose result has no rows.
const db = { multi: async () => [[]], any: async () => [], tx: async (work) => await work(db) };
const run = postgres.configureQueryRunner.call(node, node.getNode(), false, {}, db);
const show = (name, items) => console.log(name, JSON.stringify(items.map(({ json }) => json)));
(async () => {
	for (const query of ['SELECT id FROM users', 'WITH u AS (SELECT id FROM users) SELECT id FROM u', 'TABLE users']) {
		const options = { operation: 'executeQuery', nodeVersion: 2.6, queryBatching: 'transaction' };
		show(`Postgres  ${query}:`, await run([{ query, values: [] }], options));
	}
	// An answer of BigQuery's jobs.query for no rows: it has the schema, and no "rows".
	const answer = { schema: { fields: [{ name: 'id', type: 'STRING', mode: 'NULLABLE' }] }, totalRows: '0', jobComplete: true };
	show('BigQuery  SELECT id FROM users:', bigQuery.prepareOutput.call(node, answer, 0, false));
})();
JS
seen=$(node query.cjs)
expected='Postgres  SELECT id FROM users: []
Postgres  WITH u AS (SELECT id FROM users) SELECT id FROM u: [{"success":true}]
Postgres  TABLE users: [{"success":true}]
BigQuery  SELECT id FROM users: [{"success":true}]'
echo "$seen"
[ "$seen" = "$expected" ] || { echo 'CHANGED, expected:'; echo "$expected"; exit 1; }
