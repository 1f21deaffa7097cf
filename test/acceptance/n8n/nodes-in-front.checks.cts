import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	endedExecution,
	itemsOf,
	startExecution,
	type Execution,
} from '../../../harness/n8n/executions.cts';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import {
	advocateNode,
	baseNode,
	chain,
	codeNode,
	type Sketch,
} from '../../../harness/n8n/workflow-chain.cts';
import { runnable, type CredentialRef } from '../../../harness/n8n/workflow-files.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';
import type { CheckList } from '../check-list.cts';
import { Postgres } from '../queue/postgres.cts';

const JOB_TYPES = { users: 'MUTATION/USER', deletions: 'MUTATION/DELETE_USER' } as const;
type Rows = keyof typeof JOB_TYPES;

/** What became of rows that n8n's own nodes handed to Advocate Upload. */
interface Arrival {
	/** The lines that Advocate got, as JSON; none if nothing was uploaded. */
	sent: Array<Record<string, unknown>>;
	/** The reasons of the rows that left on Rejected, a text for each row. */
	rejected: string[];
	warnings: string;
	/** Why the workflow failed; empty if it succeeded. */
	error: string;
}

/** Nodes of n8n's own in front of Advocate Upload, and what must arrive. */
interface Front {
	title: string;
	nodes: Sketch[];
	upload?: INodeParameters;
	holds(arrival: Arrival, rows: Rows): void;
}

/** Rows as n8n's own nodes really hand them over, for users and for deletions. */
export async function checkNodesInFront(list: CheckList, running: N8nWithSandbox): Promise<void> {
	const folder = new TemporaryFolder('advocate-front');
	const postgres = await Postgres.start(folder.path);
	try {
		const database = await databaseCredential(running, postgres);
		for (const rows of Object.keys(JOB_TYPES) as Rows[]) {
			for (const front of [...dataTable(rows), ...ownNodes(), postgresRows(database)]) {
				await list.check(`${front.title}: ${rows}`, async () => {
					front.holds(await arrivalOf(running, front, rows), rows);
				});
			}
		}
	} finally {
		await postgres.stop();
		folder.remove();
	}
}

/** n8n's Data Table gives every row an `id` of its own, beside the user's. */
function dataTable(rows: Rows): Front[] {
	const table = { __rl: true, mode: 'name', value: `front-${rows}` };
	const version = { typeVersion: 1.1 };
	const nodes: Sketch[] = [
		{
			...baseNode('dataTable', 'Make the Table', {
				...{ resource: 'table', operation: 'create', tableName: table.value },
				columns: { column: [{ name: 'account_id' }, { name: 'user_id' }] },
				options: { createIfNotExists: true },
			}),
			...version,
		},
		codeNode('Contacts', [
			{ account_id: 'acme', user_id: 'user-98' },
			{ account_id: 'acme', user_id: 'user-99' },
		]),
		{
			...baseNode('dataTable', 'Keep', {
				...{ operation: 'upsert', dataTableId: table, matchType: 'allConditions' },
				filters: { conditions: [{ keyName: 'user_id', keyValue: '={{ $json.user_id }}' }] },
				columns: { mappingMode: 'autoMapInputData', value: null },
				options: {},
			}),
			...version,
		},
		{
			...baseNode('dataTable', 'Contacts Again', {
				...{ operation: 'get', dataTableId: table, returnAll: true },
			}),
			...version,
			executeOnce: true,
		},
	];
	return [
		{
			title: 'rows of a Data Table, which have an id of their own, stop the upload',
			nodes,
			holds: ({ sent, error }) => {
				assert.deepEqual(sent, []);
				assert.match(error, /"user_id"/);
				assert.match(error, /"id"/);
			},
		},
		{
			title: 'rows of a Data Table, with the user ID set by hand',
			nodes,
			upload: {
				additionalColumns: { column: [{ field: 'id', value: '={{ $json.user_id }}' }] },
			},
			holds: ({ sent, error }) => {
				assert.equal(error, '');
				assert.deepEqual(
					sent.map(({ id }) => id),
					['user-98', 'user-99'],
				);
			},
		},
	];
}

