import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { curlExamples } from '../../sandbox/curl-examples.cts';
import { like, openSandbox, readJson, startOfTime } from './sandbox-client.cts';

const run = promisify(execFile);

describe('the four documented requests', () => {
	test('upload, validate, create a job and ask for its status', async () => {
		const client = await openSandbox();
		const form = new FormData();
		const event = { userId: 'ann', accountId: 'acme', event: { key: 'purchase' } };
		form.append('file', new Blob([`${JSON.stringify(event)}\n`]), 'userEvents.jsonl');

		const uploaded = await client.post('export/upload', form);
		expect(uploaded.status).toBe(200);
		expect(uploaded.headers.get('content-type')).toContain('application/json');
		const { fileRef } = await readJson<{ fileRef: string }>(uploaded);
		expect(fileRef).toMatch(/^imports\/test_acme\/userEvents_[0-9a-f]{24}\.jsonl$/);

		const jobInput = { fileRef, type: 'MUTATION/USER_EVENT' };
		const validated = await client.graphql(
			'query validateJobCreation($jobInput: JobInput!) { validateJobCreation(jobInput: $jobInput) { errors } }',
			{ jobInput },
		);
		expect(validated).toEqual({ data: { validateJobCreation: { errors: [] } } });

		const created = await client.graphql<{ createJob: { id: string } }>(
			'mutation createJob($jobInput: JobInput!) { createJob(jobInput: $jobInput) { id type requester dateCreated } }',
			{ jobInput: { ...jobInput, outputFormat: 'JSONL', requester: 'n8n' } },
		);
		const { id } = created.data.createJob;
		expect(created).toEqual({
			data: {
				createJob: {
					id: like(/^[0-9a-f]{24}$/),
					type: 'MUTATION/USER_EVENT',
					requester: 'n8n',
					dateCreated: startOfTime,
				},
			},
		});

		const query = 'query job($id: ID!) { job(id: $id) { status stats { recordsProcessed } } }';
		expect(await client.graphql(query, { id })).toEqual({
			data: { job: { status: 'PENDING', stats: null } },
		});
		client.clock.ms += 1500;
		expect(await client.graphql(query, { id })).toEqual({
			data: { job: { status: 'COMPLETED', stats: { recordsProcessed: 1 } } },
		});
	});

	test('a real curl uploads with -u :KEY -F file=@…, and with --data-binary', async () => {
		const { sandbox, url } = await openCurl();
		const folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
		const file = join(folder, 'users.csv');
		await writeFile(file, 'accountId,id\nacme,ann\n');
		const key = `:${sandbox.tenants[0]?.apiKey}`;

		const multipart = await run('curl', ['-s', '-u', key, url, '-F', `file=@${file}`]);
		expect(JSON.parse(multipart.stdout)).toEqual({
			fileRef: like(/^imports\/test_acme\/users_[0-9a-f]{24}\.csv$/),
		});
		const type = 'Content-Type: text/csv';
		const raw = await run('curl', ['-s', '-u', key, url, '-H', type, '--data-binary', `@${file}`]);
		expect(JSON.parse(raw.stdout)).toEqual({
			fileRef: like(/^imports\/test_acme\/upload_[0-9a-f]{24}\.csv$/),
		});
		expect(sandbox.uploads.list().map(({ how, sizeBytes }) => ({ how, sizeBytes }))).toEqual([
			{ how: 'multipart', sizeBytes: 22 },
			{ how: 'raw', sizeBytes: 22 },
		]);
		await rm(folder, { recursive: true });
	});

	test('the examples the CLI prints run as pasted', async () => {
		const { sandbox } = await openSandbox();
		const [tenant] = sandbox.tenants;
		if (!tenant) throw new Error('no tenant');
		const { stdout } = await run('sh', ['-c', curlExamples(sandbox.baseUrl, tenant)]);
		const [job] = sandbox.jobs.list('test_acme');
		expect(stdout.split('\n')).toEqual([
			like(/^imports\/test_acme\/users_[0-9a-f]{24}\.csv$/),
			'{"data":{"validateJobCreation":{"errors":[]}}}',
			job?.id,
			'{"data":{"job":{"status":"PENDING","stats":null,"downloadErrorUrl":null}}}',
			'',
		]);
	});
});

async function openCurl() {
	const client = await openSandbox();
	return { sandbox: client.sandbox, url: client.url('export/upload') };
}
