import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { crmContact } from './crm-items.cts';
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
): Promise<void> {
	const files = await receivedFiles(sandbox);
	let arrived = 0;
	for (const fileRef of fileRefs) {
		const file = files.find((one) => one.fileRef === fileRef);
		if (file === undefined) throw new Error(`The sandbox was not sent ${fileRef}`);
		const hasHeader = fileRef.endsWith('.csv');
		arrived += await assertRowsOfFile(file.path, hasHeader, arrived);
	}
	if (arrived !== rows) throw new Error(`Of ${rows} rows ${arrived} arrived`);
}

/** @returns how many rows the file holds, the first of which is number `firstRow` */
async function assertRowsOfFile(
	path: string,
	hasHeader: boolean,
	firstRow: number,
): Promise<number> {
	let index = hasHeader ? -1 : 0;
	for await (const line of createInterface({ input: createReadStream(path) })) {
		if (index >= 0) assertHolds(line, firstRow + index);
		index++;
	}
	return index;
}

function assertHolds(line: string, rowIndex: number): void {
	const { customFields, ...standardFields } = crmContact(rowIndex);
	for (const value of [...Object.values(standardFields), ...Object.values(customFields)]) {
		if (!line.includes(value)) throw new Error(`Row ${rowIndex} lacks "${value}": ${line}`);
	}
}
