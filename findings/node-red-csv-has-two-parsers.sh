#!/usr/bin/env bash
# Node-RED: the csv node's two parsers, Legacy and RFC4180, read different rows out of the same text.
#
# Version    @node-red/nodes 4.1.15 (Node.js 20)
# Guess      "Parser: RFC4180" is stricter about quotes, and otherwise the same node.
# Behaviour  With "parse numerical values" on, as it is by default: 0x64 is the text 0x64 to Legacy and the number
#            100 to RFC4180. A byte order mark, as Excel writes it, is taken off by Legacy and made part of the first
#            column's name by RFC4180, so msg.payload.id does not exist. With "include empty strings", a line end at
#            the end of the text, which is how files end, gives one more row {"id": ""} with Legacy and none with
#            RFC4180. 1E5 is the number 100000 to both, and of two columns with one name the last one wins in both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts node-red@4.1.15 node-red-node-test-helper@0.3.6
cat > rows.cjs <<'JS'
const helper = require('node-red-node-test-helper');
helper.init(require.resolve('node-red'));
const csv = require('@node-red/nodes/core/parsers/70-CSV.js');
const settings = {
	id: 'reads', type: 'csv', sep: ',', hdrin: true, hdrout: 'none', multi: 'mult', ret: '\\n', temp: '', skip: '0',
	strings: true, include_empty_strings: true, include_null_values: false, wires: [['out']],
};
const read = (spec, payload) =>
	new Promise((resolve) => {
		helper.load([csv], [{ ...settings, spec }, { id: 'out', type: 'helper' }], () => {
			helper.getNode('out').on('input', (msg) => resolve(JSON.stringify(msg.payload).replace('\ufeff', '<BOM>')));
			helper.getNode('reads').receive({ payload });
		});
	}).finally(() => helper.unload());
(async () => {
	await new Promise((started) => helper.startServer(started));
	for (const spec of ['', 'rfc']) {
		console.log(spec || 'legacy');
		console.log(await read(spec, 'id\n1E5\n0x64'));
		console.log(await read(spec, '\ufeffid\nann'));
		console.log(await read(spec, 'id\nann\n'));
		console.log(await read(spec, 'id,id\nann,bob'));
	}
	await new Promise((stopped) => helper.stopServer(stopped));
})();
JS
seen=$(node rows.cjs)
echo "$seen"
expected='legacy
[{"id":100000},{"id":"0x64"}]
[{"id":"ann"}]
[{"id":"ann"},{"id":""}]
[{"id":"bob"}]
rfc
[{"id":100000},{"id":100}]
[{"<BOM>id":"ann"}]
[{"id":"ann"}]
[{"id":"bob"}]'
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
