import type { INodeParameters } from 'n8n-workflow';
import { searchList } from '../../harness/engine/one-node/load-options.cts';
import { AdvocateCreateJob } from '../../nodes/AdvocateCreateJob/AdvocateCreateJob.node.ts';
import { AdvocateJobStatus } from '../../nodes/AdvocateJobStatus/AdvocateJobStatus.node.ts';
import { credentialTypes } from '../support/advocate-nodes.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { toolAnswer } from '../support/tool-answer.cts';
import { chain } from '../support/workflow.cts';

const rig = new Rig();
const PENDING = 1;
const DAY = 86_400_000;

beforeEach(async () => await rig.start({ jobDurationMs: 60_000 }));
afterEach(async () => await rig.stop());

function job(id: string, more: object = {}) {
	const { alias = '' } = rig.sandbox.tenants[0] ?? {};
	rig.sandbox.jobs.add(alias, { id, type: 'MUTATION/USER', dateCreated: rig.now, ...more });
}

describe('Job ID', () => {
	const located = (value: string, mode = 'id') => ({ __rl: true, mode, value });

	it.each<[string, INodeParameters]>([
		['as it comes, from the item', {}],
		['by ID', { jobId: located('one') }],
		['chosen from the list', { jobId: located('one', 'list') }],
		['by an expression in the locator', { jobId: located('={{ $json.id }}') }],
		['by an expression in its place', { jobId: '={{ $json.id }}' }],
		['as a plain text, as a workflow of an earlier version has it', { jobId: 'one' }],
	])('is understood %s', async (_how, parameters) => {
		job('one');

		const run = await rig.run(chain({ name: 'Status', type: 'advocateJobStatus', parameters }), [
			{ json: { id: 'one' } },
		]);

		expect(run.error).toBeUndefined();
		expect(run.json('Status', PENDING)).toMatchObject([{ id: 'one' }]);
	});

	it('is left to the model in a tool as it comes', async () => {
		job('one');

		const answer = await toolAnswer(
			rig,
			'throughEngine',
			'advocateJobStatus',
			{},
			{},
			{ Job_ID: 'one' },
		);

		expect(answer).toMatchObject([{ outcome: 'pending', id: 'one' }]);
	});
});

describe('the list of jobs', () => {
	const search = async (filter?: string) => {
		const found = await searchList({
			nodeType: new AdvocateJobStatus(),
			method: 'searchJobs',
			credentials: { advocateApi: { ...rig.credential } },
			credentialTypes,
			...(filter !== undefined && { filter }),
		});
		return found.results.map(({ name, value }) => [value, name]);
	};

	it('has those of the last 30 days, the newest first, as somebody tells them apart', async () => {
		job('old', { dateCreated: rig.now - 31 * DAY });
		job('first', { dateCreated: rig.now - DAY, name: 'CRM, weekly', status: 'COMPLETED' });
		job('second', { dateCreated: rig.now, type: 'QUERY/REWARD' });

		expect(await search()).toEqual([
			['second', expect.stringMatching(/^Export: Rewards · .+2026-01-15 09:00 UTC · Pending$/)],
			['first', 'Users · CRM, weekly · 2026-01-14 09:00 UTC · Completed'],
		]);
	});

	it.each(['first', 'weekly users', 'COMPLETED'])('finds a job by "%s"', async (words) => {
		job('first', { name: 'CRM, weekly', status: 'COMPLETED' });
		job('second', { type: 'QUERY/REWARD' });

		expect((await search(words)).map(([value]) => value)).toEqual(['first']);
	});
});

describe('Program', () => {
	it('is searched by name or ID', async () => {
		const options = {
			nodeType: new AdvocateCreateJob(),
			method: 'searchPrograms',
			credentials: { advocateApi: { ...rig.credential } },
			credentialTypes,
		};
		const all = (await searchList(options)).results;
		const [one = { name: '', value: '' }] = all;

		expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).sort());
		const found = await searchList({ ...options, filter: String(one.value).toUpperCase() });
		expect(found.results).toEqual([one]);
	});

	it.each([
		['from the list', { __rl: true, mode: 'list', value: 'my-program' }, 'my-program'],
		['as a plain ID', 'my-program', 'my-program'],
		['as it comes', { __rl: true, mode: 'list', value: '' }, undefined],
	])('goes to the job %s', async (_how, programId, sent) => {
		const type = 'MUTATION/USER';
		await rig.run(
			chain(
				{ name: 'Upload', type: 'advocateUpload' },
				{
					name: 'Create Job',
					type: 'advocateCreateJob',
					parameters: { type, options: { programId } },
				},
			),
			[fileItem('a.csv', 'accountId,id\nacme,ann\n')],
		);

		const [created] = rig.sandbox.jobs.list();
		expect((created?.params as { programId?: string } | null)?.programId).toBe(sent);
	});
});
