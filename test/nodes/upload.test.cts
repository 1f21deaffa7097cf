import { zipStart } from '../support/zip-file.cts';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { chain, type NodeSketch } from '../support/workflow.cts';
import { failure } from '../support/failure.cts';
import { fileItem, Rig } from '../support/rig.cts';

const rig = new Rig();

beforeAll(async () => await rig.start());
beforeEach(() => rig.sandbox.clearRequests());
afterAll(async () => await rig.stop());

const USERS = 'accountId,id,firstName\nacme,ann,Ann\n';
const [UPLOADED, REJECTED] = [0, 1];

function upload(parameters: INodeParameters = {}, rest: Partial<NodeSketch> = {}) {
	return chain({ name: 'Upload', type: 'advocateUpload', parameters, ...rest });
}

describe('what goes out', () => {
	it('sends the file and gives its fileRef, type, name, format and size', async () => {
		const run = await rig.run(upload(), [fileItem('contacts.csv', USERS)]);

		expect(run.json('Upload', UPLOADED)).toEqual([
			{
				fileRef: expect.stringMatching(/^imports\/test_acme\/contacts_[0-9a-f]+\.csv$/) as string,
				type: 'MUTATION/USER',
				fileName: 'contacts.csv',
				format: 'csv',
				sizeBytes: USERS.length,
				rows: 1,
				rowsRejected: 0,
				sourceRows: expect.stringMatching(/^1 of 1; list /) as string,
				timeZone: expect.any(String) as string,
				dialect: { format: 'csv', encoding: 'utf-8', separator: ',', quotes: 'doubled' },
				mapping: { accountId: 'accountId', id: 'id', firstName: 'firstName' },
			},
		]);
		expect(run.json('Upload', REJECTED)).toEqual([]);
		expect(rig.sandbox.uploads.list().at(-1)).toMatchObject({
			fileName: 'contacts.csv',
			how: 'multipart',
			sizeBytes: USERS.length,
		});
	});

	it.each([
		['multipart', 'checked'],
		['raw', 'checked'],
		['multipart', 'asIs'],
		['raw', 'asIs'],
	])('sends the very bytes of a file that is right (%s, %s)', async (uploadEncoding, fileMode) => {
		const rows = Array.from(
			{ length: 5_000 },
			(_, i) => `acme,u${i},"Zoë, ${randomBytes(4).toString('hex')}"`,
		);
		const content = `accountId,id,firstName\n${rows.join('\n')}\n`;

		const run = await rig.run(upload({ fileMode, options: { uploadEncoding } }), [
			fileItem('contacts.csv', content),
		]);

		expect(run.error).toBeUndefined();
		const received = rig.sandbox.uploads.list().at(-1);
		expect(received?.how).toBe(uploadEncoding);
		expect(received?.sizeBytes).toBe(Buffer.byteLength(content));
		expect(received?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
	});

	it('says nothing of rows in a file that is sent as it is', async () => {
		const run = await rig.run(upload({ fileMode: 'asIs' }), [fileItem('contacts.csv', USERS)]);

		expect(Object.keys(run.json('Upload')[0] ?? {})).toEqual([
			...['fileRef', 'type', 'fileName', 'format', 'sizeBytes'],
		]);
	});

	it('drops a UTF-8 byte order mark', async () => {
		const run = await rig.run(upload(), [fileItem('contacts.csv', `\uFEFF${USERS}`)]);

		expect(run.json('Upload')[0]).toMatchObject({ sizeBytes: USERS.length });
		expect(rig.sandbox.uploads.list().at(-1)?.sizeBytes).toBe(USERS.length);
	});

	it.each([
		['../../etc/contacts.csv', 'contacts.csv'],
		['C:\\exports\\contacts.CSV', 'contacts.csv'],
		['con"tacts\r\nX-Evil: 1.csv', 'contactsX-Evil_1.csv'],
		['Kontakte für Österreich.csv', 'Kontakte_fur_Osterreich.csv'],
		['', 'import.csv'],
	])('makes the file name %j safe: %s', async (given, sent) => {
		const run = await rig.run(upload(), [fileItem(given, USERS)]);

		expect(run.error).toBeUndefined();
		expect(run.json('Upload')[0]).toMatchObject({ fileName: sent });
		expect(rig.sandbox.uploads.list().at(-1)?.fileName).toBe(sent);
	});

	it('takes the format from the MIME type where the name has no extension', async () => {
		const line = '{"accountId":"acme","id":"ann"}\n';
		const run = await rig.run(upload(), [fileItem('contacts', line, 'application/x-ndjson')]);

		expect(run.json('Upload')[0]).toMatchObject({ fileName: 'contacts.jsonl', format: 'jsonl' });
	});

	it('takes what follows the last dot of a name for a part of it where it is no extension', async () => {
		const run = await rig.run(upload(), [fileItem('contacts.2024-05-01', USERS, 'text/csv')]);

		expect(run.json('Upload')[0]).toMatchObject({ fileName: 'contacts.2024-05-01.csv' });
	});

	it('uploads each item under a fileRef of its own, paired to it', async () => {
		const items = [fileItem('a.csv', USERS), fileItem('b.csv', USERS)];

		const run = await rig.run(upload(), items);

		const [first, second] = run.items('Upload');
		expect(first?.json.fileRef).not.toBe(second?.json.fileRef);
		expect([first?.pairedItem, second?.pairedItem]).toEqual([{ item: 0 }, { item: 1 }]);
	});
});

describe('a file that n8n keeps on disk', () => {
	/** Has n8n read a file from disk into its binary store, from where it is streamed. */
	async function fromDisk(content: string, parameters: INodeParameters = {}) {
		const file = join(rig.folder, 'contacts.csv');
		writeFileSync(file, content);
		const read = {
			name: 'Read',
			type: 'n8n-nodes-base.readWriteFile',
			parameters: { fileSelector: file },
		};
		return await rig.run(chain(read, { name: 'Upload', type: 'advocateUpload', parameters }));
	}

	const rows = Array.from({ length: 40_000 }, (_, i) => `acme,u${i},"Zoë, ${i}"`).join('\n');
	const content = `accountId,id,firstName\n${rows}\n`;
	const sha256 = createHash('sha256').update(content).digest('hex');

	it.each(['multipart', 'raw'])('arrives whole (%s)', async (uploadEncoding) => {
		const run = await fromDisk(content, { options: { uploadEncoding } });

		expect(run.error).toBeUndefined();
		const sizeBytes = Buffer.byteLength(content);
		expect(run.json('Upload')[0]).toMatchObject({ sizeBytes });
		expect(rig.sandbox.uploads.list().at(-1)).toMatchObject({
			how: uploadEncoding,
			sizeBytes,
			sha256,
		});
	});

	it.each(['multipart', 'raw'])(
		'loses nothing but its byte order mark (%s)',
		async (uploadEncoding) => {
			const run = await fromDisk(`\uFEFF${content}`, { options: { uploadEncoding } });

			expect(run.error).toBeUndefined();
			expect(rig.sandbox.uploads.list().at(-1)).toMatchObject({ how: uploadEncoding, sha256 });
		},
	);

	it('is refused for its header without being sent', async () => {
		const run = await fromDisk(content.replace('accountId', 'tenant'));

		expect(failure(run).message).toContain('The required column "accountId" is missing.');
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('is sent once with one attempt, whatever the answer', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 500, afterEffect: true });

		const run = await fromDisk(content, { options: { attempts: 1 } });

		expect(failure(run).message).toContain('server error (500)');
		expect(rig.sandbox.requests).toHaveLength(1);
	});
});

