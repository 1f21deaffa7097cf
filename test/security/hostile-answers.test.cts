import { gzipSync } from 'node:zlib';
import { failure } from '../support/failure.cts';
import { Rig } from '../support/rig.cts';
import { chain } from '../support/workflow.cts';
import { Witness } from './witness.cts';

const MIB = 1024 * 1024;
const rig = new Rig();
const advocate = new Witness();

beforeAll(async () => {
	await Promise.all([advocate.open(), rig.start()]);
});
beforeEach(() => advocate.forget());
afterAll(async () => {
	await Promise.all([advocate.close(), rig.stop()]);
});

async function status(options = {}) {
	const parameters = { jobId: 'j1', options: { attempts: 1, ...options } };
	const workflow = chain({ name: 'Status', type: 'advocateJobStatus', parameters });
	return await rig.run(workflow, undefined, { credential: { baseUrl: advocate.url } });
}

describe('S18: a JSON answer of more than 16 MiB is not read to its end', () => {
	const body = JSON.stringify({ data: { job: { id: 'j1', name: 'x'.repeat(17 * MIB) } } });

	it('as it is', async () => {
		advocate.answer = () => ({ body });

		expect(failure(await status())).toEqual({
			message: expect.stringContaining('is larger than 16 MiB') as string,
			description: expect.stringContaining('Check the base URL') as string,
		});
	});

	it('nor packed into a few KiB', async () => {
		const packed = gzipSync(body);
		advocate.answer = () => ({ headers: { 'content-encoding': 'gzip' }, body: packed });

		expect(packed.length).toBeLessThan(MIB / 16);
		expect(failure(await status()).message).toContain('is larger than 16 MiB');
	});
});

it('S18: a file is streamed: larger than that, it goes to disk, and few of its rows to the item', async () => {
	const row = `1,${'a row that was not right '.repeat(10)}\n`;
	const errors = 'recordNumber,message\n' + row.repeat(70_000);
	const link = `${advocate.url}/errors.csv`;
	const job = { id: 'j1', type: 'MUTATION/USER', status: 'COMPLETED', downloadErrorUrl: link };
	advocate.answer = ({ method }) =>
		method === 'GET' ? { body: errors } : { body: JSON.stringify({ data: { job } }) };

	const run = await status({ attachErrorsFile: true, includeRowErrors: true, maxRowErrors: 3 });

	const [item] = run.items('Status');
	expect(errors.length).toBeGreaterThan(16 * MIB);
	// n8n's name for the file on disk, in place of its content.
	expect(item?.binary?.errors?.id).toMatch(/^filesystem/);
	expect(item?.json).toMatchObject({ rowErrorsTotal: 70_000 });
	expect(item?.json.rowErrors).toHaveLength(3);
});
