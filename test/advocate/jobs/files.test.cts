import { hostTexts } from '../support/host-texts.cts';
import { fetchJobFiles, type WantedFiles } from '../../../advocate/jobs/files.ts';
import type { Job } from '../../../advocate/api/schema.ts';
import type { ByteStream } from '../../../advocate/files/content.ts';
import {
	clientAnswered,
	json,
	storedFile,
	type StoredFile,
} from '../support/tenant-under-test.cts';
import { zipStart } from '../../support/zip-file.cts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const JOB: Job = {
	id: 'j1',
	type: 'MUTATION/USER',
	status: 'COMPLETED',
	name: null,
	requester: null,
	dateCreated: NOW - 60_000,
	dateCompleted: NOW - 30_000,
	dateExpires: null,
	outputFormat: 'CSV',
	mailtoEmail: null,
	fileRef: null,
	params: null,
	stats: null,
};

/** A file as a host keeps it. */
interface Kept {
	fileName: string;
	mimeType: string;
	content: Buffer;
}

/** Fetches a job's files, which its links answer with. */
async function fetchFiles(
	job: Partial<Job>,
	wanted: WantedFiles,
	answer: (what: 'results' | 'errors') => StoredFile,
) {
	const links = {
		downloadUrl: 'https://files.example/results',
		downloadErrorUrl: 'https://files.example/errors',
	};
	const { client, sent } = clientAnswered(({ url, body }) => {
		if (body !== undefined) return json({ data: { job: links } });
		return answer(url.endsWith('errors') ? 'errors' : 'results');
	});
	const keeper = {
		keep: async (content: ByteStream, file: { fileName: string; mimeType: string }) => ({
			...file,
			content: await whole(content),
		}),
		read: ({ content }: Kept) => Promise.resolve(content),
		origin: () => ({}),
		texts: hostTexts.trace,
	};
	const clock = { now: () => NOW };
	const files = await fetchJobFiles<Kept>(client, { ...JOB, ...job }, wanted, keeper, clock);
	return { ...files, sent };
}

async function whole(content: ByteStream): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of content) chunks.push(chunk);
	return Buffer.concat(chunks);
}

describe('A file that can not be fetched', () => {
	const PAST = Date.parse('2026-02-12T23:59:00Z');

	test.each([403, 404, 410])('%i: after its time, the hint says when that was', async (status) => {
		const { failure } = await fetchFiles({ dateExpires: PAST }, { resultsFile: true }, () =>
			storedFile(status),
		);
		expect(failure).toMatchObject({
			code: 'LINK_REFUSED',
			message: `The job's file could not be fetched (${status})`,
			hint: "The job's files expired on 2026-02-12. Check in the Advocate portal whether they are still available there.",
			status,
		});
	});

	test.each([null, NOW + 1])('nothing of that where it expires at %s', async (dateExpires) => {
		const { failure } = await fetchFiles({ dateExpires }, { resultsFile: true }, () =>
			storedFile(403),
		);
		expect(failure).toMatchObject({
			hint: 'Run the node again; if the problem persists, download the file in the Advocate portal.',
		});
	});

	test('is not asked for where the job says that its files are gone', async () => {
		const wanted = { rowErrors: true, resultsFile: true };
		const { failure, rowErrors, sent } = await fetchFiles({ status: 'EXPIRED' }, wanted, () =>
			storedFile(200),
		);
		expect(failure).toMatchObject({ message: "The job's files have expired" });
		expect(rowErrors).toBeUndefined();
		expect(sent).toEqual([]);
		expect((await fetchFiles({ status: 'EXPIRED' }, {}, () => storedFile(200))).failure).toBe(
			undefined,
		);
	});

	test.each([
		[storedFile(200, '<html>'), 'The errors file has none of the expected columns'],
		[
			storedFile(302, '', { location: 'http://files.example/' }),
			"The link to the job's file was not followed",
		],
	])('nor where something else is wrong with it', async (answer, message) => {
		const wanted = { rowErrors: true };
		const { failure } = await fetchFiles({ dateExpires: PAST }, wanted, () => answer);
		const hint = expect.not.stringContaining('expired') as string;
		expect(failure).toMatchObject({ message, hint });
	});
});

describe('The name and type of a file follow its first bytes', () => {
	const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

	test.each([
		['XLSX', zipStart('job.xlsx'), 'zip', 'application/zip'],
		['XLSX', zipStart('[Content_Types].xml'), 'xlsx', XLSX_TYPE],
		['XLSX', 'a,b\n', 'csv', 'text/csv'],
		['CSV', 'a,b\n', 'csv', 'text/csv'],
		['CSV', '', 'csv', 'text/csv'],
		['CSV', zipStart('job.csv'), 'zip', 'application/zip'],
		['JSONL', '{}\n', 'jsonl', 'application/jsonl'],
		[null, 'a,b\n', 'csv', 'text/csv'],
	] as const)('%s, %j: .%s', async (outputFormat, content, extension, mimeType) => {
		const wanted = { resultsFile: true, errorsFile: true };
		const { resultsFile, errorsFile, failure } = await fetchFiles({ outputFormat }, wanted, () =>
			storedFile(200, content),
		);
		expect(failure).toBeUndefined();
		const whole = Buffer.from(content);
		expect(resultsFile).toEqual({
			fileName: `job-j1-results.${extension}`,
			mimeType,
			content: whole,
		});
		expect(errorsFile).toEqual({
			fileName: `job-j1-errors.${extension}`,
			mimeType,
			content: whole,
		});
	});
});
