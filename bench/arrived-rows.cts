import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { crmContact, crmDetails } from './crm-items.cts';
import { receivedFiles, type SandboxAddress } from '../harness/processes/sandbox-process.cts';

/**
 * Makes sure that the files a contender uploaded hold every row once, in order, with all its values.
 *
 * @param fileRefs what the uploads were answered with, in the order of their rows
 * @throws naming the first row that is not as it should be
 */
export async function assertRowsArrived(
	sandbox: SandboxAddress,
	fileRefs: string[],
	rows: number,
	valuesOf: (rowIndex: number) => string[] = contactValues,
): Promise<void> {
	const files = await receivedFiles(sandbox);
	let arrived = 0;
	for (const fileRef of fileRefs) {
		const file = files.find((one) => one.fileRef === fileRef);
		if (file === undefined) throw new Error(`The sandbox was not sent ${fileRef}`);
		const hasHeader = fileRef.endsWith('.csv');
		const isRow = (line: string, index: number) => assertHolds(line, index, valuesOf);
		arrived += await assertRowsOfFile(file.path, hasHeader, arrived, isRow);
	}
	if (arrived !== rows) throw new Error(`Of ${rows} rows ${arrived} arrived`);
}

/** @returns how many rows the file holds, the first of which is number `firstRow` */
async function assertRowsOfFile(
	path: string,
	hasHeader: boolean,
	firstRow: number,
	assertRow: (line: string, rowIndex: number) => void,
): Promise<number> {
	let index = hasHeader ? -1 : 0;
	for await (const line of createInterface({ input: createReadStream(path) })) {
		if (index >= 0) assertRow(line, firstRow + index);
		index++;
	}
	return index;
}

function assertHolds(
	line: string,
	rowIndex: number,
	valuesOf: (rowIndex: number) => string[],
): void {
	for (const value of valuesOf(rowIndex)) {
		if (!line.includes(value)) throw new Error(`Row ${rowIndex} lacks "${value}": ${line}`);
	}
}

function contactValues(rowIndex: number): string[] {
	const { customFields, ...standardFields } = crmContact(rowIndex);
	return [...Object.values(standardFields), ...Object.values(customFields)];
}

/** What is sent of a contact that came as an export has it. */
export function exportValues(rowIndex: number): string[] {
	const { accountId, id, firstName, lastName, email, locale } = crmContact(rowIndex);
	const { created, isReferable } = crmDetails(rowIndex);
	return [
		...[accountId, id, firstName, lastName, email, locale],
		...[String(created.getTime()), String(isReferable)],
	];
}
