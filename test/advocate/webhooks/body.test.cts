import { hookFrom } from '../../../advocate/webhooks/body.ts';

const read = (hook: unknown) => hookFrom(Buffer.from(JSON.stringify(hook)));

it('reads the type, the tenant and the job, and nothing that the API is asked for anyway', () => {
	expect(
		read({
			id: 'h1',
			type: 'job.completed',
			tenantAlias: 'test_acme',
			live: false,
			created: 1_768_467_600_000,
			data: { id: 'j1', status: 'COMPLETED' },
		}),
	).toEqual({ type: 'job.completed', tenantAlias: 'test_acme', jobId: 'j1' });
});

it.each([
	[{ id: 'j1' }, 'j1'],
	[{ jobId: 'j1' }, 'j1'],
	[{ job: { id: 'j1' } }, 'j1'],
	[{ id: '', job: { id: 'j1' } }, 'j1'],
	[{ id: 7 }, null],
	[{}, null],
	[null, null],
	['j1', null],
])('finds the job in data %j', (data, jobId) => {
	expect(read({ type: 'job.completed', data })).toEqual({
		type: 'job.completed',
		tenantAlias: null,
		jobId,
	});
});

it.each(['', 'hello', '[]', 'null', '{}', '{"type":1}', '\ufeff{"type":"test"}'])(
	'%j is no hook',
	(text) => {
		expect(hookFrom(Buffer.from(text))).toBeUndefined();
	},
);
