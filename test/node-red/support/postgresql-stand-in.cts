import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Stands in for the palette node node-red-contrib-postgresql (0.16), of which it has the types of nodes and the
 * form of the answer: the rows of the whole result as an array of objects, by the names that the query gives.
 *
 * @param userDir of the Node-RED that is to have it
 * @param table the values of each row, in the order of the query's columns
 */
export function standInForPostgresql(userDir: string, table: unknown[][]): void {
	const folder = join(userDir, 'nodes');
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		join(folder, 'postgresql.html'),
		`<script type="text/javascript">
	RED.nodes.registerType('postgreSQLConfig', { category: 'config', defaults: {} });
	RED.nodes.registerType('postgresql', { category: 'storage', defaults: {}, inputs: 1, outputs: 1 });
</script>`,
	);
	writeFileSync(
		join(folder, 'postgresql.js'),
		`const TABLE = ${JSON.stringify(table)};
module.exports = (RED) => {
	RED.nodes.registerType('postgreSQLConfig', function (config) {
		RED.nodes.createNode(this, config);
	});
	RED.nodes.registerType('postgresql', function (config) {
		RED.nodes.createNode(this, config);
		this.on('input', (message, send, done) => {
			const names = [...config.query.matchAll(/AS "([^"]+)"/g)].map(([, name]) => name);
			const row = (values) => Object.fromEntries(names.map((name, index) => [name, values[index]]));
			send({ ...message, payload: TABLE.map(row), pgsql: { command: 'SELECT', rowCount: TABLE.length } });
			done();
		});
	});
};
`,
	);
}
