import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { FaultEffect } from '../../sandbox/server/faults.cts';
import { binaryText } from '../support/binary-text.cts';
import { failure } from '../support/failure.cts';
import { startLoopbackServer } from '../support/loopback-server.cts';
import { nextTurn, RequestTime } from '../support/request-time.cts';
import { fileItem, Rig } from '../support/rig.cts';
import { uploadedLines } from '../support/uploaded-lines.cts';
import { chain } from '../support/workflow.cts';

/* What happens to requests that get no answer, or none of use: how often they are sent, and how long it takes. */

const rig = new Rig();
let time: RequestTime;

beforeEach(async () => {
	await rig.start();
	time = new RequestTime();
});
afterEach(async () => await rig.stop());

const USERS = 'accountId,id,locale\nacme,ann,en_US\nacme,,en_US\n';

async function upload(options: INodeParameters = {}, signal?: AbortSignal) {
	const workflow = chain({
		name: 'Upload',
		type: 'advocateUpload',
		parameters: { fileMode: 'asIs', options },
	});
	return await rig.run(workflow, [fileItem('a.csv', USERS)], { signal });
}

async function validate(options: INodeParameters = {}, baseUrl?: string) {
	const workflow = chain({ name: 'Validate', type: 'advocateValidate', parameters: { options } });
	const item = { json: { fileRef: 'imports/test_acme/x.csv', type: 'MUTATION/USER' } };
	return await rig.run(workflow, [item], { credential: baseUrl === undefined ? {} : { baseUrl } });
}

/** A job that has ended, with one row that failed. */
async function endedJob(): Promise<INodeExecutionData> {
	const run = await rig.run(
		chain(
			{ name: 'Upload', type: 'advocateUpload', parameters: { fileMode: 'asIs' } },
			{ name: 'Create Job', type: 'advocateCreateJob' },
		),
		[fileItem('a.csv', USERS)],
	);
	rig.now += 60_000;
	rig.sandbox.clearRequests();
	return run.items('Create Job')[0] as INodeExecutionData;
}

async function files(job: INodeExecutionData, options: INodeParameters = {}) {
	const parameters = { options: { attachErrorsFile: true, ...options } };
	return await rig.run(chain({ name: 'Status', type: 'advocateJobStatus', parameters }), [job]);
}

function operations(): string[] {
	return rig.sandbox.requests.flatMap((request) => request.operations);
}

const transient: FaultEffect[] = [
	{ kind: 'reset' },
	{ kind: 'reset', at: 'beforeAnswer' },
	{ kind: 'reset', at: 'midBody' },
	{ kind: 'status', status: 408 },
	{ kind: 'status', status: 425 },
	{ kind: 'status', status: 429 },
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 502, body: '<h1>Bad gateway</h1>' },
	{ kind: 'status', status: 503 },
	{ kind: 'truncate' },
	{ kind: 'truncate', contentLength: 'cut' },
	{ kind: 'notJson' },
	{ kind: 'hugeBody', bytes: 17 * 1024 * 1024 },
	{ kind: 'hang' },
];

