import { open } from 'node:fs/promises';

/** How many rows there are for each bad one. */
const EACH_BAD = 100;

const FIRST_NAMES = ['Anna', 'Benedikt', 'Chloé', 'Dmitri', 'Eleanor', 'Farid'];
const LAST_NAMES = ['Andersson', 'Brown', '"O\'Neil, Jr."', 'Dubois', 'Müller'];
const PLANS = ['free', 'starter', 'business'];

/** The header of the file, which has Advocate's own names: builds before the matching of names read it too. */
const HEADER = 'accountId,id,firstName,lastName,email,dateCreated,referable,customFields.plan';

/**
 * Writes a CSV file of users as a database exports it: 8 columns, with a date and a boolean in each row that have
 * to be converted, and a date that can't be in one row of a hundred.
 */
export async function writeExport(path: string, rows: number): Promise<void> {
	const file = await open(path, 'w');
	let text = `${HEADER}\n`;
	for (let index = 0; index < rows; index++) {
		text += rowOf(index);
		if (text.length < 1 << 20) continue;
		await file.write(text);
		text = '';
	}
	await file.write(text);
	await file.close();
}

/** How many rows such a file has, if it has about so many bytes. */
export function rowsIn(bytes: number): number {
	// Later rows have more digits, so the last of them tell.
	const sample = Array.from(
		{ length: 1_000 },
		(_, index) => rowOf(Math.floor(bytes / 100) + index).length,
	);
	return Math.floor(bytes / (sample.reduce((sum, length) => sum + length, 0) / sample.length));
}

/** How many rows of such a file can be sent. */
export function goodRows(rows: number): number {
	return rows - Math.floor((rows + EACH_BAD / 2 - 1) / EACH_BAD);
}

function rowOf(index: number): string {
	const of = (values: string[]) => values[index % values.length] ?? '';
	const created = new Date(Date.UTC(2020, 0, 1) + index * 97_000);
	const isBad = index % EACH_BAD === EACH_BAD / 2;
	const date = isBad ? '01/02/2024' : created.toISOString().replace('.000Z', '+00:00');
	const cells = [
		...[`acme-${index % 5_000}`, `user-${index}`, of(FIRST_NAMES), of(LAST_NAMES)],
		...[`user-${index}@example.com`, date, index % 2 === 0 ? 'yes' : 'no', of(PLANS)],
	];
	return `${cells.join(',')}\n`;
}
