import { COLUMNS, PEOPLE, valuesOf } from './people.cts';

/** How a database writes what SQL leaves to it. */
export interface SqlForm {
	/** A name with a dot in it. */
	quotedName: (name: string) => string;
	text: (value: string) => string;
	/** The time, of ISO 8601 in UTC. */
	time: (iso: string) => string;
	/** The type of times. */
	timeType: string;
}

/** The statements that make the table `people` and fill it. */
export function peopleTable({ quotedName, text, time, timeType }: SqlForm): string {
	const types: Record<string, string> = {
		referable: 'boolean',
		created_at: timeType,
		'customFields.score': 'numeric(6, 2)',
	};
	const columns = COLUMNS.map((name) => `${quotedName(name)} ${types[name] ?? 'varchar(200)'}`);
	const rows = PEOPLE.map((one) => {
		const values = valuesOf(one).map((value, index) => {
			if (typeof value !== 'string') return String(value);
			return COLUMNS[index] === 'created_at' ? time(value) : text(value);
		});
		return `(${values.join(', ')})`;
	});
	return `CREATE TABLE people (${columns.join(', ')});\nINSERT INTO people VALUES ${rows.join(',\n')};\n`;
}