describe('what passes is tried again', () => {
	it.each(transient)('an upload: %j', async (fault) => {
		rig.sandbox.faults.add({ on: 'upload', times: 2, ...fault });

		const run = await time.endHanging(rig.sandbox, upload());

		expect(run.error).toBeUndefined();
		expect(operations()).toEqual(['upload', 'upload', 'upload']);
		expect(rig.pauses).toEqual([1_000, 2_000]);
	});

	it.each(transient)('a large file made of items, from its start: %j', async (fault) => {
		const users = Array.from({ length: 8_000 }, (_, i) => ({
			json: { accountId: 'acme', id: `user-${i}`, firstName: 'Zoë' },
		}));
		rig.sandbox.faults.add({ on: 'upload', times: 2, ...fault });
		const workflow = chain({
			name: 'Upload',
			type: 'advocateUpload',
			parameters: { source: 'items' },
		});

		const run = await time.endHanging(rig.sandbox, rig.run(workflow, users));

		expect(run.error).toBeUndefined();
		expect(operations()).toEqual(['upload', 'upload', 'upload']);
		expect(uploadedLines(rig)).toEqual(users.map(({ json }) => json));
	});

	it.each(transient)('a question: %j', async (fault) => {
		rig.sandbox.faults.add({ on: 'validateJobCreation', times: 2, ...fault });

		const run = await time.endHanging(rig.sandbox, validate());

		expect(run.error).toBeUndefined();
		expect(operations()).toHaveLength(3);
	});

	it.each([
		{ kind: 'reset' },
		{ kind: 'reset', at: 'midBody' },
		{ kind: 'status', status: 503 },
		{ kind: 'truncate' },
		{ kind: 'hang' },
	] as const)('a download, from its start: %j', async (fault) => {
		const job = await endedJob();
		rig.sandbox.faults.add({ on: 'download', ...fault });

		const run = await time.endHanging(rig.sandbox, files(job, { includeRowErrors: true }));

		expect(run.json('Status')[0]).toMatchObject({ rowErrorsTotal: 1 });
		expect(run.json('Status')[0]).not.toHaveProperty('filesError');
		expect(await binaryText(run.items('Status')[0], 'errors')).toMatch(
			/^recordNumber,message,apiErrorCode,statusCode\n2,[^\n]+\n$/,
		);
		expect(operations()).toEqual(['job', 'job', 'download', 'download']);
	});
});

it('a file that n8n keeps on disk is sent again from its start after a reset in its middle', async () => {
	const content = `accountId,id\n${Array.from({ length: 200_000 }, (_, i) => `acme,u${i}`).join('\n')}\n`;
	const file = join(rig.folder, 'contacts.csv');
	writeFileSync(file, content);
	rig.sandbox.faults.add({ on: 'upload', kind: 'reset' }, { on: 'upload', kind: 'reset' });

	const run = await rig.run(
		chain(
			{
				name: 'Read',
				type: 'n8n-nodes-base.readWriteFile',
				parameters: { fileSelector: file },
			},
			{ name: 'Upload', type: 'advocateUpload', parameters: { fileMode: 'asIs' } },
		),
	);

	expect(run.error).toBeUndefined();
	expect(rig.sandbox.uploads.list().map(({ sha256 }) => sha256)).toEqual([
		createHash('sha256').update(content).digest('hex'),
	]);
	expect(operations()).toEqual(['upload', 'upload', 'upload']);
});

it.each([429, 500, 503])('a GraphQL answer that tells of %i', async (statusCode) => {
	rig.sandbox.faults.add({ on: 'validateJobCreation', kind: 'apiError', statusCode, times: 2 });

	expect((await validate()).error).toBeUndefined();
	expect(operations()).toHaveLength(3);
	expect(rig.pauses).toEqual([1_000, 2_000]);
});

describe('what stays is not', () => {
	it.each([
		[{ statusCode: 401 }, 'The API key was not accepted for the tenant'],
		[{ statusCode: 403 }, 'this API key is not allowed to do that'],
		[{ statusCode: 404, rsCode: 'RS045' }, 'There is no tenant'],
		[{ statusCode: 400 }, 'Could not validate the file: A fault set on the sandbox'],
	])('a GraphQL answer that tells of %j', async (apiError, message) => {
		rig.sandbox.faults.add({ on: 'validateJobCreation', kind: 'apiError', ...apiError });

		expect(failure(await validate()).message).toContain(message);
		expect(operations()).toHaveLength(1);
	});

	it.each([400, 401, 402, 403, 404])('%i', async (status) => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status });

		const run = await upload();

		expect(failure(run).message).not.toContain('Tried');
		expect(operations()).toEqual(['upload']);
	});

	it('a redirect', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'redirect', location: 'http://127.0.0.1:9/' });

		expect(failure(await upload()).message).toContain('the server redirected the request (302)');
		expect(operations()).toEqual(['upload']);
	});

	it('a GraphQL error', async () => {
		const errors = [{ message: 'Internal trouble' }];
		rig.sandbox.faults.add({
			on: 'validateJobCreation',
			kind: 'graphqlErrors',
			errors,
			data: 'null',
		});

		expect(failure(await validate()).message).toBe('Could not validate the file: Internal trouble');
		expect(operations()).toHaveLength(1);
	});
});

