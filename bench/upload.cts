import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { withBuiltPackage } from '../harness/packages/built-package.cts';
import { runContender } from './contender.cts';
import { mb, row, seconds, median } from './figures.cts';
import { withSandbox, type SandboxAddress } from '../harness/processes/sandbox-process.cts';
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

const CONTENDERS: Array<[Contender, string]> = [
	['advocateUpload', 'Advocate Upload'],
	['nativeFormData', 'native FormData + Blob'],
];

interface Files {
	small: string;
	big: string;
}

/** Options: `--mib N`, the size of the big file in MiB (100). */
export async function benchUpload(args: string[]): Promise<void> {
	const { values } = parseArgs({ args, options: { mib: { type: 'string', default: '100' } } });
	const folder = mkdtempSync(join(tmpdir(), 'advocate-bench-'));
	try {
		const files = { small: join(folder, 'small.csv'), big: join(folder, 'big.csv') };
		await writeUsers(files.small, KIB);
		await writeUsers(files.big, Number(values.mib) * MIB);
		console.log(
			`Upload of ${values.mib} MiB, peak resident memory in MB, medians of ${RUNS} runs\n`,
		);
		await withBuiltPackage(async (packageFolder) => {
			await withSandbox(async (sandbox) => await compare(files, sandbox, packageFolder));
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function compare(
	files: Files,
	sandbox: SandboxAddress,
	packageFolder: string,
): Promise<void> {
	const surroundings = [JSON.stringify(sandbox), packageFolder];
	console.log(row('', '1 KiB', 'big file', 'added', 'seconds'));
	const added: number[] = [];
	for (const [contender, label] of CONTENDERS) {
		const small = await measured(contender, files.small, surroundings);
		const big = await measured(contender, files.big, surroundings);
		const more = big.peakBytes - small.peakBytes;
		const peaks = [small.peakBytes, big.peakBytes, more].map(mb);
		console.log(row(label, ...peaks, seconds(big.milliseconds)));
		added.push(more);
	}
	const [ours = 0, theirs = 1] = added;
	console.log(`\nAdded by Advocate Upload / by native FormData: ${(ours / theirs).toFixed(2)}`);
}

/** A CSV of users of about so many bytes. */
export async function writeUsers(path: string, bytes: number): Promise<void> {
	const file = await open(path, 'w');
	let written = (await file.write('accountId,id,firstName,lastName,email\n')).bytesWritten;
	for (let user = 0; written < bytes; ) {
		const rows: string[] = [];
		for (let length = 0; length < Math.min(MIB, bytes - written); user++) {
			const line = `acme,user-${user},Ann,Example,user-${user}@example.com\n`;
			rows.push(line);
			length += line.length;
		}
		written += (await file.write(rows.join(''))).bytesWritten;
	}
	await file.close();
}

async function measured(
	contender: Contender,
	file: string,
	surroundings: string[],
): Promise<Measurement> {
	const script = 'bench/upload-contender.cts';
	const runs: Measurement[] = [];
	for (let run = 0; run < RUNS; run++) {
		runs.push(await runContender<Measurement>(script, contender, file, ...surroundings));
	}
	return {
		peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
		milliseconds: median(runs.map(({ milliseconds }) => milliseconds)),
	};
}
