import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Contender, Measurement } from './upload-contender.cts';

/*
 * The memory that uploading a big file adds, by the Upload node and by the way one finds when one looks
 * for how to send a file: native FormData with a Blob, through the same helper of n8n. Each run is a
 * process of its own with the same engine, file and sandbox (a process too); the peak of its resident
 * memory with the big file, less that with a file of 1 KiB, is what the file cost. Medians of three.
 */

const RUNS = 3;
const KIB = 1024;
const MIB = 1024 * KIB;
const root = resolve(__dirname, '..');

const CONTENDERS: Array<[Contender, string]> = [
	['advocateUpload', 'Advocate Upload'],
	['nativeFormData', 'native FormData + Blob'],
];

/** Options: `--mib N`, the size of the big file in MiB (100). */
export async function benchUpload(args: string[]): Promise<void> {
	const { values } = parseArgs({ args, options: { mib: { type: 'string', default: '100' } } });
	const big = Number(values.mib) * MIB;
	execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 2, 2] });
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-'));
	const sandbox = spawn(process.execPath, tsx('sandbox/cli.cts', '--port', '0', '--json'), {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	try {
		const target = await firstLine(sandbox.stdout);
		const files = { small: join(folder, 'small.csv'), big: join(folder, 'big.csv') };
		await writeUsers(files.small, KIB);
		await writeUsers(files.big, big);
		const added: number[] = [];
		console.log(
			`Upload of ${values.mib} MiB, peak resident memory in MB, medians of ${RUNS} runs\n`,
		);
		console.log('                          1 KiB    big file    added    seconds');
		for (const [contender, label] of CONTENDERS) {
			const small = measured(contender, files.small, target);
			const large = measured(contender, files.big, target);
			const more = large.peakBytes - small.peakBytes;
			added.push(more);
			console.log(
				[label.padEnd(24), mb(small.peakBytes), mb(large.peakBytes), mb(more), seconds(large)].join(
					'',
				),
			);
		}
		const [ours = 0, theirs = 1] = added;
		console.log(`\nAdded by Advocate Upload / by native FormData: ${(ours / theirs).toFixed(2)}`);
	} finally {
		sandbox.kill();
		rmSync(folder, { recursive: true, force: true });
	}
}

function tsx(script: string, ...args: string[]): string[] {
	return ['--require', 'tsx/cjs', join(root, script), ...args];
}

async function firstLine(stream: AsyncIterable<Buffer>): Promise<string> {
	for await (const chunk of stream) return chunk.toString().trim();
	throw new Error('The sandbox did not start');
}

/** A CSV of users of about so many bytes. */
async function writeUsers(path: string, bytes: number): Promise<void> {
	const file = await open(path, 'w');
	let written = (await file.write('accountId,id,firstName,lastName,email\n')).bytesWritten;
	for (let user = 0; written < bytes; ) {
		const rows: string[] = [];
		for (let length = 0; length < Math.min(MIB, bytes - written); user++) {
			const row = `acme,user-${user},Ann,Example,user-${user}@example.com\n`;
			rows.push(row);
			length += row.length;
		}
		written += (await file.write(rows.join(''))).bytesWritten;
	}
	await file.close();
}

function measured(contender: Contender, file: string, target: string): Measurement {
	const runs = Array.from({ length: RUNS }, () => {
		const args = tsx('bench/upload-contender.cts', contender, file, target);
		return JSON.parse(
			execFileSync(process.execPath, args, { cwd: root }).toString(),
		) as Measurement;
	});
	runs.sort((a, b) => a.peakBytes - b.peakBytes);
	const median = runs[Math.floor(RUNS / 2)];
	if (median === undefined) throw new Error('Nothing was measured');
	return median;
}

function mb(bytes: number): string {
	return (bytes / 1e6).toFixed(0).padStart(8);
}

function seconds({ milliseconds }: Measurement): string {
	return (milliseconds / 1000).toFixed(2).padStart(11);
}
