import type { INodeParameters } from 'n8n-workflow';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';

const rig = new Rig();
const fileRefs: Record<string, string> = {};

beforeAll(async () => {
	await rig.start();
	fileRefs['MUTATION/USER'] = await uploaded('accountId,id\nacme,ann\n', 'MUTATION/USER');
	fileRefs['MUTATION/DELETE_USER'] = fileRefs['MUTATION/USER'];
	fileRefs['MUTATION/USER_EVENT'] = await uploaded(
		'accountId,userId,event.key\nacme,ann,purchase\n',
		'MUTATION/USER_EVENT',
	);
	fileRefs['MUTATION/REDEEMABLE_REWARD_BALANCE'] = await uploaded(
		'accountId,userId,unit,valueToRedeem\nacme,ann,CENTS,5\n',
		'MUTATION/REDEEMABLE_REWARD_BALANCE',
	);
});
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

async function uploaded(content: string, type: string): Promise<string> {
	const run = await rig.run(
		chain({ name: 'Upload', type: 'advocateUpload', parameters: { type } }),
		[fileItem('rows.csv', content)],
	);
	return text(run.json('Upload')[0]?.fileRef);
}

/** Creates a job of a type that is set in the node, though the file may have had one before. */
async function create(type: string, parameters: INodeParameters = {}) {
	const options = { preventDuplicates: false, ...(parameters.options as INodeParameters) };
	const all = { type, ...parameters, options };
	return await rig.run(chain({ name: 'Create Job', type: 'advocateCreateJob', parameters: all }), [
		{ json: { fileRef: fileRefs[type], type } },
	]);
}

/** The `jobInput` that went over the wire. */
function sentJobInput(): unknown {
	const asked = rig.sandbox.requests.filter(({ operations }) => operations.includes('createJob'));
	return asked.at(-1)?.variables?.jobInput;
}

it('creates a job for the file of the item and gives the job', async () => {
	const fileRef = fileRefs['MUTATION/USER'];
	const run = await rig.run(chain({ name: 'Create Job', type: 'advocateCreateJob' }), [
		{ json: { fileRef, type: 'MUTATION/USER' } },
	]);

	expect(run.items('Create Job')).toEqual([
		{
			json: expect.objectContaining({
				id: expect.any(String) as string,
				type: 'MUTATION/USER',
				status: 'PENDING',
				requester: 'n8n',
				dateCreated: '2026-01-15T09:00:00.000Z',
				fileRef,
			}) as object,
			pairedItem: { item: 0 },
		},
	]);
	expect(sentJobInput()).toEqual({
		type: 'MUTATION/USER',
		fileRef,
		requester: 'n8n',
		outputFormat: 'CSV',
	});
});

describe('what a type has of its own', () => {
	it('users: segments to be in, and no others', async () => {
		await create('MUTATION/USER', { options: { segmentsToAdd: ['vip'], clearSegments: true } });

		expect(sentJobInput()).toMatchObject({ params: { segments: ['~*', 'vip'] } });
	});

	it('users: segments to add and to remove, program, evaluation', async () => {
		const run = await create('MUTATION/USER', {
			options: {
				name: 'Weekly contacts',
				requester: 'CRM sync',
				mailtoEmail: 'team@example.com',
				outputFormat: 'JSONL',
				segmentsToAdd: ['vip'],
				segmentsToRemove: ['trial', 'lapsed'],
				programId: 'refer-a-friend',
				webhooks: 'off',
				programs: 'chosen',
				programIds: ['refer-a-friend'],
				analytics: 'chosen',
				analyticsCollections: ['userCreated'],
			},
		});

		expect(run.error).toBeUndefined();
		expect(sentJobInput()).toEqual({
			type: 'MUTATION/USER',
			fileRef: fileRefs['MUTATION/USER'],
			name: 'Weekly contacts',
			requester: 'CRM sync',
			mailtoEmail: 'team@example.com',
			outputFormat: 'JSONL',
			params: {
				segments: ['vip', '~trial', '~lapsed'],
				programId: 'refer-a-friend',
				importEvaluationOptions: {
					webhooks: false,
					programs: { enabledProgramIds: ['refer-a-friend'] },
					analytics: { enabledAnalyticsEventCollections: [{ collectionName: 'userCreated' }] },
				},
			},
		});
	});

	it('user events: evaluation only', async () => {
		await create('MUTATION/USER_EVENT', {
			options: {
				webhooks: 'chosen',
				webhookTypes: ['user.created'],
				programs: 'on',
				segmentsToAdd: ['vip'],
				doNotTrack: true,
			},
		});

		expect(sentJobInput()).toMatchObject({
			params: {
				importEvaluationOptions: {
					webhooks: { enabledWebhookTypes: ['user.created'] },
					programs: true,
				},
			},
		});
		expect(JSON.stringify(sentJobInput())).not.toContain('vip');
		expect(JSON.stringify(sentJobInput())).not.toContain('doNotTrack');
	});

	it('reward redemptions: nothing', async () => {
		await create('MUTATION/REDEEMABLE_REWARD_BALANCE');

		expect(sentJobInput()).not.toHaveProperty('params');
	});

	it('deletions: preserve empty accounts and do not track', async () => {
		await create('MUTATION/DELETE_USER', {
			confirmDeletion: true,
			options: { preserveEmptyAccounts: true, doNotTrack: false },
		});

		expect(sentJobInput()).toMatchObject({
			type: 'MUTATION/DELETE_USER',
			params: { preserveEmptyAccounts: true, doNotTrack: false },
		});
	});

	it('takes a list from an expression that gives text', async () => {
		await create('MUTATION/USER', { options: { segmentsToAdd: '={{ "vip, gold" }}' } });

		expect(sentJobInput()).toMatchObject({ params: { segments: ['vip', 'gold'] } });
	});
});

