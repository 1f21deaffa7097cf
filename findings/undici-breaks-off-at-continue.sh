#!/usr/bin/env bash
# undici: a "100 Continue" that nobody asked for ends the request, although other interim answers do not.
#
# Version    undici 7.30.2, Node.js 20 (http, and fetch, which is an undici of its own), curl of Debian 12
# Guess      A client leaves out every interim answer before the answer itself: RFC 9110, 15.2 says that it has to be
#            able to read them even if it does not expect any, and it may leave out a 100 that it did not ask for.
# Behaviour  undici leaves out 102 and 103. At 100 it closes the connection with the error "bad response", at every
#            attempt, and so does Node's fetch. http of Node and curl read the answer after it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts undici@7.30.2
cat > continue.cjs <<'JS'
const { createServer } = require('node:net');
const http = require('node:http');
const { execFile } = require('node:child_process');
const { request } = require('undici');
const clients = {
	undici: async (url) => (await request(url, { method: 'POST', body: 'rows' })).statusCode,
	fetch: async (url) => (await fetch(url, { method: 'POST', body: 'rows' })).status,
	http: (url) =>
		new Promise((resolve, reject) => {
			const asked = http.request(url, { method: 'POST' }, (answer) => resolve(answer.statusCode));
			asked.on('error', reject).end('rows');
		}),
	curl: (url) =>
		new Promise((resolve, reject) => {
			const args = ['-s', '-o', '/dev/null', '-w', '%{http_code}', '-d', 'rows', '--max-time', '10', url];
			execFile('curl', args, (problem, out) => (problem ? reject(problem) : resolve(out)));
		}),
};
const interims = { 100: '100 Continue', 102: '102 Processing', 103: '103 Early Hints' };
(async () => {
	for (const [status, line] of Object.entries(interims)) {
		const server = createServer((socket) => {
			socket.on('error', () => undefined);
			socket.once('data', () => {
				socket.write(`HTTP/1.1 ${line}\r\n\r\n`);
				setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), 50);
			});
		});
		await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
		const url = `http://127.0.0.1:${server.address().port}/`;
		for (const [name, ask] of Object.entries(clients)) {
			const problem = (error) => error.cause?.message ?? error.message;
			console.log(status, name.padEnd(6), await ask(url).catch(problem));
		}
		server.close();
	}
	process.exit();
})();
JS
seen=$(node continue.cjs)
echo "$seen"
expected='100 undici bad response
100 fetch  bad response
100 http   200
100 curl   200
102 undici 200
102 fetch  200
102 http   200
102 curl   200
103 undici 200
103 fetch  200
103 http   200
103 curl   200'
[ "$seen" = "$expected" ] || { echo "CHANGED, expected:"; echo "$expected"; exit 1; }
