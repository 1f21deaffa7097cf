import type { INodeParameters } from 'n8n-workflow';
import { openResultsLink } from '../../advocate/jobs/results-link.ts';
import {
	errorOf,
	FakeTransport,
	storedFile,
	tenantAt,
} from '../advocate/support/tenant-under-test.cts';
import { binaryText } from '../support/binary-text.cts';
import { Rig } from '../support/rig.cts';
import { text } from '../support/text.cts';
import { chain } from '../support/workflow.cts';
import { textsIn, textsWithKey } from './found-texts.cts';
import { Witness, type WitnessAnswer } from './witness.cts';

const KEY = 'TEST_0123456789abcdef';
const rig = new Rig();
const advocate = new Witness();
const store = new Witness();

beforeAll(async () => {
	await Promise.all([advocate.open(), store.open(), rig.start()]);
});
beforeEach(() => {
	advocate.forget();
	store.forget();
	store.answer = () => ({ body: 'recordNumber,accountId,id\n1,acme,ann\n' });
});
afterAll(async () => {
	await Promise.all([advocate.close(), store.close(), rig.stop()]);
});

/** Asks for the results of a job that an Advocate of our own says are behind this link. */
async function resultsBehind(downloadUrl: string) {
	const job = { id: 'j1', type: 'MUTATION/USER', status: 'COMPLETED', downloadUrl };
	advocate.answer = () => ({ body: JSON.stringify({ data: { job } }) });
	return await statusOf({ attachResultsFile: true });
}

/** Asks for the job, with the files that these options want. */
async function statusOf(options: INodeParameters) {
	const parameters = { jobId: 'j1', options: { ...options, attempts: 1 } };
	const workflow = chain({ name: 'Status', type: 'advocateJobStatus', parameters });
	const credential = { baseUrl: advocate.url, apiKey: KEY };
	return await rig.run(workflow, undefined, { credential });
}

async function refusalOf(link: string, baseUrl: string): Promise<string> {
	const transport = new FakeTransport(() => storedFile(200));
	const { code } = await errorOf(() => openResultsLink(transport, link, tenantAt(baseUrl)));
	expect(transport.sent).toEqual([]);
	return code;
}

it('S6: the files of a job at another host are fetched without the key, and so is where they redirect to', async () => {
	const moved = { status: 302, headers: { location: `${store.url}/b` } };
	store.answer = ({ path }) => (path === '/a' ? moved : { body: 'recordNumber\n1\n' });

	const run = await resultsBehind(`${store.url}/a`);

	expect(await binaryText(run.items('Status')[0], 'results')).toBe('recordNumber\n1\n');
	expect(advocate.requests[0]?.headers.authorization).toBeDefined();
	expect(store.requests.map(({ path }) => path)).toEqual(['/a', '/b']);
	expect(store.requests.map(({ headers }) => headers.authorization)).toEqual([
		undefined,
		undefined,
	]);
	expect(textsWithKey(store.requests, KEY)).toEqual([]);
});

describe('S6: a file at the base URL that wants the key gets it, and no other', () => {
	const RESULTS = 'recordNumber\n1\n';
	const location = () => `${store.url}/signed?sig=opens`;

	/** An Advocate whose download wants the key, and then gives this. */
	async function resultsWanting(status: number, download: () => WitnessAnswer) {
		const link = `${advocate.url}/api/v1/test_acme/export/j1/download`;
		const job = { id: 'j1', type: 'MUTATION/USER', status: 'COMPLETED', downloadUrl: link };
		advocate.answer = ({ method, headers }) => {
			if (method === 'POST') return { body: JSON.stringify({ data: { job } }) };
			return headers.authorization === undefined ? { status } : download();
		};
		store.answer = () => ({ body: RESULTS });
		return await statusOf({ attachResultsFile: true });
	}

	const downloads = () => advocate.requests.filter(({ method }) => method === 'GET');

	it.each([401, 403])('%i: asked once more with the key', async (status) => {
		const run = await resultsWanting(status, () => ({ body: RESULTS }));

		expect(await binaryText(run.items('Status')[0], 'results')).toBe(RESULTS);
		const basic = `Basic ${Buffer.from(`:${KEY}`).toString('base64')}`;
		expect(downloads().map(({ headers }) => headers.authorization)).toEqual([undefined, basic]);
	});

	it('and then redirects to a file store: which does not get it', async () => {
		const run = await resultsWanting(401, () => ({
			status: 303,
			headers: { location: location() },
		}));

		expect(await binaryText(run.items('Status')[0], 'results')).toBe(RESULTS);
		expect(store.requests.map(({ path }) => path)).toEqual(['/signed?sig=opens']);
		expect(textsWithKey(store.requests, KEY)).toEqual([]);
	});

	it('a file store that answers 401 does not get it', async () => {
		store.answer = () => ({ status: 401 });
		const run = await resultsBehind(`${store.url}/a`);

		expect(run.json('Status')[0]?.filesError).toContain('could not be fetched (401)');
		expect(store.requests).toHaveLength(1);
		expect(textsWithKey(store.requests, KEY)).toEqual([]);
	});
});

