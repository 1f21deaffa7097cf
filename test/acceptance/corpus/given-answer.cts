import type { IDataObject } from 'n8n-workflow';
import type { Answer } from './corpus-entry.cts';

/** What came of one run of Advocate Upload. */
export interface GivenAnswer {
	/** The whole text of the error: what happened, then what to do. */
	error?: string;
	/** The item on the output Uploaded. */
	uploaded?: IDataObject;
	/** Rows on Rejected, by their reasons. */
	rejected: Record<string, number>;
	/** What the sandbox made of the file that it was sent, where it was asked. */
	imported?: { recordsProcessed: number; errors: number };
	/** Bytes that the file has. */
	fileBytes: number;
	/** Bytes that the sandbox was sent. */
	receivedBytes?: number;
}

/** What differs from the answer that is stated; nothing where all is as it should be. */
export function differences(expected: Answer, given: GivenAnswer): string[] {
	if (expected.refused !== undefined) return notRefusedSo(expected.refused, given);
	if (given.error !== undefined) return [`it was refused: ${given.error}`];
	const { rows, rejected = {}, warnings = [], bytesLeftOut = 0 } = expected;
	return [
		...(rows === undefined ? notAsItCame(bytesLeftOut, given) : []),
		...(rows === 0 ? notLeftOut(given) : notUploaded(rows, given)),
		...notSkipped(expected.skipped, given.uploaded?.['rowsSkipped']),
		...notRejectedSo(rejected, given.rejected),
		...notWarnedSo(warnings, given.uploaded?.['warnings']),
	];
}

/** An answer in a few words. */
export function inWords({ error, uploaded, rejected }: GivenAnswer): string {
	if (error !== undefined) return error;
	const rows = uploaded?.['rows'];
	const sent = uploaded === undefined ? 'nothing uploaded' : 'uploaded';
	const count = typeof rows === 'number' ? `, ${rowsInWords(rows)}` : '';
	const reasons = Object.entries(rejected).map(
		([reason, times]) => `; ${rowsInWords(times)} rejected: ${reason}`,
	);
	const warnings = (uploaded?.['warnings'] as string[] | undefined) ?? [];
	const [warning] = warnings;
	const warned = warning === undefined ? '' : `; warns: ${warning}`;
	const more = warnings.length > 1 ? ` (and ${warnings.length - 1} more)` : '';
	return `${sent}${count}${reasons.join('')}${warned}${more}`;
}

function rowsInWords(count: number): string {
	return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
}

function notRefusedSo(parts: string[], given: GivenAnswer): string[] {
	const { error } = given;
	if (error === undefined) return [`it was not refused: ${inWords(given)}`];
	return [
		...parts.filter((part) => !error.includes(part)).map((part) => `the error lacks "${part}"`),
		...(given.receivedBytes === undefined ? [] : ['bytes were sent all the same']),
	];
}

function notLeftOut({ uploaded, receivedBytes }: GivenAnswer): string[] {
	const isSent = uploaded !== undefined || receivedBytes !== undefined;
	return isSent ? ['a file without rows was uploaded'] : [];
}

function notAsItCame(bytesLeftOut: number, { fileBytes, receivedBytes }: GivenAnswer): string[] {
	if (receivedBytes === fileBytes - bytesLeftOut) return [];
	return [`${receivedBytes} of its ${fileBytes} bytes arrived`];
}

function notUploaded(rows: number | undefined, given: GivenAnswer): string[] {
	const { uploaded, receivedBytes, imported } = given;
	if (typeof uploaded?.['fileRef'] !== 'string') return ['nothing was uploaded'];
	const problems: string[] = [];
	if (uploaded['sizeBytes'] !== receivedBytes) {
		problems.push(`${receivedBytes} bytes arrived, which is not what the item says`);
	}
	if (uploaded['rows'] !== rows) problems.push(`not ${rows} rows were uploaded`);
	if (imported === undefined) return problems;
	if (imported.recordsProcessed !== rows || imported.errors > 0) {
		const { recordsProcessed, errors } = imported;
		problems.push(`the sandbox read ${recordsProcessed} rows, of which ${errors} failed`);
	}
	return problems;
}

function notSkipped(expected: number | undefined, given: unknown): string[] {
	return given === expected ? [] : [`not ${expected} rows were skipped, but ${String(given)}`];
}

function notRejectedSo(expected: Record<string, number>, given: Record<string, number>): string[] {
	const missing = Object.entries(expected).flatMap(([part, times]) => {
		const found = Object.entries(given).filter(([reason]) => reason.includes(part));
		const count = found.reduce((sum, [, each]) => sum + each, 0);
		return count === times ? [] : [`${count} rows were rejected with "${part}", not ${times}`];
	});
	const parts = Object.keys(expected);
	const others = Object.keys(given).filter(
		(reason) => !parts.some((part) => reason.includes(part)),
	);
	return [...missing, ...others.map((reason) => `rows were rejected with "${reason}"`)];
}

function notWarnedSo(expected: string[], given: unknown): string[] {
	const warnings = Array.isArray(given) ? given.map(String) : [];
	if (expected.length === 0 && warnings.length > 0) return [`it warns: ${warnings.join(' ')}`];
	return expected
		.filter((part) => !warnings.some((warning) => warning.includes(part)))
		.map((part) => `it does not warn "${part}"`);
}
