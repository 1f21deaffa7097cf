import type { INodeParameters } from 'n8n-workflow';
import { textsWithKey } from '../security/found-texts.cts';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';
import { sourceRows } from '../support/source-rows.cts';

/*
 * A credential with expressions in it: one workflow for several tenants. What is done for an item is done in
 * that item's tenant, with its key.
 */

const rig = new Rig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const ACME = { alias: 'test_acme', key: 'TEST_key_0123456789abcdef' };
const GLOBEX = { alias: 'test_globex', key: 'TEST_key_fedcba9876543210' };

/** The tenant that the item from the trigger names, found from any node after it. */
const credential = {
	tenantAlias: "={{ $('Start').item.json.tenant }}",
	apiKey: `={{ { "${ACME.alias}": "${ACME.key}", "${GLOBEX.alias}": "${GLOBEX.key}" }[$('Start').item.json.tenant] }}`,
};

const USERS = 'accountId,id\nacme,ann\n';
const items = [ACME, GLOBEX, ACME].map(({ alias: tenant }) =>
	fileItem('users.csv', USERS, 'text/csv', { tenant }),
);

it('a whole import goes to the tenant of its item, from node to node', async () => {
	const workflow = chain(
		{ name: 'Upload', type: 'advocateUpload' },
		{ name: 'Validate', type: 'advocateValidate' },
		{ name: 'Create Job', type: 'advocateCreateJob' },
		{ name: 'Job Status', type: 'advocateJobStatus', parameters: { wait: true } },
	);

	const run = await rig.run(workflow, items, { credential });

	expect(run.error).toBeUndefined();
	const refs = run.json('Upload').map(({ fileRef }) => text(fileRef).split('/')[1]);
	expect(refs).toEqual(['test_acme', 'test_globex', 'test_acme']);
	expect(rig.sandbox.jobs.list('test_acme')).toHaveLength(2);
	expect(rig.sandbox.jobs.list('test_globex')).toHaveLength(1);
	expect(run.json('Job Status').map(({ status }) => status)).toEqual(Array(3).fill('COMPLETED'));
});

it('each page of a list of jobs, and the files of a job, come from the tenant of the item', async () => {
	const { id } = rig.sandbox.jobs.add('test_globex', {
		type: 'MUTATION/USER',
		status: 'COMPLETED',
	});
	const getMany = { operation: 'getMany', returnAll: true };
	const files = { jobId: id, options: { attachResultsFile: true } };

	const list = await rig.run(
		chain({ name: 'Jobs', type: 'advocateJobStatus', parameters: getMany }),
		items,
		{ credential },
	);
	const job = await rig.run(
		chain({
			name: 'Job',
			type: 'advocateJobStatus',
			parameters: files,
			onError: 'continueRegularOutput',
		}),
		items,
		{ credential },
	);

	expect(list.json('Jobs').map((one) => one.id)).toEqual([id]);
	expect(job.json('Job', 0).map((one) => one.id)).toEqual([id]);
	expect(job.json('Job', 1).map(({ error }) => error)).toEqual([
		`There is no job "${id}" in the tenant "test_acme"`,
		`There is no job "${id}" in the tenant "test_acme"`,
	]);
});

const NODES: Array<[string, INodeParameters]> = [
	['advocateUpload', {}],
	['advocateUpload', { source: 'items' }],
	['advocateValidate', { fileRef: 'x', type: 'MUTATION/USER' }],
	['advocateCreateJob', { fileRef: 'x', type: 'MUTATION/USER' }],
	['advocateJobStatus', { jobId: 'x' }],
	['advocateJobStatus', { jobId: 'x', wait: true, options: { timeLimit: 1 } }],
];

it.each(NODES)(
	'the key of no item is given away by an error of %s %j',
	async (type, parameters) => {
		for (const on of ['upload', 'validateJobCreation', 'createJob', 'job'] as const) {
			const errors = [ACME, GLOBEX].map(({ key }) => ({ message: `The key ${key} is odd` }));
			const fault = { on, times: Infinity } as const;
			if (on === 'upload') {
				const body = JSON.stringify({ message: errors.map(({ message }) => message).join() });
				rig.sandbox.faults.add({ ...fault, kind: 'status', status: 400, body });
			} else rig.sandbox.faults.add({ ...fault, kind: 'graphqlErrors', errors, data: 'null' });
		}
		const rows = items.map(({ binary, json }) => ({
			binary,
			json: { tenant: json.tenant, accountId: 'a', id: 'b' },
		}));

		for (const onError of [
			'stopWorkflow',
			'continueRegularOutput',
			'continueErrorOutput',
		] as const) {
			const workflow = chain({ name: 'Node', type, parameters, onError });
			// Each tenant in turn: an item's own key is the one that its error must not have.
			for (const { alias, key } of [ACME, GLOBEX]) {
				const own = rows.filter(({ json }) => json.tenant === alias);
				const run = await rig.run(workflow, own, { credential });
				expect(textsWithKey(run.raw.data, key)).toEqual([]);
			}
			const run = await rig.run(workflow, rows, { credential });
			const [failed] = run
				.outputs('Node')
				.flat()
				.filter(({ json }) => json.tenant === GLOBEX.alias);
			expect(textsWithKey(failed ?? {}, GLOBEX.key)).toEqual([]);
		}
	},
);

