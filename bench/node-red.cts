import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FlowNode } from '../harness/node-red/node-red-process.cts';
import {
	uploadUrl,
	withSandbox,
	type SandboxAddress,
} from '../harness/processes/sandbox-process.cts';
import { root } from '../harness/project.cts';
import { writeExport } from './file-rows.cts';
import { mb, row, seconds, whole } from './figures.cts';
import { converting } from './node-red-files.cts';
import { around, authorization, measuredRuns, tenantNode } from './node-red-run.cts';
import { writeUsers } from './upload.cts';

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
		const measured = async (file: string) =>
			await measuredRuns(
				chain(file, sandbox),
				folder,
				(answer) => answer.includes('fileRef'),
				RUNS,
			);
		const small = await measured(files.small);
		const { peakBytes, milliseconds } = await measured(files.big);
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

function advocateUpload(file: string, sandbox: SandboxAddress, sendAsIs: boolean): FlowNode[] {
	const upload = {
		...{ id: 'upload', type: 'advocate-upload', tenant: 'tenant', source: file },
		...{ sourceType: 'str', jobType: 'MUTATION/USER', jobTypeType: 'jobType', sendAsIs },
		wires: [['answer'], []],
	};
	return [tenantNode(sandbox), ...around('upload', [upload])];
}

function httpRequest(file: string, sandbox: SandboxAddress): FlowNode[] {
	const form = `msg.headers = { 'content-type': 'multipart/form-data', authorization: '${authorization(sandbox)}' };
msg.payload = { file: { value: msg.payload, options: { filename: 'users.csv' } } };
return msg;`;
	return around('read', [
		{
			...{ id: 'read', type: 'file in', filename: file, filenameType: 'str', format: '' },
			wires: [['form']],
		},
		{ id: 'form', type: 'function', func: form, outputs: 1, wires: [['send']] },
		{
			...{ id: 'send', type: 'http request', method: 'POST', ret: 'txt', url: uploadUrl(sandbox) },
			wires: [['answer']],
		},
	]);
}

function convertedRequest(file: string, sandbox: SandboxAddress): FlowNode[] {
	const func = `msg.filename = ${JSON.stringify(file)};
return msg;`;
	const name = { id: 'name', type: 'function', func, outputs: 1, wires: [['read']] };
	return around('name', [name, ...converting({ sandbox }, 'answer')]);
}