describe('a deletion', () => {
	it('is refused without its confirmation', async () => {
		const run = await create('MUTATION/DELETE_USER');

		expect(failure(run)).toEqual({
			message: 'The deletion was not started, because it was not confirmed',
			description: expect.stringContaining('turn on "Confirm Deletion"') as string,
		});
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('is refused when only the item says that it is one', async () => {
		const run = await rig.run(chain({ name: 'Create Job', type: 'advocateCreateJob' }), [
			{ json: { fileRef: fileRefs['MUTATION/DELETE_USER'], type: 'MUTATION/DELETE_USER' } },
		]);

		expect(failure(run).message).toBe('The deletion was not started, because it was not confirmed');
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('is never made of a file that was uploaded as users', async () => {
		const run = await rig.run(
			chain({
				name: 'Create Job',
				type: 'advocateCreateJob',
				parameters: { type: 'MUTATION/DELETE_USER', confirmDeletion: true },
			}),
			[{ json: { fileRef: fileRefs['MUTATION/USER'], type: 'MUTATION/USER' } }],
		);

		expect(failure(run).message).toContain('The file was uploaded as users');
		expect(rig.sandbox.requests).toEqual([]);
	});
});

it('refuses a segment that is to be added and removed', async () => {
	const run = await create('MUTATION/USER', {
		options: { segmentsToAdd: ['vip'], segmentsToRemove: ['vip'] },
	});

	expect(failure(run).message).toBe('The segment "vip" is set to be both added and removed');
});

it.each(['webhooks', 'programs', 'analytics'])(
	'refuses chosen %s with none chosen',
	async (what) => {
		const run = await create('MUTATION/USER', { options: { [what]: 'chosen' } });

		expect(failure(run).message).toContain('is set to chosen ones, but none is chosen');
	},
);

it('says what Advocate has against the job', async () => {
	const run = await rig.run(chain({ name: 'Create Job', type: 'advocateCreateJob' }), [
		{ json: { fileRef: 'imports/test_acme/gone_1.csv', type: 'MUTATION/USER' } },
	]);

	expect(failure(run).message).toMatch(/^Could not create the job: /);
	expect(failure(run).description).toContain('This is what Advocate answered');
});

it('takes the job that was created, whatever errors stand beside it', async () => {
	rig.sandbox.faults.add({
		on: 'createJob',
		kind: 'graphqlErrors',
		errors: [{ message: 'Could not send the notification' }],
		data: 'keep',
	});

	const run = await create('MUTATION/USER');

	expect(run.error).toBeUndefined();
	expect(run.json('Create Job')).toHaveLength(1);
});

it('gives failed items on with their error where the workflow is to go on', async () => {
	const run = await rig.run(
		chain({
			name: 'Create Job',
			type: 'advocateCreateJob',
			onError: 'continueRegularOutput',
		}),
		[
			{ json: { fileRef: '', type: 'MUTATION/USER' } },
			{ json: { fileRef: fileRefs['MUTATION/USER'], type: 'MUTATION/USER' } },
		],
	);

	const [failed, created] = run.items('Create Job');
	expect(failed?.json.error).toBe('The file reference is missing');
	expect(created?.json.status).toBe('PENDING');
	expect(created?.pairedItem).toEqual({ item: 1 });
});
