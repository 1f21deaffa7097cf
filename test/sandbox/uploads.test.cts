import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { request } from 'undici';
import { openSandbox, readJson } from './sandbox-client.cts';
import type { SandboxClient } from './sandbox-client.cts';

const MiB = 1024 * 1024;

describe('an upload', () => {
	test('is stored byte for byte, and the test can look at it', async () => {
		const client = await openSandbox();
		const content = '\uFEFFaccountId,id\r\nÄrger,ann\r\n';
		const fileRef = await client.upload(content, 'Kunden März 2026.CSV');
		expect(fileRef).toMatch(/^imports\/test_acme\/Kunden_M_rz_2026_[0-9a-f]{24}\.CSV$/);
		const upload = client.sandbox.uploads.get(fileRef);
		expect(upload).toMatchObject({
			fileName: 'Kunden März 2026.CSV',
			how: 'multipart',
			sizeBytes: Buffer.byteLength(content),
			sha256: createHash('sha256').update(content).digest('hex'),
			tenantAlias: 'test_acme',
		});
		expect(await readFile(upload?.path ?? '', 'utf8')).toBe(content);
	});

	test.each([
		[
			'its Content-Disposition',
			'text/plain',
			'attachment; filename="events.jsonl"',
			/^events_.*\.jsonl$/,
		],
		[
			'an encoded file name',
			'',
			"attachment; filename*=UTF-8''my%20users.csv",
			/^my_users_.*\.csv$/,
		],
		['its Content-Type', 'application/x-ndjson', '', /^upload_.*\.jsonl$/],
		['nothing: CSV', '', '', /^upload_.*\.csv$/],
	])('that is a raw body tells its format by %s', async (_case, type, disposition, name) => {
		const client = await openSandbox();
		const headers = {
			...(type && { 'content-type': type }),
			...(disposition && { 'content-disposition': disposition }),
		};
		const response = await client.post('export/upload', new Uint8Array([120]), headers);
		const { fileRef } = await readJson<{ fileRef: string }>(response);
		expect(fileRef.replace('imports/test_acme/', '')).toMatch(name);
		expect(client.sandbox.uploads.list()).toMatchObject([{ how: 'raw', sizeBytes: 1 }]);
	});

	test.each([
		['a part of another name', form(['data', 'users.csv'])],
		['text in place of a file', form(['file'])],
		['the part twice', form(['file', 'a.csv'], ['file', 'b.csv'])],
		['no part', form()],
		['an empty raw body', ''],
	])('with %s is refused with 400', async (_case, body) => {
		const client = await openSandbox();
		const response = await client.post('export/upload', body);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ statusCode: 400, apiErrorCode: 'BAD_REQUEST' });
		expect(client.sandbox.uploads.list()).toEqual([]);
	});

	test.each([
		['no boundary', 'multipart/form-data'],
		['an end that is missing', 'multipart/form-data; boundary=b'],
	])('whose multipart body has %s is refused with 400', async (_case, type) => {
		const client = await openSandbox();
		const part =
			'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid\r\n';
		const response = await client.post('export/upload', part, { 'content-type': type });
		expect(response.status).toBe(400);
	});

	test.each([
		['raw', 'text/csv', 'id'],
		[
			'multipart',
			'multipart/form-data; boundary=b',
			'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid\r\n',
		],
	])('that is %s and breaks off is not stored', async (_how, contentType, body) => {
		const client = await openSandbox();
		await breakOffUpload(client, contentType, body);
		// The sandbox goes on.
		const fileRef = await client.upload('accountId,id\n');
		const [whole, ...others] = client.sandbox.uploads.list();
		expect(whole).toMatchObject({ fileRef });
		expect(others).toEqual([]);
		await waitUntil(() => readdirSync(dirname(whole?.path ?? '')).length === 1);
	});

	test('of 30 MiB streams to disk: memory stays flat', async () => {
		const client = await openSandbox();
		const before = liveBytes();
		const chunk = Buffer.alloc(MiB, 'x');
		let peak = 0;
		function* body() {
			yield '--b\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n';
			for (let sent = 0; sent < 30 * MiB; sent += chunk.length) {
				// Collecting garbage takes its time.
				if (sent % (5 * MiB) === 0) peak = Math.max(peak, liveBytes() - before);
				yield chunk;
			}
			yield '\r\n--b--\r\n';
		}
		const { statusCode } = await request(client.url('export/upload'), {
			method: 'POST',
			headers: {
				authorization: client.authorization,
				'content-type': 'multipart/form-data; boundary=b',
			},
			body: Readable.from(body()),
		});
		expect(statusCode).toBe(200);
		expect(client.sandbox.uploads.list()).toMatchObject([{ sizeBytes: 30 * MiB }]);
		expect(peak).toBeLessThan(8 * MiB);
		const [recorded] = client.sandbox.requests;
		expect(recorded?.body).toHaveLength(64 * 1024);
		expect(recorded?.bodyBytes).toBeGreaterThan(30 * MiB);
	});
});

test('close() leaves nothing behind, and may be called twice', async () => {
	const { sandbox, ...client } = await openSandbox();
	const upload = await fetch(`${sandbox.baseUrl}/api/v1/test_acme/export/upload`, {
		method: 'POST',
		headers: { authorization: client.authorization },
		body: 'accountId,id\na,b\n',
	});
	expect(upload.status).toBe(200);
	const folder = dirname(dirname(sandbox.uploads.list()[0]?.path ?? ''));
	expect(folder).toContain('advocate-sandbox-');
	expect(await readdir(folder)).toEqual(['results', 'uploads']);
	await sandbox.close();
	await sandbox.close();
	expect(existsSync(folder)).toBe(false);
	await expect(fetch(sandbox.baseUrl)).rejects.toThrow();
});

// Garbage not yet collected would count as memory the sandbox holds.
const collectGarbage = exposeGarbageCollector();

function exposeGarbageCollector(): () => void {
	setFlagsFromString('--expose-gc');
	return runInNewContext('gc') as () => void;
}

function liveBytes(): number {
	collectGarbage();
	const { arrayBuffers, heapUsed } = process.memoryUsage();
	return arrayBuffers + heapUsed;
}

function form(...parts: Array<[name: string, fileName?: string]>): FormData {
	const data = new FormData();
	for (const [name, fileName] of parts) {
		if (fileName === undefined) data.append(name, 'accountId,id\n');
		else data.append(name, new Blob(['accountId,id\n']), fileName);
	}
	return data;
}

async function breakOffUpload(
	{ sandbox, authorization }: SandboxClient,
	contentType: string,
	body: string,
): Promise<void> {
	const { port } = new URL(sandbox.baseUrl);
	const head = [
		'POST /api/v1/test_acme/export/upload HTTP/1.1',
		'Host: sandbox',
		`Authorization: ${authorization}`,
		`Content-Type: ${contentType}`,
		'Content-Length: 1000',
	];
	const socket = connect(Number(port), '127.0.0.1');
	socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
	// Only what has arrived can break off.
	await waitUntil(() => sandbox.requests[0]?.bodyBytes === body.length);
	socket.resetAndDestroy();
}

async function waitUntil(condition: () => boolean): Promise<void> {
	while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
