import Ajv from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { createPoller } from '../../harness/engine/one-node/poll.cts';
import { openWebhookTrigger, type WebhookTrigger } from '../../harness/engine/one-node/webhook.cts';
import { root } from '../../harness/project.cts';
import { AdvocateJobCompletedTrigger } from '../../nodes/AdvocateJobCompletedTrigger/AdvocateJobCompletedTrigger.node.ts';
import { AdvocateWaitForCompletionTrigger } from '../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';
import { credentialTypes, nodeClasses } from '../support/advocate-nodes.cts';
import { importWorkflow, startForImports } from '../support/import-workflow.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';

/*
 * The editor shows the fields of an output schema before the node has run, so that they can be dragged. A field that is
 * not there in the end, or of another type, would be an expression that gives nothing.
 */

const rig = new Rig();
beforeEach(async () => await startForImports(rig));
afterEach(async () => await rig.stop());

interface Schema {
	type: string;
	version: number;
	properties: Record<string, object>;
}

function schemaOf(node: string, operation?: string): Schema {
	const file = operation === undefined ? 'v1.0.0.json' : `v1.0.0/${operation}.json`;
	return JSON.parse(readFileSync(join(root, 'nodes', node, '__schema__', file), 'utf8')) as Schema;
}

/** Fields that the tests below do not bring about, each of which a test of its node does. */
const SELDOM = [
	'errors',
	'fileRef',
	'note',
	'filesError',
	'statusError',
	'duplicateJobIds',
	'alreadyKnownTotal',
];

/**
 * Holds items against a schema: each of their fields is in it, of its type, and each of its fields is on one of them.
 *
 * @param passedOn names of fields that came in and went out again
 */
function assertAsTold(schema: Schema, items: INodeExecutionData[], passedOn: string[] = []): void {
	const { type, properties } = schema;
	const validate = new Ajv({ allowUnionTypes: true }).compile({ type, properties });
	for (const { json } of items) {
		validate(json);
		expect(validate.errors ?? []).toEqual([]);
	}
	const there = new Set(items.flatMap(({ json }) => Object.keys(json)));
	for (const name of passedOn) there.delete(name);
	const told = Object.keys(schema.properties);
	expect([...there].filter((name) => !told.includes(name))).toEqual([]);
	expect(told.filter((name) => !there.has(name) && !SELDOM.includes(name))).toEqual([]);
}

async function outputOf(
	sketch: NodeSketch,
	items: INodeExecutionData[],
	before: NodeSketch[] = [],
): Promise<INodeExecutionData[]> {
	const run = await rig.run(chain(...before, sketch), items);
	return run.outputs(sketch.name).flat();
}

const rows = (...list: IDataObject[]): INodeExecutionData[] => list.map((json) => ({ json }));
const ANN = { accountId: 'acme', id: 'ann', locale: 'en_US', shoe: 'red' };
const NO_ID = { accountId: 'acme', id: '', locale: 'en_US', shoe: 'red' };
const OF_ROWS = [
	'countryCode',
	'accountId',
	'id',
	'locale',
	'shoe',
	'unit',
	'userId',
	'valueToRedeem',
];
const FILE = 'accountId,id,shoe\nacme,ann,red\nacme,,red\n';
const REPORT = 'accountId,userId,unit,valueToRedeem\nacme,ann,CASH/USD,1\nacme,bob,CASH/USD,0\n';

test('every node has one for each of its operations', () => {
	for (const { description } of nodeClasses.map((Node) => new Node())) {
		// The fields of an export are those of its rows, and other ones for each type.
		if (description.name === 'advocateExport') continue;
		if (!('properties' in description)) throw new Error(`${description.name} has no properties`);
		const folder = description.name.replace(/^a/, 'A');
		const operation = description.properties.find(({ name }) => name === 'operation');
		const operations = (operation?.options ?? []).map((one) => ('value' in one ? one.value : ''));
		const files = operations.length === 0 ? ['.json'] : operations.map((one) => `/${one}.json`);
		for (const file of files) {
			const path = `nodes/${folder}/__schema__/v1.0.0${file}`;
			expect([path, existsSync(join(root, path))]).toEqual([path, true]);
		}
	}
});

test("Advocate Upload's says what it outputs", async () => {
	const upload = async (parameters: INodeParameters, items: INodeExecutionData[]) =>
		await outputOf({ name: 'Upload', type: 'advocateUpload', parameters }, items);
	const refused = { options: { onRefused: 'rejected' } };
	const leavingOut = { source: 'items', options: { unfitValues: 'leaveOut' } };

	const items = [
		...(await upload({ source: 'items' }, rows(ANN, NO_ID))),
		...(await upload({ source: 'items', dryRun: true }, rows(ANN, NO_ID))),
		...(await upload(leavingOut, rows({ ...ANN, countryCode: 'Atlantis' }))),
		...(await upload({}, [fileItem('a.csv', FILE)])),
		...(await upload(refused, [fileItem('a.csv', '')])),
		...(await upload({ type: 'MUTATION/REDEEMABLE_REWARD_BALANCE' }, [fileItem('a.csv', REPORT)])),
	];

	assertAsTold(schemaOf('AdvocateUpload'), items, OF_ROWS);
});

