import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FlowNode } from '../harness/node-red/node-red-process.cts';
import {
	receivedFiles,
	uploadUrl,
	withSandbox,
	type SandboxAddress,
} from '../harness/processes/sandbox-process.cts';
import { root } from '../harness/project.cts';
import { mb, row, seconds, whole } from './figures.cts';
import { goodRows, writeExport } from './file-rows.cts';
import { around, authorization, measuredRuns, tenantNode } from './node-red-run.cts';

/*
 * Many files with rows through one Node-RED: by advocate upload, which checks and converts each row, and by the nodes
 * one would take without it, file in, csv, a function that converts the rows, and http request. The paths of all
 * files come at once, as from a folder that was copied; a second flow of the same nodes begins a file when the one
 * before is uploaded. Each run is a Node-RED of its own, against a sandbox in another process. The peak of its
 * resident memory with all files, less that with a file of ten rows, is what the files cost.
 */

interface Work {
	files: number;
	/** Where the files are: 1.csv and so on. */
	folder: string;
	sandbox: SandboxAddress;
}

type Chain = (work: Work) => FlowNode[];

const CONTENDERS: Array<[label: string, chain: Chain]> = [
	['advocate upload', advocateUpload],
	['file in + csv + function + http', atOnce],
	['the same, one by one', oneByOne],
];