describe('what is refused before it is sent as it is', () => {
	const cases: Array<[string, { name?: string; content: string | Buffer; type?: string }, string]> =
		[
			['an empty file', { content: '' }, 'It is empty.'],
			['a header without rows', { content: 'accountId,id\n' }, 'It has a header line but no rows.'],
			[
				'a missing required column',
				{ content: 'accountId,firstName\nacme,Ann\n' },
				'The required column "id" is missing.',
			],
			[
				'a column in the wrong case',
				{ content: 'accountid,id\nacme,ann\n' },
				'"accountid": did you mean "accountId"?',
			],
			[
				'a column with a letter too many',
				{ content: 'accountId,id,firstNamee\nacme,ann,Ann\n' },
				'"firstNamee": did you mean "firstName"?',
			],
			[
				'a column twice',
				{ content: 'accountId,id,id\nacme,a,b\n' },
				'The column "id" appears more than once.',
			],
			[
				'a column without a name',
				{ content: 'accountId,id,\nacme,a,b\n' },
				'Column 3 has no name.',
			],
			['semicolons', { content: 'accountId;id\nacme;ann\n' }, 'separated by semicolons'],
			[
				'UTF-16 text',
				{ content: Buffer.from(`\uFEFF${USERS}`, 'utf16le') },
				'It is UTF-16 text, but Advocate reads UTF-8.',
			],
			[
				'Latin-1 text',
				{ content: Buffer.from('accountId,id\nacme,Zo\xeb\n', 'latin1') },
				'not UTF-8',
			],
			[
				'a workbook named .csv',
				{ content: zipStart('[Content_Types].xml') },
				'It is an Excel workbook (XLSX). Turn it into items with the Extract from File node',
			],
			['another extension', { name: 'contacts.xlsx', content: 'PK' }, 'this one ends in ".xlsx"'],
			[
				'a JSON array',
				{ name: 'contacts.jsonl', content: '[{"accountId":"acme","id":"ann"}]' },
				'one JSON array, not JSON Lines',
			],
			[
				'a JSONL line without a required field',
				{ name: 'contacts.jsonl', content: '{"accountId":"acme","Id":"ann"}\n' },
				'"Id": did you mean "id"?',
			],
			[
				'an event without its key',
				{ content: 'accountId,userId\nacme,ann\n', type: 'MUTATION/USER_EVENT' },
				'The required column "event.key" is missing.',
			],
			[
				'a field that events do not have',
				{ content: 'accountId,userId,event.key,revenue\na,b,c,1\n', type: 'MUTATION/USER_EVENT' },
				'For this type, Advocate accepts only its own columns, not "revenue".',
			],
			[
				'a redemption without its value',
				{ content: 'accountId,userId,unit\na,b,c\n', type: 'MUTATION/REDEEMABLE_REWARD_BALANCE' },
				'The required column "valueToRedeem" is missing.',
			],
		];

	it.each(cases)('%s', async (_what, { name = 'contacts.csv', content, type }, reason) => {
		const run = await rig.run(upload({ fileMode: 'asIs', ...(type && { type }) }), [
			fileItem(name, content),
		]);

		expect(run.status).toBe('error');
		expect(failure(run).message).toContain(`The file "${name}" was not uploaded: `);
		expect(failure(run).message).toContain(reason);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('goes to Rejected, file and reasons and all, where the builder wants that', async () => {
		const item = fileItem('contacts.csv', 'accountId,firstName\nacme,Ann\n', 'text/csv', {
			from: 'crm',
		});

		const run = await rig.run(upload({ fileMode: 'asIs', options: { onRefused: 'rejected' } }), [
			item,
			fileItem('good.csv', USERS),
		]);

		expect(run.error).toBeUndefined();
		expect(run.json('Upload', UPLOADED)).toHaveLength(1);
		const [rejected] = run.items('Upload', REJECTED);
		expect(rejected).toMatchObject({
			json: {
				from: 'crm',
				fileName: 'contacts.csv',
				type: 'MUTATION/USER',
				error: 'The file "contacts.csv" was not uploaded: The required column "id" is missing.',
				reasons: ['The required column "id" is missing.'],
			},
			pairedItem: { item: 0 },
		});
		expect(rejected?.binary).toEqual(item.binary);
	});

	it('goes to Rejected with its reasons with On Error: Continue, too', async () => {
		const run = await rig.run(upload({ fileMode: 'asIs' }, { onError: 'continueRegularOutput' }), [
			fileItem('contacts.csv', 'accountId,firstName\nacme,Ann\n'),
		]);

		expect(run.json('Upload', REJECTED)[0]).toMatchObject({
			fileName: 'contacts.csv',
			reasons: ['The required column "id" is missing.'],
		});
	});

	it('is sent anyway when the check is switched off', async () => {
		const run = await rig.run(upload({ fileMode: 'asIs', options: { checkFile: false } }), [
			fileItem('contacts.csv', 'accountid\nacme\n'),
		]);

		expect(run.json('Upload')).toHaveLength(1);
	});
});

describe('what goes wrong', () => {
	it('says which binary field is missing', async () => {
		const run = await rig.run(upload({ binaryPropertyName: 'file' }), [fileItem('a.csv', USERS)]);

		expect(failure(run).message).toContain("The item has no binary field 'file'");
	});

	it('says that there is no file at all', async () => {
		const { binary } = fileItem('contacts.csv', 'accountId,id\n');
		const elsewhere = { attachment: binary?.data ?? { mimeType: '', data: '' } };

		const run = await rig.run(upload(), [{ json: { from: 'mail' }, binary: elsewhere }]);

		expect(failure(run).message).toContain("The item has no binary field 'data'");
	});

	it('names the tenant when the key is not accepted, and never the key', async () => {
		const run = await rig.run(upload(), [fileItem('a.csv', USERS)], {
			credential: { apiKey: 'TEST_wrong_"key"' },
		});

		expect(failure(run)).toEqual({
			message: 'The API key was not accepted for the tenant "test_acme"',
			description: expect.stringContaining('Copy the API key again') as string,
		});
		expect(JSON.stringify(run.raw)).not.toContain('TEST_wrong');
	});

	it.each([
		['test/../acme', 'The tenant alias contains characters that are not allowed'],
		['', 'The tenant alias is empty'],
	])('refuses the tenant alias %j before any request', async (tenantAlias, message) => {
		const run = await rig.run(upload(), [fileItem('a.csv', USERS)], {
			credential: { tenantAlias },
		});

		expect(failure(run).message).toBe(message);
		expect(rig.sandbox.requests).toEqual([]);
	});

	it('refuses a base URL without https, but for this machine', async () => {
		const run = await rig.run(upload(), [fileItem('a.csv', USERS)], {
			credential: { baseUrl: 'http://app.example.com' },
		});

		expect(failure(run).message).toBe('The base URL must begin with https://');
	});

	it('does not follow a redirect, which could carry the key away', async () => {
		rig.sandbox.faults.add({
			on: 'upload',
			kind: 'redirect',
			location: `${rig.sandbox.baseUrl}/elsewhere`,
			status: 307,
		});

		const run = await rig.run(upload(), [fileItem('a.csv', USERS)]);

		expect(failure(run).message).toContain('the server redirected the request (307)');
		expect(rig.sandbox.requests.map(({ path }) => path)).toEqual([
			'/api/v1/test_acme/export/upload',
		]);
	});

	it('says that the host could not be reached', async () => {
		const run = await rig.run(upload(), [fileItem('a.csv', USERS)], {
			credential: { baseUrl: 'http://127.0.0.1:9' },
		});

		expect(failure(run)).toEqual({
			message: '127.0.0.1:9 could not be reached. Tried 5 times over 15 seconds',
			description: expect.stringContaining('Error code: ECONNREFUSED.') as string,
		});
	});

	it('goes on with the next item and puts the failed one on Rejected with On Error: Continue', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 500 });

		const once = { options: { attempts: 1 } };
		const run = await rig.run(upload(once, { onError: 'continueRegularOutput' }), [
			fileItem('a.csv', USERS, 'text/csv', { from: 'crm' }),
			fileItem('b.csv', USERS),
		]);

		expect(run.error).toBeUndefined();
		expect(run.json('Upload', UPLOADED)).toEqual([expect.objectContaining({ fileName: 'b.csv' })]);
		expect(run.json('Upload', REJECTED)).toEqual([
			{
				from: 'crm',
				error: 'Could not upload "a.csv": Advocate answered with a server error (500)',
				errorDescription: expect.stringContaining('Try again in a few minutes') as string,
			},
		]);
	});

	it('puts the failed item on the error output with On Error: Continue (using error output)', async () => {
		rig.sandbox.faults.add({ on: 'upload', kind: 'status', status: 500 });

		const once = { options: { attempts: 1 } };
		const run = await rig.run(upload(once, { onError: 'continueErrorOutput' }), [
			fileItem('a.csv', USERS),
		]);

		const [uploaded, rejected, error] = run.outputs('Upload');
		expect([uploaded, rejected]).toEqual([[], []]);
		expect(error?.[0]?.json.error).toContain('server error (500)');
	});
});
