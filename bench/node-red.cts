import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NodeRedProcess, type FlowNode } from '../harness/node-red/node-red-process.cts';
import { writeExport } from './file-rows.cts';
import { mb, row, seconds, median, whole } from './figures.cts';
import { peakMemoryOf } from '../harness/processes/peak-memory.cts';
import {
	tenantCredential,
	uploadUrl,
	withSandbox,
	type SandboxAddress,
} from '../harness/processes/sandbox-process.cts';
import { writeUsers } from './upload.cts';
import { root } from '../harness/project.cts';

/*
 * Uploading a big file in Node-RED: by advocate upload, and by the nodes one would take without it, file in
 * and http request. Each run is a Node-RED of its own, against a sandbox in another process. The peak of its
 * resident memory with the big file, less that with a file of 1 KiB, is what the file cost. Medians of three.
 *
 * The same of a file whose rows are checked: values to convert in each, and a bad one among a hundred. Without the node
 * one takes file in, csv, a function that converts and leaves out, and http request.
 */

const RUNS = 3;
const KIB = 1024;
const MIB = 1024 * KIB;

type Chain = (file: string, sandbox: SandboxAddress) => FlowNode[];

type Contenders = [ours: Contender, theirs: Contender];
type Contender = [label: string, chain: Chain];

const PLAIN: Contenders = [
	['advocate upload', (file, sandbox) => advocateUpload(file, sandbox, true)],
	['file in + http request', httpRequest],
];

const CHECKED: Contenders = [
	['advocate upload', (file, sandbox) => advocateUpload(file, sandbox, false)],
	['file in, csv, function, request', convertedRequest],
];

interface Run {
	peakBytes: number;
	milliseconds: number;
}

