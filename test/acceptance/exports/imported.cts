import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runWorkflow } from '../../../harness/engine/run-workflow.cts';
import {
	receivedFiles,
	tenantCredential,
	type SandboxAddress,
} from '../../../harness/processes/sandbox-process.cts';
import { credentialTypes, nodeTypes } from '../../support/advocate-nodes.cts';
import { chain } from '../../support/workflow.cts';
import { importedBy } from '../corpus/sandbox-import.cts';
import { filled, type SentRow } from './people.cts';

/** What came of a file that went through n8n's engine to a sandbox. */
export interface Imported {
	/** The error's text, if the file was refused. */
	error?: string;
	/** The item on Uploaded. */
	item: IDataObject;
	/** The rows that the sandbox was sent, read by a parser of other people's. */
	rows: SentRow[];
	/** Reasons, by the row's number. */
	rejected: Record<number, string[]>;
	/** What the sandbox, with its own reading, made of the file. */
	failed: number;
}

/** Uploads a file of users as the node comes, but for the time zone, which is UTC. */
export async function imported(
	path: string,
	parameters: INodeParameters,
	sandbox: SandboxAddress,
	folder: string,
): Promise<Imported> {
	const before = (await receivedFiles(sandbox)).length;
	const binaryDataFolder = join(folder, 'n8n');
	mkdirSync(binaryDataFolder, { recursive: true });
	const type = 'MUTATION/USER';
	const options = { timeZone: 'UTC' };
	try {
		const run = await runWorkflow({
			workflow: chain(
				{
					name: 'Read',
					type: 'n8n-nodes-base.readWriteFile',
					parameters: { fileSelector: path },
				},
				{ name: 'Upload', type: 'advocateUpload', parameters: { type, options, ...parameters } },
			),
			nodeTypes,
			credentialTypes,
			credentials: { advocateApi: tenantCredential(sandbox) },
			binaryDataFolder,
		});
		if (run.error !== undefined) {
			const { message, description } = run.error;
			const error = `${message} ${description ?? ''}`.trim();
			return { error, item: {}, rows: [], rejected: {}, failed: 0 };
		}
		const rejected = run.json('Upload', 1).map((row) => {
			const { rowNumber, reasons } = row as { rowNumber: number; reasons: string[] };
			return [rowNumber, reasons] as const;
		});
		const item = run.json('Upload', 0)[0] ?? {};
		const [received] = (await receivedFiles(sandbox)).slice(before);
		const { fileRef } = item;
		const counts =
			typeof fileRef === 'string' ? await importedBy(sandbox, fileRef, type) : { errors: 0 };
		return {
			item,
			rows: received === undefined ? [] : rowsIn(received.path, item['format'] === 'csv'),
			rejected: Object.fromEntries(rejected),
			failed: counts.errors,
		};
	} finally {
		rmSync(binaryDataFolder, { recursive: true, force: true });
	}
}

function rowsIn(path: string, isCsv: boolean): SentRow[] {
	const content = readFileSync(path, 'utf8');
	if (isCsv) return parse<SentRow>(content, { columns: true }).map(filled);
	const lines = content.split('\n').filter((line) => line !== '');
	return lines.map((line) => filled(flat(JSON.parse(line) as Record<string, unknown>)));
}

/** A row of JSON Lines as one of CSV. */
function flat(row: Record<string, unknown>, prefix = ''): SentRow {
	const entries = Object.entries(row).flatMap(([name, value]): Array<[string, string]> => {
		if (typeof value !== 'object' || value === null) {
			return [[prefix + name, value === null ? '' : String(value as string)]];
		}
		return Object.entries(flat(value as Record<string, unknown>, `${prefix}${name}.`));
	});
	return Object.fromEntries(entries);
}