function ownNodes(): Front[] {
	const ann = { 'Account ID': 'acme', 'User ID': 'ann' };
	const bob = { account_id: 'acme', user_id: 'bob' };
	const csv = { ...baseNode('convertToFile', 'As a File', { options: {} }), typeVersion: 1.1 };
	return [
		{
			title: 'rows of two shapes, merged',
			nodes: [
				codeNode('Both', [
					{ ...ann, 'Email Address': 'ann@example.com' },
					{ ...bob, email: 'bob@example.com' },
				]),
				{ ...baseNode('merge', 'Merge', {}), typeVersion: 3.2 },
			],
			holds: ({ sent, error }, rows) => {
				assert.equal(error, '');
				const users = [
					{ accountId: 'acme', id: 'ann', email: 'ann@example.com' },
					{ accountId: 'acme', id: 'bob', email: 'bob@example.com' },
				];
				assert.deepEqual(sent, rows === 'users' ? users : users.map(withoutEmail));
			},
		},
		{
			title: 'a list in one item, after Split Out',
			nodes: [
				codeNode('Answer', [{ contacts: [ann, bob] }]),
				baseNode('splitOut', 'Split Out', { fieldToSplitOut: 'contacts', options: {} }),
			],
			holds: annAndBob,
		},
		{
			title: 'a list in one item, after Aggregate: told to use Split Out',
			nodes: [
				codeNode('Contacts', [ann, bob]),
				baseNode('aggregate', 'Aggregate', { aggregate: 'aggregateAllItemData', options: {} }),
			],
			holds: ({ sent, rejected, error }) => {
				assert.deepEqual(sent, []);
				assert.match(rejected.join() + error, /use the Split Out node on/);
			},
		},
		{
			title: 'a CSV file of a database, after Extract From File',
			nodes: [
				codeNode('Contacts', [
					{ ...ann, 'First Name': 'NULL' },
					{ ...ann, 'User ID': '="00123"' },
					{ ...ann, 'User ID': 'NULL' },
				]),
				csv,
				baseNode('extractFromFile', 'Contacts Again', { operation: 'csv', options: {} }),
			],
			holds: ({ sent, rejected, warnings, error }) => {
				assert.equal(error, '');
				assert.deepEqual(
					sent.map(({ id }) => id),
					['ann', '00123'],
				);
				assert.equal(rejected.length, 1);
				assert.match(rejected.join(), /NULL/);
				assert.match(warnings, /00123/);
			},
		},
		{
			title: 'numbers of twelve digits that Convert to File has rounded are not sent',
			nodes: [
				codeNode('Contacts', [
					{ accountId: 'acme', id: 701234567890 },
					{ accountId: 'acme', id: 701234567891 },
				]),
				csv,
			],
			upload: { source: 'binary' },
			holds: ({ sent, rejected, error }) => {
				assert.deepEqual(sent, []);
				assert.match(rejected.join() + error, /7\.01235E\+11/);
			},
		},
	];
}

/** Types of PostgreSQL that n8n's node hands over in its own way. */
function postgresRows(credential: CredentialRef): Front {
	const query = `SELECT 'acme' AS account_id, 701234567890123::bigint AS user_id, NULL AS first_name,
		TIMESTAMPTZ '2024-05-01 09:00+00' AS created_at, true AS referable, '\\x00ff'::bytea AS photo`;
	return {
		title: 'rows of PostgreSQL: a bigint, a time, a boolean, NULL and bytes',
		nodes: [
			{
				...baseNode('postgres', 'Contacts', { operation: 'executeQuery', query, options: {} }),
				typeVersion: 2.6,
				credentials: { postgres: credential },
			},
		],
		holds: ({ sent, error }, rows) => {
			assert.equal(error, '');
			const user = { accountId: 'acme', id: '701234567890123' };
			const details = { dateCreated: 1714554000000, referable: true };
			assert.deepEqual(sent, [rows === 'users' ? { ...user, ...details } : user]);
		},
	};
}

function annAndBob({ sent, error }: Arrival): void {
	assert.equal(error, '');
	assert.deepEqual(sent, [
		{ accountId: 'acme', id: 'ann' },
		{ accountId: 'acme', id: 'bob' },
	]);
}

function withoutEmail({ accountId, id }: IDataObject): IDataObject {
	return { accountId, id };
}

async function databaseCredential(
	{ rest }: N8nWithSandbox,
	{ env }: Postgres,
): Promise<CredentialRef> {
	const { id, name } = await rest.post<CredentialRef>('/credentials', {
		name: 'Contacts database',
		type: 'postgres',
		data: {
			host: env.DB_POSTGRESDB_HOST,
			port: Number(env.DB_POSTGRESDB_PORT),
			database: env.DB_POSTGRESDB_DATABASE,
			user: env.DB_POSTGRESDB_USER,
			password: env.DB_POSTGRESDB_PASSWORD,
			ssl: 'disable',
		},
	});
	return { id, name };
}

async function arrivalOf(running: N8nWithSandbox, front: Front, rows: Rows): Promise<Arrival> {
	const { rest, sandbox, credential } = running;
	const before = sandbox.uploads.list().length;
	const upload = { source: 'items', type: JOB_TYPES[rows], ...front.upload };
	const workflow = chain(`${front.title}: ${rows}`, [
		...front.nodes,
		advocateNode('advocateUpload', 'Upload', upload),
	]);
	// The database is here, so nothing is pinned in its place.
	const stored = await running.add({ ...runnable(workflow, credential), pinData: {} });
	const run = await endedExecution(rest, await startExecution(rest, stored, 'Start'));
	return {
		sent: sandbox.uploads.list().slice(before).flatMap(linesOf),
		rejected: itemsOf(run, 'Upload', 1).map((item) => JSON.stringify(item)),
		warnings: JSON.stringify(itemsOf(run, 'Upload').map(({ warnings }) => warnings)),
		error: errorOf(run),
	};
}

function errorOf({ status, error = status }: Execution): string {
	return status === 'success' ? '' : error;
}

function linesOf({ path }: { path: string }): Array<Record<string, unknown>> {
	const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
	return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