/** Options: `--mib N`, the size of the big file in MiB (100); `--rows N`, the rows of the one that is checked (200000). */
export async function benchNodeRed(args: string[]): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			mib: { type: 'string', default: '100' },
			rows: { type: 'string', default: '200000' },
		},
	});
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-'));
	execFileSync('npm', ['run', 'build:node-red', '--silent'], { cwd: root, stdio: 'inherit' });
	try {
		const files = { small: join(folder, 'small.csv'), big: join(folder, 'big.csv') };
		await writeUsers(files.small, KIB);
		await writeUsers(files.big, Number(values.mib) * MIB);
		const rows = Number(values.rows);
		const exports = { small: join(folder, 'one.csv'), big: join(folder, 'export.csv') };
		await writeExport(exports.small, 1);
		await writeExport(exports.big, rows);
		const measured = `peak resident memory in MB, medians of ${RUNS}\n`;
		await withSandbox(async (sandbox) => {
			console.log(`Upload of ${values.mib} MiB in Node-RED, ${measured}`);
			await compare(PLAIN, files, sandbox, folder);
			console.log(`\nUpload of ${whole(rows)} rows, each checked and converted, ${measured}`);
			await compare(CHECKED, exports, sandbox, folder);
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function compare(
	contenders: Contenders,
	files: { small: string; big: string },
	sandbox: SandboxAddress,
	folder: string,
): Promise<void> {
	console.log(row('', 'small file', 'big file', 'added', 'seconds'));
	const costs: Array<{ added: number; milliseconds: number }> = [];
	for (const [label, chain] of contenders) {
		const small = await measured(chain(files.small, sandbox), folder);
		const { peakBytes, milliseconds } = await measured(chain(files.big, sandbox), folder);
		const added = peakBytes - small.peakBytes;
		console.log(row(label, ...[small.peakBytes, peakBytes, added].map(mb), seconds(milliseconds)));
		costs.push({ added, milliseconds });
	}
	const [ours, theirs] = costs;
	if (ours === undefined || theirs === undefined) return;
	const ratio = (name: 'added' | 'milliseconds') => (ours[name] / theirs[name]).toFixed(2);
	console.log(
		`\nadvocate upload / theirs: time ${ratio('milliseconds')}, memory ${ratio('added')}`,
	);
}

async function measured(flow: FlowNode[], folder: string): Promise<Run> {
	const runs: Run[] = [];
	for (let run = 0; run < RUNS; run++) runs.push(await measuredOnce(flow, folder));
	return {
		peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
		milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
	};
}

async function measuredOnce(flow: FlowNode[], folder: string): Promise<Run> {
	const userDir = mkdtempSync(join(folder, 'user-'));
	const scope = join(userDir, 'node_modules/@impact-advocate');
	mkdirSync(scope, { recursive: true });
	symlinkSync(join(root, 'node-red'), join(scope, 'node-red-advocate'));
	const red = await NodeRedProcess.start({ userDir });
	try {
		await red.deploy(flow);
		const started = performance.now();
		const answer = await fetch(`${red.url}/run`);
		const text = await answer.text();
		const milliseconds = performance.now() - started;
		if (!text.includes('fileRef')) throw new Error(`Not uploaded: ${text}\n${red.log.join('')}`);
		const peakBytes = peakMemoryOf(red.pid);
		if (peakBytes === undefined) throw new Error('Only Linux tells the memory of another process');
		return { peakBytes, milliseconds };
	} finally {
		await red.stop();
	}
}

/** GET /run, what comes next, and the answer. */
function around(next: string, nodes: FlowNode[]): FlowNode[] {
	return [
		{ id: 'flow', type: 'tab', label: 'bench' },
		{ id: 'start', type: 'http in', z: 'flow', method: 'get', url: '/run', wires: [[next]] },
		...nodes.map((node) => ({ z: 'flow', ...node })),
		{ id: 'answer', type: 'http response', z: 'flow', wires: [] },
	];
}

function advocateUpload(file: string, sandbox: SandboxAddress, sendAsIs: boolean): FlowNode[] {
	const { tenantAlias, apiKey, baseUrl } = tenantCredential(sandbox);
	return around('upload', [
		{ id: 'tenant', type: 'advocate-tenant', tenantAlias, baseUrl, credentials: { apiKey } },
		{
			...{ id: 'upload', type: 'advocate-upload', tenant: 'tenant', source: file },
			...{ sourceType: 'str', jobType: 'MUTATION/USER', jobTypeType: 'jobType', sendAsIs },
			wires: [['answer'], []],
		},
	]).map((node) => (node.id === 'tenant' ? { ...node, z: undefined } : node));
}

function httpRequest(file: string, sandbox: SandboxAddress): FlowNode[] {
	const form = { payload: 'msg.payload', fileName: 'users.csv' };
	return around('read', [
		{
			...{ id: 'read', type: 'file in', filename: file, filenameType: 'str', format: '' },
			wires: [['form']],
		},
		...sending(sandbox, form),
	]);
}

/** What one would do without us: rows that are right as JSON Lines, with the date and the boolean converted. */
function convertedRequest(file: string, sandbox: SandboxAddress): FlowNode[] {
	const payload = `Buffer.from(msg.payload
	.filter((row) => /^\\d{4}-\\d\\d-\\d\\dT/.test(row.dateCreated))
	.map((row) => JSON.stringify({
		...row,
		dateCreated: Date.parse(row.dateCreated),
		referable: row.referable === 'yes',
	}) + '\\n')
	.join(''))`;
	return around('read', [
		{
			...{ id: 'read', type: 'file in', filename: file, filenameType: 'str', format: 'utf8' },
			wires: [['csv']],
		},
		{
			...{
				id: 'csv',
				type: 'csv',
				spec: 'rfc',
				sep: ',',
				hdrin: true,
				multi: 'mult',
				strings: false,
			},
			wires: [['form']],
		},
		...sending(sandbox, { payload, fileName: 'users.jsonl' }),
	]);
}

/** A function node that makes a form of what `payload` gives, and the request with it. */
function sending(
	sandbox: SandboxAddress,
	{ payload, fileName }: { payload: string; fileName: string },
): FlowNode[] {
	const authorization = Buffer.from(`:${tenantCredential(sandbox).apiKey}`).toString('base64');
	const form = `msg.headers = { 'content-type': 'multipart/form-data', authorization: 'Basic ${authorization}' };
msg.payload = { file: { value: ${payload}, options: { filename: '${fileName}' } } };
return msg;`;
	return [
		{ id: 'form', type: 'function', func: form, outputs: 1, wires: [['send']] },
		{
			...{ id: 'send', type: 'http request', method: 'POST', ret: 'txt', url: uploadUrl(sandbox) },
			wires: [['answer']],
		},
	];
}
