import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';
import { Rig } from '../support/rig.cts';
import { chain, type NodeSketch } from '../support/workflow.cts';

/* Workflows of builders in which a run was green and something was wrong, each with what is right. */

const rig = new Rig();

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const UPLOADED = 0;
const REJECTED = 1;

/** Uploads items as the rows of one import. */
async function upload(
	parameters: INodeParameters,
	items: IDataObject[],
	node: Partial<NodeSketch> = {},
): Promise<FinishedRun> {
	const sketch: NodeSketch = {
		name: 'Upload',
		type: 'advocateUpload',
		parameters: { source: 'items', ...parameters },
		...node,
	};
	return await rig.run(
		chain(sketch),
		items.map((json) => ({ json })),
	);
}

function mapped(value: INodeParameters): INodeParameters {
	return { columns: { mappingMode: 'defineBelow', value } };
}

describe('an expression that throws for one row', () => {
	const MAPPED = {
		accountId: '={{ $json.account }}',
		id: '={{ $json.user }}',
		dateCreated: '={{ $json.signup.toDateTime() }}',
	};
	const ITEMS = [
		{ account: 'acme', user: 'ann', signup: '2024-05-01' },
		{ account: 'acme', user: 'bob', signup: 'n/a' },
		{ account: 'acme', user: 'cat', signup: '2024-05-03' },
	];
	const REASON = 'dateCreated could not be evaluated: cannot convert to Luxon DateTime';

	it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
		'rejects that row, and the others are uploaded, with On Error: %s',
		async (onError) => {
			const run = await upload(mapped(MAPPED), ITEMS, { onError });

			expect(run.error).toBeUndefined();
			expect(run.json('Upload', UPLOADED)).toEqual([
				expect.objectContaining({ rows: 2, rowsRejected: 1, sourceRows: '1,3' }),
			]);
			expect(run.json('Upload', REJECTED)).toEqual([
				{ ...ITEMS[1], rowNumber: 2, reasons: [REASON] },
			]);
			expect(uploadedLines(rig).map(({ id }) => id)).toEqual(['ann', 'cat']);
		},
	);

	it('rejects that row where it is the value of an additional column', async () => {
		const column = [
			{ field: 'customFields.since', value: '={{ $json.signup.toDateTime().year }}' },
		];

		const run = await upload(
			{ additionalColumns: { column } },
			ITEMS.map(({ account: accountId, user: id, signup }) => ({ accountId, id, signup })),
		);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				id: 'bob',
				rowNumber: 2,
				reasons: ['customFields.since could not be evaluated: cannot convert to Luxon DateTime'],
			}),
		]);
		expect(uploadedLines(rig).map(({ customFields }) => customFields)).toEqual([
			{ since: 2024 },
			{ since: 2024 },
		]);
	});

	it('rejects that row where it gives a date that is invalid', async () => {
		const dateCreated = '={{ DateTime.fromISO($json.signup) }}';

		const run = await upload(mapped({ ...MAPPED, dateCreated }), ITEMS);

		expect(run.json('Upload', REJECTED)).toEqual([
			expect.objectContaining({
				user: 'bob',
				rowNumber: 2,
				reasons: [expect.stringContaining('dateCreated must be a date') as string],
			}),
		]);
		expect(uploadedLines(rig)).toHaveLength(2);
	});

	it('tells every such value of the row', async () => {
		const lastName = '={{ $json.signup.toDateTime().toISO() }}';

		const run = await upload(mapped({ ...MAPPED, lastName }), ITEMS);

		expect(run.json('Upload', REJECTED)[0]?.reasons).toEqual([
			REASON,
			'lastName could not be evaluated: cannot convert to Luxon DateTime',
		]);
	});

	it('stops everything if rejected rows do', async () => {
		const run = await upload({ ...mapped(MAPPED), options: { onRejectedRows: 'error' } }, ITEMS);

		expect(run.error?.message).toContain(`Row 2: ${REASON}`);
		expect(rig.sandbox.uploads.list()).toEqual([]);
	});
});
