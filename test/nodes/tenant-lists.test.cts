import { loadOptions } from '../../harness/engine/one-node/load-options.cts';
import { AdvocateCreateJob } from '../../nodes/AdvocateCreateJob/AdvocateCreateJob.node.ts';
import { credentialTypes } from '../support/advocate-nodes.cts';
import { Rig } from '../support/rig.cts';

const rig = new Rig();

beforeAll(async () => await rig.start({ maxPageSize: 2 }));
afterAll(async () => await rig.stop());

async function list(method: string, credential = {}) {
	return await loadOptions({
		nodeType: new AdvocateCreateJob(),
		method,
		credentials: { advocateApi: { ...rig.credential, ...credential } },
		credentialTypes,
	});
}

it.each(['getPrograms', 'getSegments'])('%s lists all of the tenant, by name', async (method) => {
	const options = await list(method);

	expect(options.length).toBeGreaterThan(2);
	const names = options.map(({ name }) => name);
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	expect(options.every(({ value }) => typeof value === 'string')).toBe(true);
});

it('says why there is no list, in its place', async () => {
	await expect(list('getSegments', { apiKey: 'wrong' })).rejects.toThrow(
		'The API key was not accepted for the tenant "test_acme"',
	);
});

it('is asked for twice at most, as somebody waits', async () => {
	rig.sandbox.faults.add({ on: 'segments', kind: 'status', status: 503 });
	expect(await list('getSegments')).not.toEqual([]);

	rig.sandbox.faults.add({ on: 'segments', kind: 'status', status: 503, times: 2 });
	await expect(list('getSegments')).rejects.toThrow(
		'server error (503). Tried 2 times over 1 second',
	);
});
