import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { COLUMNS, PEOPLE, sentPeople, valuesOf } from '../people.cts';
import { DECIMAL_COMMA, NO_ID, ZONE_ASSUMED, type Export, type Program } from '../program.cts';

/** A vector of a column. */
function vector(index: number): string {
	const values = PEOPLE.map((one) => valuesOf(one)[index] ?? null);
	const written = values.map((value) => {
		if (value === null) return 'NA';
		return typeof value === 'boolean' ? String(value).toUpperCase() : JSON.stringify(value);
	});
	const list = `c(${written.join(', ')})`;
	return COLUMNS[index] === 'created_at'
		? `as.POSIXct(${list}, format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")`
		: list;
}

const COLUMN_VECTORS = COLUMNS.map((name, index) => `"${name}" = ${vector(index)}`);

const SCRIPT = `
folder <- commandArgs(trailingOnly = TRUE)[1]
people <- data.frame(${COLUMN_VECTORS.join(',\n')}, check.names = FALSE)
write.csv(people, file.path(folder, 'plain.csv'))
write.csv(people, file.path(folder, 'na.csv'), na = '', row.names = FALSE)
write.csv2(people, file.path(folder, 'semicolons.csv'), row.names = FALSE)
write.table(people, file.path(folder, 'table.tsv'), sep = '\\t', qmethod = 'double', row.names = FALSE)
write.table(people, file.path(folder, 'escaped.csv'), sep = ',', row.names = FALSE)
`;

const NOTHING = ['lastName', 'email', 'referable', 'dateCreated']
	.concat('customFields.score', 'customFields.note')
	.map((name) => `${name} was not sent where it is a word for nothing, "NA"`);
const NA = [...NOTHING, 'countryCode was not sent where it is a word for nothing, "NA"'];

async function exports(folder: string): Promise<Export[]> {
	const script = join(folder, 'write.R');
	writeFileSync(script, SCRIPT);
	await run('Rscript', ['--vanilla', script, folder], {
		env: { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
	});
	const rejected = { 7: 'id is "NA", which R' };
	const made = (how: string, name: string): Export => {
		const expected = { rows: sentPeople(), rejected, told: [ZONE_ASSUMED, ...NA] };
		return { how, path: join(folder, name), expected };
	};
	const withCommas = sentPeople((row) => {
		const { 'customFields.score': score = '' } = row;
		return { ...row, 'customFields.score': score.replace('.', ',') };
	});
	return [
		made('`write.csv(people)`, with its row names', 'plain.csv'),
		{
			how: "`write.csv(people, na = '', row.names = FALSE)`",
			path: join(folder, 'na.csv'),
			expected: { rows: sentPeople(), rejected: NO_ID, told: [ZONE_ASSUMED] },
		},
		{
			how: '`write.csv2(people, row.names = FALSE)`',
			path: join(folder, 'semicolons.csv'),
			expected: { rows: withCommas, rejected, told: [ZONE_ASSUMED, DECIMAL_COMMA, ...NA] },
		},
		made("`write.table(sep = '\\t', qmethod = 'double')`", 'table.tsv'),
		{
			how: "`write.table(sep = ',')`: quotes behind backslashes, and backslashes as they are",
			path: join(folder, 'escaped.csv'),
			expected: {
				rows: sentPeople().filter(({ id }) => id !== 'u-5'),
				rejected: { 5: 'A backslash in the row may stand for itself', ...rejected },
				told: [ZONE_ASSUMED, ...NA],
			},
		},
	];
}

export const r: Program = {
	name: 'R',
	packages: ['r-base-core'],
	isLarge: true,
	version: async () => (/[\d.]+/.exec(await run('Rscript', ['--version'])) ?? [''])[0],
	exports,
};