describe('S7: a link begins with https:// and has no user name', () => {
	it.each([
		'http://files.example/1',
		'ftp://files.example/1',
		'file:///etc/passwd',
		'data:text/csv,x',
		'https://user@files.example/1',
	])('so %s is not followed, and the job goes out with the reason', async (link) => {
		const run = await resultsBehind(link);

		expect(run.json('Status')[0]).toMatchObject({
			id: 'j1',
			status: 'COMPLETED',
			filesError: expect.stringContaining('was not followed') as string,
		});
		expect(run.items('Status')[0]?.binary).toBeUndefined();
	});

	it.each(['http://files.example/1', 'file:///etc/passwd', 'https://user@files.example/1'])(
		'nor where another redirects to %s',
		async (location) => {
			store.answer = () => ({ status: 302, headers: { location } });
			const run = await resultsBehind(`${store.url}/a`);

			expect(run.json('Status')[0]?.filesError).toContain('was not followed');
			expect(store.requests).toHaveLength(1);
		},
	);

	it('and five redirects are followed at most', async () => {
		store.answer = () => ({ status: 302, headers: { location: '/again' } });
		const run = await resultsBehind(`${store.url}/a`);

		expect(run.json('Status')[0]?.filesError).toContain('redirects without end');
		expect(store.requests).toHaveLength(6);
	});
});

describe('S8: a link leads nowhere that the base URL is not', () => {
	const INSIDE = ['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '[fd12::1]', '[fec0::1]'];
	const INSIDE_BY_NAME = ['router', 'files.internal', 'files.local', 'files.internal.'];
	const DISGUISED = ['0xa.1', '167772161', '012.0.0.1', '[::ffff:10.0.0.1]', '[64:ff9b::a00:1]'];
	const HERE = ['localhost', 'localhost.', 'x.localhost', '127.0.0.1', '127.1', '[::1]'];
	const NEVER = [
		'169.254.169.254',
		'[::ffff:169.254.169.254]',
		'[2002:a9fe:a9fe::]',
		'[fe80::1]',
		'[fd00:ec2::254]',
		'100.100.100.200',
		'metadata.google.internal',
		'0.0.0.0',
		'[::]',
		'224.0.0.1',
		'255.255.255.255',
	];

	it.each([...INSIDE, ...INSIDE_BY_NAME, ...DISGUISED, ...HERE, ...NEVER])(
		'from the internet not to %s',
		async (host) => {
			expect(await refusalOf(`https://${host}/1`, 'https://advocate.example')).toBe('LINK_REFUSED');
		},
	);

	it.each([...HERE, ...NEVER])('from a private network not to %s', async (host) => {
		expect(await refusalOf(`https://${host}/1`, 'https://10.1.1.1')).toBe('LINK_REFUSED');
	});

	it.each([...INSIDE, ...INSIDE_BY_NAME, ...DISGUISED])(
		'from a private network to %s',
		async (host) => {
			const transport = new FakeTransport(() => storedFile(200));
			const link = `https://${host}/1`;
			expect((await openResultsLink(transport, link, tenantAt('https://10.1.1.1'))).status).toBe(
				200,
			);
		},
	);

	it.each([...INSIDE, ...INSIDE_BY_NAME, ...DISGUISED, ...NEVER])(
		'from this machine not to %s, not even by a redirect',
		async (host) => {
			const direct = await resultsBehind(`https://${host}/1`);
			store.answer = () => ({ status: 302, headers: { location: `https://${host}/1` } });
			const redirected = await resultsBehind(`${store.url}/a`);

			for (const run of [direct, redirected]) {
				expect(run.json('Status')[0]?.filesError).toContain('which is not on the internet');
			}
		},
	);
});

it('S9: a link stands on no item and in no error', async () => {
	for (const link of [
		`${store.url}/a?sig=opens`,
		'https://10.0.0.1/a?sig=opens',
		'x://sig=opens',
	]) {
		store.answer = () => ({ status: 403, body: `denied: ${link}` });
		const run = await resultsBehind(link);

		expect(text(run.json('Status')[0]?.filesError)).not.toBe('');
		expect(textsIn(run.raw.data).filter((found) => found.includes('opens'))).toEqual([]);
	}
});