/** Options: `--files N` (200), `--rows N` in each of them (10000), `--runs N` (3), whose medians count. */
export async function benchNodeRedFiles(args: string[]): Promise<void> {
	const number = (value: string) => ({ type: 'string', default: value }) as const;
	const options = { files: number('200'), rows: number('10000'), runs: number('3') };
	const { values } = parseArgs({ args, options });
	const [files, rows, runs] = [values.files, values.rows, values.runs].map(Number);
	if (!files || !rows || !runs) throw new Error('Each of the options is a number above 0');
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-'));
	execFileSync('npm', ['run', 'build:node-red', '--silent'], { cwd: root, stdio: 'inherit' });
	try {
		const many = await written(join(folder, 'many'), files, rows);
		const one = await written(join(folder, 'one'), 1, 10);
		console.log(
			`${files} files of ${whole(rows)} rows through one Node-RED, peak resident memory in MB, medians of ${runs}\n`,
		);
		await withSandbox(async (sandbox) => {
			const large = { files, folder: many, sandbox };
			const small = { files: 1, folder: one, sandbox };
			await compare({ small, large, rows, runs }, folder);
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function compare(
	{ small, large, rows, runs }: { small: Work; large: Work; rows: number; runs: number },
	folder: string,
): Promise<void> {
	console.log(row('', '1 file', 'all files', 'added', 'seconds'));
	const costs: Array<{ added: number; milliseconds: number }> = [];
	for (const [label, chain] of CONTENDERS) {
		const measured = async (work: Work) => {
			const isRight = (answer: string) => answer === `${work.files} uploaded`;
			return await measuredRuns(chain(work), folder, isRight, runs);
		};
		const { peakBytes: least } = await measured(small);
		const { peakBytes, milliseconds } = await measured(large);
		await assertUploaded(large, runs, rows);
		const added = peakBytes - least;
		console.log(row(label, ...[least, peakBytes, added].map(mb), seconds(milliseconds)));
		costs.push({ added, milliseconds });
	}
	const [ours, ...others] = costs;
	if (ours === undefined) return;
	console.log();
	for (const [index, theirs] of others.entries()) {
		const ratio = (name: 'added' | 'milliseconds') => (ours[name] / theirs[name]).toFixed(2);
		const label = CONTENDERS[index + 1]?.[0];
		console.log(
			`advocate upload / ${label}: time ${ratio('milliseconds')}, memory ${ratio('added')}`,
		);
	}
}

/** A contender that left out a row would be quicker for it. */
async function assertUploaded({ files, sandbox }: Work, runs: number, rows: number): Promise<void> {
	const received = (await receivedFiles(sandbox)).slice(-files * runs);
	const counts = received.map(({ path }) => readFileSync(path, 'utf8').match(/@/g)?.length);
	const wrong = counts.filter((count) => count !== goodRows(rows)).length;
	if (received.length < files * runs || wrong > 0) throw new Error('Rows are missing');
}

/** Writes one file, which has as many names as there are to be files: all have the same size. */
async function written(folder: string, files: number, rows: number): Promise<string> {
	mkdirSync(folder);
	await writeExport(join(folder, '1.csv'), rows);
	for (let file = 2; file <= files; file++) {
		linkSync(join(folder, '1.csv'), join(folder, `${file}.csv`));
	}
	return folder;
}

function advocateUpload(work: Work): FlowNode[] {
	const upload = {
		...{ id: 'upload', type: 'advocate-upload', tenant: 'tenant', source: 'filename' },
		...{ sourceType: 'msg', jobType: 'MUTATION/USER', jobTypeType: 'jobType', format: 'jsonl' },
		wires: [['count'], []],
	};
	return [tenantNode(work.sandbox), ...all(work, 'upload', [upload])];
}

function atOnce(work: Work): FlowNode[] {
	return all(work, 'read', converting(work, 'count'));
}

function oneByOne(work: Work): FlowNode[] {
	const { files, folder } = work;
	const func = `msg.number = (msg.number ?? 0) + 1;
msg.filename = \`${folder}/\${msg.number}.csv\`;
if (msg.number <= ${files}) return [msg, null];
msg.payload = '${files} uploaded';
return [null, msg];`;
	const next = { id: 'next', type: 'function', func, outputs: 2, wires: [['read'], ['answer']] };
	return around('next', [next, ...converting(work, 'next')]);
}

/** The paths of all files at once, what comes next, and an answer when all are uploaded. */
function all({ files, folder }: Work, next: string, nodes: FlowNode[]): FlowNode[] {
	const paths = `const numbers = Array.from({ length: ${files} }, (_, index) => index + 1);
return [numbers.map((number) => ({ ...msg, filename: \`${folder}/\${number}.csv\` }))];`;
	const count = `const uploaded = (context.get('uploaded') ?? 0) + 1;
context.set('uploaded', uploaded);
msg.payload = \`\${uploaded} uploaded\`;
return uploaded === ${files} ? msg : null;`;
	return around('paths', [
		{ id: 'paths', type: 'function', func: paths, outputs: 1, wires: [[next]] },
		...nodes,
		{ id: 'count', type: 'function', func: count, outputs: 1, wires: [['answer']] },
	]);
}

/** Reads a file, converts its rows and sends them, by Node-RED's own nodes as they are dropped. */
export function converting({ sandbox }: Pick<Work, 'sandbox'>, next: string): FlowNode[] {
	const convert = `const lines = [];
for (const { dateCreated, referable, 'customFields.plan': plan, ...row } of msg.payload) {
	if (!/^\\d{4}-/.test(dateCreated)) continue;
	const converted = { dateCreated: Date.parse(dateCreated), referable: referable === 'yes' };
	lines.push(JSON.stringify({ ...row, ...converted, customFields: { plan } }));
}
const value = lines.join('\\n') + '\\n';
msg.headers = { 'content-type': 'multipart/form-data', authorization: '${authorization(sandbox)}' };
msg.payload = { file: { value, options: { filename: 'users.jsonl' } } };
return msg;`;
	const csv = { spec: 'rfc', sep: ',', hdrin: true, hdrout: 'none', multi: 'mult', ret: '\\n' };
	return [
		{
			...{ id: 'read', type: 'file in', filename: 'filename', filenameType: 'msg', format: 'utf8' },
			wires: [['parse']],
		},
		{ id: 'parse', type: 'csv', ...csv, temp: '', skip: '0', strings: false, wires: [['convert']] },
		{ id: 'convert', type: 'function', func: convert, outputs: 1, wires: [['send']] },
		{
			...{ id: 'send', type: 'http request', method: 'POST', ret: 'txt', url: uploadUrl(sandbox) },
			wires: [[next]],
		},
	];
}