describe('how often and how long', () => {
	it('five times, with pauses that double, by default; the error says so', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 503, times: Infinity });

		const run = await upload();

		expect(rig.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
		expect(failure(run)).toEqual({
			message:
				'Could not upload "a.csv": Advocate answered with a server error (503). Tried 5 times over 15 seconds',
			description: expect.stringContaining("The problem is on Advocate's side.") as string,
		});
	});

	it('as often as "Attempts per Request" says', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 503, times: Infinity });

		await upload({ attempts: 2 });

		expect(operations()).toEqual(['upload', 'upload']);
	});

	it('no longer than "Retry Time Limit" says', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 503, times: Infinity });

		await upload({ attempts: 100, retryTimeLimit: 10 });

		expect(rig.pauses).toEqual([1_000, 2_000, 4_000]);
	});

	it.each([
		['seconds', '17', 17_000],
		['a date', 'Thu, 15 Jan 2026 09:00:25 GMT', 25_000],
	])('after as long as the API asks for: Retry-After as %s', async (_form, header, pause) => {
		const headers = { 'retry-after': header };
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 429, headers });

		const run = await upload();

		expect(run.error).toBeUndefined();
		expect(rig.pauses).toEqual([pause]);
	});

	it('gives up at once where that is beyond the time limit', async () => {
		const headers = { 'retry-after': '400' };
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 429, headers });

		const run = await upload({ retryTimeLimit: 60 });

		expect(rig.pauses).toEqual([]);
		expect(failure(run).description).toContain('(Retry-After: 400)');
	});

	it.each([
		[{ attempts: 0 }, '"Attempts per Request" must be a whole number from 1 to 100'],
		[{ attempts: 2.5 }, '"Attempts per Request" must be a whole number from 1 to 100'],
		[{ attempts: '={{ "often" }}' }, '"Attempts per Request" must be a whole number from 1 to 100'],
		[{ timeout: 0.05 }, '"Request Timeout (Seconds)" must be a number from 0.1 to 3600'],
		[{ timeout: '={{ [] }}' }, '"Request Timeout (Seconds)" must be a number from 0.1 to 3600'],
		[{ retryTimeLimit: -1 }, '"Retry Time Limit (Seconds)" must be a number from 0 to 86400'],
	])('refuses %j before any request', async (options, message) => {
		expect(failure(await upload(options)).message).toBe(message);
		expect(operations()).toEqual([]);
	});

	it('takes numbers that an expression gives as text', async () => {
		expect(
			(await upload({ attempts: '={{ "3" }}', timeout: '={{ "2.5" }}' })).error,
		).toBeUndefined();
	});
});

describe('a request is over', () => {
	it.each(['upload', 'validateJobCreation'] as const)('when it is not answered: %s', async (on) => {
		rig.sandbox.faults.add({ on, kind: 'hang' });

		const options = { timeout: 0.2, attempts: 1 };
		const running = on === 'upload' ? upload(options) : validate(options);
		const run = await time.endHanging(rig.sandbox, running);

		// An upload has a little more, for Advocate to store the file.
		expect(time.given.map(Math.floor)).toContain(200);
		expect(failure(run)).toEqual({
			message: expect.stringMatching(/^127\.0\.0\.1:\d+ did not answer in time$/) as string,
			description: expect.stringContaining('"Request Timeout (Seconds)"') as string,
		});
	});

	it('when its answer only drips', async () => {
		let sent = 0;
		const server = await startLoopbackServer((request, response) => {
			request.resume();
			const drip = () => {
				if (response.destroyed) return;
				response.write(' ');
				sent++;
				setImmediate(drip);
			};
			drip();
		});
		const running = validate({ timeout: 1, attempts: 1 }, server.url);

		for (const drops of [10, 20]) {
			while (sent < drops) await nextTurn();
			time.pass(600);
		}
		const run = await running;
		await server.close();

		expect(failure(run).message).toContain('did not answer in time');
	});

	it('but not while a file is coming in, however slowly', async () => {
		const rows = Array.from({ length: 5 }, (_, i) => `${i},not right\n`);
		const server = await startLoopbackServer((request, response) => {
			request.resume();
			if (request.method === 'POST') return void response.end(JSON.stringify(answer));
			void (async () => {
				for (const piece of ['recordNumber,message\n', ...rows]) {
					const waits = time.given.length;
					response.write(piece);
					// It is there once the next is waited for.
					while (time.given.length === waits) await nextTurn();
					time.pass(900);
				}
				response.end();
			})();
		});
		const link = `${server.url}/errors.csv`;
		const job = { id: 'j1', type: 'MUTATION/USER', status: 'COMPLETED', downloadErrorUrl: link };
		const answer = { data: { job } };
		const parameters = {
			jobId: 'j1',
			options: { attachErrorsFile: true, timeout: 1, attempts: 1 },
		};
		const workflow = chain({ name: 'Status', type: 'advocateJobStatus', parameters });

		const run = await rig.run(workflow, undefined, { credential: { baseUrl: server.url } });
		await server.close();

		expect(await binaryText(run.items('Status')[0], 'errors')).toBe(
			`recordNumber,message\n${rows.join('')}`,
		);
	});

	it('and says so of a file that stops coming in', async () => {
		const job = await endedJob();
		rig.sandbox.faults.add({ on: 'download', kind: 'hang' });

		const run = await time.endHanging(rig.sandbox, files(job, { attempts: 1 }));

		expect(run.json('Status')[0]?.filesError).toContain('did not answer in time');
	});
});

