import type { INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';
import { Witness } from './witness.cts';

const USERS = 'accountId,id\nacme,ann\n';
const REJECTED = 1;
const rig = new Rig();

beforeAll(async () => await rig.start());
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

async function node(type: string, parameters: INodeParameters, item = fileItem('a.csv', USERS)) {
	return await rig.run(chain({ name: 'Node', type, parameters }), [item]);
}

it.each(['..', 'a/b', 'a\\b', 'a%2fb', 'a?b', 'a#b', 'a\r\nHost: x', 'ａ', 'a\u202eb', 'a\0b'])(
	'S10: the tenant alias %j is refused before any request',
	async (tenantAlias) => {
		const workflow = chain({ name: 'Upload', type: 'advocateUpload' });
		const run = await rig.run(workflow, [fileItem('a.csv', USERS)], {
			credential: { tenantAlias },
		});

		expect(failure(run).message).toBe('The tenant alias contains characters that are not allowed');
		expect(rig.sandbox.requests).toEqual([]);
	},
);

describe('S11: what is typed travels as a GraphQL variable', () => {
	const VALUES = [
		'x") { id } deleteJob(id: "1") { deletedCount } #',
		'"}}, "query": "mutation { deleteJob(id: 1) { deletedCount } }',
		'a\r\nb',
		'../../other/graphql',
		'$jobInput',
		'a\u2028"\\',
	];

	/** Each node that asks by GraphQL, with a value in all of its free texts. */
	const NODES: Array<[string, (value: string) => INodeParameters]> = [
		['advocateValidate', (fileRef) => ({ fileRef, type: 'MUTATION/USER' })],
		[
			'advocateCreateJob',
			(value) => ({
				fileRef: value,
				type: 'MUTATION/USER',
				options: {
					name: value,
					requester: value,
					mailtoEmail: value,
					programId: value,
					segmentsToAdd: [value],
					segmentsToRemove: [`${value}2`],
				},
			}),
		],
		['advocateJobStatus', (jobId) => ({ jobId })],
	];

	it.each(NODES)('from %s', async (type, parameters) => {
		await node(type, parameters('plain'));
		const plain = rig.sandbox.requests.map(({ path, query }) => ({ path, query }));
		for (const value of VALUES) {
			rig.sandbox.clearRequests();
			await node(type, parameters(value));

			const asked = new Set(rig.sandbox.requests.map(({ query }) => query));
			expect(asked).toEqual(new Set(plain.map(({ query }) => query)));
			expect(rig.sandbox.requests[0]?.path).toBe('/api/v1/test_acme/graphql');
			const variables = rig.sandbox.requests.map((request) => JSON.stringify(request.variables));
			expect(variables.join()).toContain(JSON.stringify(value).slice(1, -1));
		}
	});
});

/** File names as strangers choose them. */
const FILE_NAMES = [
	'../../etc/passwd.csv',
	'..\\..\\windows\\system32.csv',
	'a"; name="other.csv',
	'a\r\nX-Header: 1\r\n\r\nbody.csv',
	'.htaccess.csv',
	'-rf.csv',
	'CON.csv',
	'con\u202evsc.csv',
	'a\0b.csv',
	'Käufer 日本.csv',
	`${'x'.repeat(5_000)}.csv`,
];
const SAFE_NAME = /^(?!(con|prn|aux|nul|com\d|lpt\d)\.)[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\.csv$/i;

describe('S12: an uploaded file has a safe name', () => {
	it.each(FILE_NAMES)('%j in a form', async (fileName) => {
		const run = await node('advocateUpload', {}, fileItem(fileName, USERS));

		const body = rig.sandbox.requests[0]?.body.toString() ?? '';
		const [head = '', content] = body.split('\r\n\r\n');
		expect(content).toBe(`${USERS}\r\n${head.split('\r\n')[0] ?? ''}--\r\n`);
		const [, name] =
			/\r\nContent-Disposition: form-data; name="file"; filename="([^"]*)"/.exec(head) ?? [];
		expect(name).toMatch(SAFE_NAME);
		expect(head.split('\r\n')).toHaveLength(3);
		expect(run.json('Node')[0]?.fileName).toBe(name);
	});

	it.each(FILE_NAMES)('%j as a raw body', async (fileName) => {
		const parameters = { options: { uploadEncoding: 'raw', fileName } };
		await node('advocateUpload', parameters, fileItem('a.csv', USERS));

		const { headers = {} } = rig.sandbox.requests[0] ?? {};
		const [, name] =
			/^attachment; filename="(.*)"$/.exec(headers['content-disposition'] ?? '') ?? [];
		expect(name).toMatch(SAFE_NAME);
		expect(headers['x-header']).toBeUndefined();
	});
});

