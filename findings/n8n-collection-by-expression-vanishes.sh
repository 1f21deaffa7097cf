#!/usr/bin/env bash
# n8n: an expression in the place of a whole fixed collection is thrown away before the node sees it.
#
# Version    n8n-workflow 2.8.0 (Node.js 20)
# Guess      A builder (or an AI that writes workflow JSON) may give the whole collection by expression, as every
#            other parameter; the node gets the resolved object.
# Behaviour  NodeHelpers.getNodeParameters(), which n8n runs over every node of a workflow when it is loaded, leaves
#            a collection given as text out without a word. A string parameter beside it keeps its expression.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps n8n-workflow@2.8.0
cat > parameters.cjs <<'JS'
const { NodeHelpers } = require('n8n-workflow');
const properties = [
	{ displayName: 'Title', name: 'title', type: 'string', default: '' },
	{
		displayName: 'Columns', name: 'columns', type: 'fixedCollection', typeOptions: { multipleValues: true }, default: {},
		options: [{ name: 'column', displayName: 'Column', values: [
			{ displayName: 'Name', name: 'name', type: 'string', default: '' },
		] }],
	},
];
const given = { title: '={{ $json.title }}', columns: '={{ $json.columns }}' };
console.log(JSON.stringify(NodeHelpers.getNodeParameters(properties, given, false, false, null, null)));
JS
seen=$(node parameters.cjs)
expected='{"title":"={{ $json.title }}"}'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