describe('an answer', () => {
	it('may be compressed', async () => {
		rig.sandbox.faults.add({ on: 'graphql', kind: 'gzip', times: Infinity });
		rig.sandbox.faults.add({ on: 'upload', kind: 'gzip', times: Infinity });
		rig.sandbox.faults.add({ on: 'download', kind: 'gzip', times: Infinity });

		const job = await endedJob();
		const run = await files(job);

		expect(await binaryText(run.items('Status')[0], 'errors')).toMatch(/^recordNumber,/);
	});

	it('is read up to 16 MiB', async () => {
		rig.sandbox.faults.add({
			on: 'validateJobCreation',
			kind: 'hugeBody',
			bytes: 64 * 1024 * 1024,
		});

		const run = await validate({ attempts: 1 });

		expect(failure(run)).toEqual({
			message: expect.stringMatching(
				/^The answer from 127\.0\.0\.1:\d+ is larger than 16 MiB$/,
			) as string,
			description: expect.stringContaining('Check the base URL') as string,
		});
	});

	it('is measured unpacked', async () => {
		const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, ' '));
		const server = await startLoopbackServer((request, response) => {
			request.resume();
			response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
			response.end(bomb);
		});

		const run = await validate({ attempts: 1 }, server.url);
		await server.close();

		expect(failure(run).message).toContain('is larger than 16 MiB');
	});
});

describe('a cancelled execution', () => {
	it('ends a pause at once and sends nothing more', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 503, times: Infinity });
		const stop = new AbortController();
		rig.whileAsleep = () => stop.abort();

		const run = await upload({}, stop.signal);

		expect(run.status).toBe('canceled');
		expect(operations()).toEqual(['upload']);
	});

	it.each(['upload', 'validateJobCreation', 'createJob', 'job', 'download'] as const)(
		'ends a request at once: %s',
		async (on) => {
			const job = on === 'download' ? await endedJob() : undefined;
			rig.sandbox.faults.add({ on, kind: 'hang' });
			const stop = new AbortController();
			const watching = untilHanging(stop);
			const parameters = { options: { attachErrorsFile: true } };
			const status = { name: 'Status', type: 'advocateJobStatus', parameters };
			const workflow = chain(
				{ name: 'Upload', type: 'advocateUpload', parameters: { fileMode: 'asIs' } },
				{ name: 'Validate', type: 'advocateValidate' },
				{ name: 'Create Job', type: 'advocateCreateJob' },
				status,
			);
			const signal = stop.signal;

			const run =
				job === undefined
					? await rig.run(workflow, [fileItem('a.csv', USERS)], { signal })
					: await rig.run(chain(status), [job], { signal });
			await watching;

			expect(run.status).toBe('canceled');
			const last = operations().length;
			await rig.sandbox.jobs.filesRead();
			expect(operations()).toHaveLength(last);
		},
	);

	/** Cancels as soon as the sandbox has a request that it lets hang. */
	async function untilHanging(stop: AbortController): Promise<void> {
		while (Object.keys(rig.sandbox.faults.fired).length === 0) {
			await nextTurn();
		}
		stop.abort();
	}
});