describe('S13: a file that a node gives has a safe name', () => {
	const advocate = new Witness();
	beforeAll(async () => await advocate.open());
	afterAll(async () => await advocate.close());

	it.each(FILE_NAMES)('the results of a job, though all is called %j', async (fileName) => {
		const link = `${advocate.url}/${encodeURIComponent(fileName)}`;
		const job = { id: fileName, type: 'MUTATION/USER', status: 'COMPLETED', downloadUrl: link };
		const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`;
		advocate.answer = ({ method }) =>
			method === 'GET'
				? { headers: { 'content-disposition': disposition }, body: 'recordNumber\n' }
				: { body: JSON.stringify({ data: { job } }) };
		const workflow = chain({
			name: 'Node',
			type: 'advocateJobStatus',
			parameters: { jobId: 'x', options: { attachResultsFile: true } },
		});
		const run = await rig.run(workflow, undefined, { credential: { baseUrl: advocate.url } });

		const name = run.items('Node')[0]?.binary?.results?.fileName;
		expect(name).toMatch(/^job-[A-Za-z0-9._-]{0,100}-results\.csv$/);
	});

	it.each(FILE_NAMES)('a prepared file that was to be called %j', async (fileName) => {
		const parameters = { source: 'items', options: { prepareOnly: true, format: 'csv', fileName } };
		const run = await node('advocateUpload', parameters, { json: { accountId: 'a', id: 'b' } });

		expect(run.items('Node')[0]?.binary?.data?.fileName).toMatch(SAFE_NAME);
	});

	it.each(FILE_NAMES)('and a refused file %j is shown without what misleads', async (fileName) => {
		const parameters = { options: { onRefused: 'rejected' } };
		const run = await node('advocateUpload', parameters, fileItem(fileName, ''));

		const [rejected] = run.json('Node', REJECTED);
		for (const shown of [text(rejected?.fileName), text(rejected?.error)]) {
			expect(shown).not.toMatch(/\p{C}|\.\.[/\\]/u);
			expect(shown.length).toBeLessThan(500);
		}
	});
});

describe('S14: no item can turn an import into a deletion', () => {
	const item = { json: { type: 'MUTATION/DELETE_USER', fileRef: 'x', confirmDeletion: true } };

	it.each<[string, INodeParameters]>([
		['a node that takes the type from the item', {}],
		['the same, confirmed while it was set otherwise', { confirmDeletion: true }],
		['a node set to users', { type: 'MUTATION/USER', confirmDeletion: true }],
		['a node set to deletion, not confirmed', { type: 'MUTATION/DELETE_USER' }],
	])('with %s', async (_which, parameters) => {
		const run = await node('advocateCreateJob', parameters, item);

		expect(failure(run).message).toMatch(/not confirmed|but this node is set to users/);
		expect(rig.sandbox.requests).toEqual([]);
	});
});

describe('S15: a name such as __proto__ is a name like any other', () => {
	const ROWS = JSON.stringify({ accountId: 'a', id: '1' }).replace('{', '{"__proto__":{"evil":1},');
	const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', '__proto__.evil'];

	function nothingChanged(): void {
		expect(({} as Record<string, unknown>).evil).toBeUndefined();
		expect(Object.keys(Object.prototype)).toEqual([]);
	}

	it('in the columns of a file', async () => {
		const csv = `accountId,id,${NAMES.join(',')}\nacme,ann${',evil'.repeat(NAMES.length)}\n`;
		for (const file of [fileItem('a.csv', csv), fileItem('a.jsonl', `${ROWS}\n`)]) {
			for (const fileMode of ['checked', 'checkedAsIs', 'asIs']) {
				const options = { checkFile: false };
				const run = await node('advocateUpload', { fileMode, options }, file);
				expect(run.error).toBeUndefined();
				nothingChanged();
			}
		}
	});

	it('in the fields of an item', async () => {
		const json = JSON.parse(ROWS) as Record<string, string>;
		for (const name of NAMES.slice(1)) json[name] = 'evil';
		const run = await node('advocateUpload', { source: 'items' }, { json });

		expect(run.error).toBeUndefined();
		expect(run.items('Node').length + run.items('Node', REJECTED).length).toBe(1);
		nothingChanged();
	});
});