test("Advocate Import's says what it outputs", async () => {
	const run = async (parameters: INodeParameters, items: INodeExecutionData[]) =>
		(await rig.run(importWorkflow(parameters), items)).outputs('Import').flat();
	const redemptions = { type: 'MUTATION/REDEEMABLE_REWARD_BALANCE' };

	const items = [
		...(await run({}, rows({ ...ANN, countryCode: 'Atlantis' }, NO_ID))),
		...(await run({ dryRun: true }, rows(ANN, NO_ID))),
		...(await run({}, [fileItem('a.csv', FILE)])),
		...(await run(redemptions, [fileItem('a.csv', REPORT)])),
	];
	rig.sandbox.jobs.failNext('ABORTED');
	items.push(...(await run({}, rows(ANN))));

	assertAsTold(schemaOf('AdvocateImport'), items, OF_ROWS);
});

test("Advocate Validate's says what it outputs", async () => {
	const upload = {
		name: 'Upload',
		type: 'advocateUpload',
		parameters: { fileMode: 'asIs', options: { checkFile: false } },
	};
	const validate = { name: 'Validate', type: 'advocateValidate' };
	const passedOn = ['fileName', 'format', 'sizeBytes'];

	const items = [
		...(await outputOf(validate, [fileItem('a.csv', 'accountId,id\nacme,ann\n')], [upload])),
		...(await outputOf(validate, [fileItem('a.csv', 'accountId\nacme\n')], [upload])),
	];

	expect(items.map(({ json }) => json.valid)).toEqual([true, false]);
	assertAsTold(schemaOf('AdvocateValidate'), items, passedOn);
});

describe('of a job', () => {
	const upload = { name: 'Upload', type: 'advocateUpload', parameters: { fileMode: 'asIs' } };
	const create = { name: 'Create Job', type: 'advocateCreateJob' };
	const file = 'accountId,id,locale\nacme,ann,en_US\nacme,,en_US\n';

	test("Advocate Create Job's says what it outputs", async () => {
		const [uploaded] = await outputOf(upload, [fileItem('a.csv', file)]);
		const first = await outputOf(create, [uploaded as INodeExecutionData]);
		const again = await outputOf(create, [uploaded as INodeExecutionData]);

		assertAsTold(schemaOf('AdvocateCreateJob'), [...first, ...again]);
	});

	test("Advocate Job Status's say what it outputs", async () => {
		const [job] = await outputOf(create, [fileItem('a.csv', file)], [upload]);
		const status = (parameters: INodeParameters): NodeSketch => ({
			...{ name: 'Status', type: 'advocateJobStatus', parameters },
		});
		const options = { includeRowErrors: true };
		const pending = await outputOf(status({}), [job as INodeExecutionData]);
		const ended = await outputOf(status({ wait: true, options }), [job as INodeExecutionData]);
		const listed = await outputOf(status({ operation: 'getMany', simplify: false }), rows({}));

		expect(ended[0]?.json.rowErrors).toHaveLength(1);
		assertAsTold(schemaOf('AdvocateJobStatus', 'get'), [...pending, ...ended]);
		assertAsTold(schemaOf('AdvocateJobStatus', 'getMany'), listed);
	});

	let opened: WebhookTrigger | undefined;
	afterEach(async () => await opened?.close());

	test("both triggers' say what they output", async () => {
		const setting = { credentials: { advocateApi: { ...rig.credential } }, credentialTypes };
		const poller = createPoller({ nodeType: new AdvocateWaitForCompletionTrigger(), ...setting });
		const hook = await openWebhookTrigger({
			nodeType: new AdvocateJobCompletedTrigger(),
			...setting,
		});
		opened = hook;
		await hook.activate();
		await poller.poll();
		rig.sandbox.jobs.add('test_acme', { id: 'one', type: 'MUTATION/USER', dateCreated: rig.now });
		await rig.sandbox.jobs.finish('one', 'COMPLETED', rig.now);
		rig.now += 60_000;

		const polled = (await poller.poll())?.flat() ?? [];
		expect(polled).toHaveLength(1);
		assertAsTold(schemaOf('AdvocateWaitForCompletionTrigger'), polled);
		await rig.sandbox.webhooks.flush();
		expect(hook.starts.flat()).toHaveLength(1);
		assertAsTold(schemaOf('AdvocateJobCompletedTrigger'), hook.starts.flat());
	});
});
