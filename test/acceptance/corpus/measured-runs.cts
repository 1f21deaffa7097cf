/**
 * Runs entries of the corpus one after the other, and prints a line of JSON (MeasuredEntry) for each. Meant
 * to be started with a small heap and --expose-gc, so that memory that grows with a file ends it.
 *
 * Arguments: the sandbox's address as JSON, a folder for the files, and the names of the entries.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { peakMemory } from '../../../harness/processes/peak-memory.cts';
import {
	receivedFiles,
	tenantCredential,
	type SandboxAddress,
} from '../../../harness/processes/sandbox-process.cts';
import type { FinishedRun } from '../../../harness/engine/finished-run.cts';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import { credentialTypes, nodeTypes } from '../../support/advocate-nodes.cts';
import { chain } from '../../support/workflow.cts';
import { corpus } from './corpus.cts';
import type { CorpusEntry } from './corpus-entry.cts';
import { makeFile } from './content.cts';
import type { GivenAnswer } from './given-answer.cts';
import { importedBy } from './sandbox-import.cts';

/** One run's answer, and what it cost. */
export interface MeasuredAnswer extends GivenAnswer {
	milliseconds: number;
	/** The most resident memory during the run, less that before it (bytes). */
	addedBytes: number;
}

export interface MeasuredEntry {
	file: string;
	asItComes: MeasuredAnswer;
	checked: MeasuredAnswer;
}

const [sandboxJson = '', folder = '', ...names] = process.argv.slice(2);
const sandbox = JSON.parse(sandboxJson) as SandboxAddress;

async function measuredEntry(entry: CorpusEntry): Promise<MeasuredEntry> {
	const path = join(folder, entry.file);
	const fileBytes = await makeFile(path, entry.content);
	try {
		const asItComes = { fileBytes, ...(await measuredRun(entry, path, 'asIs')) };
		const checked = { fileBytes, ...(await measuredRun(entry, path, 'checked')) };
		const { fileRef } = checked.uploaded ?? {};
		const type = entry.type ?? 'MUTATION/USER';
		const imported =
			typeof fileRef === 'string' ? await importedBy(sandbox, fileRef, type) : undefined;
		return { file: entry.file, asItComes, checked: { ...checked, imported } };
	} finally {
		rmSync(path);
	}
}

async function measuredRun(
	entry: CorpusEntry,
	path: string,
	fileMode: 'asIs' | 'checked',
): Promise<Omit<MeasuredAnswer, 'fileBytes'>> {
	const before = (await receivedFiles(sandbox)).length;
	global.gc?.();
	forgetPeak();
	const base = process.memoryUsage.rss();
	const started = performance.now();
	const run = await uploadRun(entry, path, fileMode);
	const milliseconds = performance.now() - started;
	const addedBytes = Math.max(0, peakMemory() - base);
	const received = (await receivedFiles(sandbox)).slice(before);
	return {
		...answerOf(run),
		receivedBytes: received[0]?.sizeBytes,
		milliseconds,
		addedBytes,
	};
}

async function uploadRun(
	{ type = 'MUTATION/USER', mimeType }: CorpusEntry,
	path: string,
	fileMode: 'asIs' | 'checked',
): Promise<FinishedRun> {
	const binaryDataFolder = join(folder, 'n8n');
	mkdirSync(binaryDataFolder, { recursive: true });
	try {
		return await runWorkflow({
			workflow: chain(
				{
					name: 'Read',
					type: 'n8n-nodes-base.readWriteFile',
					parameters: { fileSelector: path, options: mimeType === undefined ? {} : { mimeType } },
				},
				{
					name: 'Upload',
					type: 'advocateUpload',
					parameters: { type, fileMode },
				},
			),
			nodeTypes,
			credentialTypes,
			credentials: { advocateApi: tenantCredential(sandbox) },
			binaryDataFolder,
		});
	} finally {
		rmSync(binaryDataFolder, { recursive: true, force: true });
	}
}

function answerOf(run: FinishedRun): Pick<GivenAnswer, 'error' | 'uploaded' | 'rejected'> {
	const rejected: Record<string, number> = {};
	if (run.error) {
		const { message, description } = run.error;
		return { error: `${message} ${description ?? ''}`.trim(), rejected };
	}
	for (const { reasons } of run.json('Upload', 1)) {
		const reason = (reasons as string[]).join('; ');
		rejected[reason] = (rejected[reason] ?? 0) + 1;
	}
	return { uploaded: run.json('Upload', 0)[0], rejected };
}

/** Has the kernel count the peak from now on (Linux); elsewhere the peak is that of the whole process. */
function forgetPeak(): void {
	if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

async function main(): Promise<void> {
	for (const entry of corpus.filter(({ file }) => names.includes(file))) {
		process.stdout.write(`${JSON.stringify(await measuredEntry(entry))}\n`);
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