it.each([{}, { source: 'items', options: { fileName: '={{ $json.name }}' } }])(
	"an item's own key is removed from its error, wherever it comes from: Upload %j",
	async (parameters) => {
		const named = [ACME, GLOBEX].map(({ alias: tenant, key: name }) =>
			fileItem(`${name}.csv`, USERS, 'text/csv', { tenant, name, accountId: 'a', id: 'b' }),
		);
		const fault = { on: 'upload', kind: 'status', status: 403, times: Infinity } as const;
		for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
			rig.sandbox.faults.add(fault);
			const workflow = chain({ name: 'Node', type: 'advocateUpload', parameters, onError });

			const run = await rig.run(workflow, named, { credential });

			const errors = run.outputs('Node').flatMap((list) => list.map(({ json }) => json.error));
			expect(errors).toHaveLength(2);
			expect(errors.filter((error) => text(error).includes('TEST_key'))).toEqual([]);
		}
	},
);

it('an item without a tenant fails by itself', async () => {
	const run = await rig.run(
		chain({ name: 'Upload', type: 'advocateUpload', onError: 'continueRegularOutput' }),
		[fileItem('users.csv', USERS), ...items],
		{ credential },
	);
	const stopped = await rig.run(
		chain({ name: 'Upload', type: 'advocateUpload' }),
		[fileItem('users.csv', USERS), ...items],
		{ credential },
	);

	expect(run.json('Upload', 0)).toHaveLength(3);
	expect(run.json('Upload', 1).map(({ error }) => error)).toEqual(['The tenant alias is empty']);
	expect(failure(stopped).message).toBe('The tenant alias is empty');
});

describe('items that become rows', () => {
	const ROWS = [ACME, GLOBEX, ACME].map(({ alias: tenant }, index) => ({
		json: { tenant, accountId: 'acme', id: `user${index + 1}` },
	}));
	const workflow = (node: Partial<NodeSketch> = {}) =>
		chain({ name: 'Upload', type: 'advocateUpload', parameters: { source: 'items' }, ...node });

	it('go into a file for each tenant, which the file names', async () => {
		const run = await rig.run(workflow(), ROWS, { credential });

		expect(run.json('Upload')).toEqual([
			expect.objectContaining({
				tenantAlias: 'test_acme',
				rows: 2,
				sourceRows: sourceRows('1,3', 3),
			}),
			expect.objectContaining({
				tenantAlias: 'test_globex',
				rows: 1,
				sourceRows: sourceRows('2', 3),
			}),
		]);
		expect(uploadedLines(rig, 'test_acme').map(({ id }) => id)).toEqual(['user1', 'user3']);
		expect(uploadedLines(rig, 'test_globex').map(({ id }) => id)).toEqual(['user2']);
	});

	it('stay one file where the credential is the same for all', async () => {
		const run = await rig.run(workflow(), ROWS);

		expect(run.json('Upload')).toEqual([expect.objectContaining({ rows: 3 })]);
		expect(run.json('Upload')[0]).not.toHaveProperty('tenantAlias');
	});

	it.each([0, 333, 1_499])(
		'are told apart also where one of many is of another tenant: item %i',
		async (other) => {
			const rows = Array.from({ length: 1_500 }, (_, index) => ({
				json: {
					tenant: index === other ? GLOBEX.alias : ACME.alias,
					accountId: 'acme',
					id: `user${index}`,
				},
			}));

			const run = await rig.run(workflow(), rows, { credential });

			expect(uploadedLines(rig, 'test_globex')).toEqual([
				{ accountId: 'acme', id: `user${other}` },
			]);
			expect(run.json('Upload').map((file) => file.rows)).toEqual(
				expect.arrayContaining([1, 1_499]),
			);
		},
	);

	it('are rejected by tenant if the workflow goes on', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 403, skip: 1 });

		const run = await rig.run(workflow({ onError: 'continueRegularOutput' }), ROWS, { credential });

		expect(run.json('Upload', 0)).toEqual([expect.objectContaining({ tenantAlias: 'test_acme' })]);
		expect(run.json('Upload', 1)).toEqual([
			expect.objectContaining({ id: 'user2', error: expect.any(String) as string }),
		]);
	});
});
