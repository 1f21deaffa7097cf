#!/usr/bin/env bash
# Node-RED: what split and csv take apart, join does not always put together again: it waits for ever, or loses rows.
#
# Version    @node-red/nodes 4.1.15 (Node.js 20)
# Guess      Join, "automatic", gives back what Split or csv made a sequence of: that is what it is for.
# Behaviour  A text that ends with the separator is joined again. The same text as a buffer is not: Split says that
#            there are 3 parts and sends 2, as it leaves out the empty last one, and Join waits for ever. csv behind
#            File In by lines sends rows whose parts.count is NaN; if the file ends with a line end, as files do, it
#            ends with {complete: true} without parts, which Join does not take for an end, and waits for ever (and
#            without one Join makes a text of the objects, [object Object]). Of two texts with two rows each csv makes
#            four messages with the places 0, 0, 1, 1 of 2: Join keeps the later of each place, and the row "ann" is
#            gone without a word.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-red@4.1.15 node-red-node-test-helper@0.3.6
printf 'id\nann\nbob\n' > with-line-end.csv
printf 'id\nann\nbob' > without.csv
cat > join.cjs <<'JS'
const helper = require('node-red-node-test-helper');
helper.init(require.resolve('node-red'));
const core = (name) => require(`@node-red/nodes/core/${name}.js`);
const nodes = [core('sequence/17-split'), core('parsers/70-CSV'), core('storage/10-file')];
const split = { type: 'split', splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len', property: 'payload' };
const csv = { type: 'csv', sep: ',', hdrin: false, temp: 'id', multi: 'one', ret: '\\n', skip: '0', strings: false };
const lines = { type: 'file in', filename: 'payload', filenameType: 'msg', format: 'lines', encoding: 'none' };
const join = { type: 'join', mode: 'auto' };
/** What the last node of a chain has sent, once nothing has come for a while. */
const through = async (chain, payload) => {
	const flow = [...chain, join].map((node, i) => ({ ...node, id: `n${i}`, wires: [[`n${i + 1}`]] }));
	const parts = { id: `n${chain.length + 1}`, type: 'helper' };
	const seen = { id: 'seen', type: 'helper' };
	flow[chain.length - 1].wires[0].push('seen');
	await new Promise((loaded) => helper.load(nodes, [...flow, parts, seen], loaded));
	const sent = [];
	const joined = [];
	helper.getNode('seen').on('input', (msg) => sent.push(msg.parts?.count ?? '-'));
	helper.getNode(parts.id).on('input', (msg) => joined.push(JSON.stringify(msg.payload)));
	helper.getNode('n0').receive({ payload });
	await new Promise((quiet) => setTimeout(quiet, 1500));
	await helper.unload();
	return `${sent.length} parts (count ${sent.join(' ')}), joined: ${joined.join(' ') || 'never'}`;
};
(async () => {
	await new Promise((started) => helper.startServer(started));
	console.log('text    ', await through([split], 'a\nb\n'));
	console.log('buffer  ', await through([split], Buffer.from('a\nb\n')));
	console.log('lines   ', await through([lines, { ...csv, hdrin: true, temp: '' }], 'without.csv'));
	console.log('line end', await through([lines, { ...csv, hdrin: true, temp: '' }], 'with-line-end.csv'));
	console.log('texts   ', await through([split, csv], ['ann\nbob', 'cat\ndan']));
	await new Promise((stopped) => helper.stopServer(stopped));
})();
JS
seen=$(node join.cjs | grep -v '\[warn\]')
echo "$seen"
expected='text     3 parts (count 3 3 3), joined: "a\nb\n"
buffer   2 parts (count 3 3), joined: never
lines    2 parts (count NaN 2), joined: "[object Object]\n[object Object]"
line end 3 parts (count NaN NaN -), joined: never
texts    4 parts (count 2 2 2 2), joined: [{"id":"bob"},{"id":"cat"}] [null,{"id":"dan"}]'
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
