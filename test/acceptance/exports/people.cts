/** A made-up person, as a database has one; null where nothing is known. */
export interface Person {
	account: string;
	id: string | null;
	first: string | null;
	last: string | null;
	email: string | null;
	referable: boolean | null;
	country: string | null;
	/** ISO 8601, in UTC, whole seconds. */
	created: string | null;
	score: number | null;
	note: string | null;
}

/** The columns under which programs write them, in the order of `valuesOf`. */
export const COLUMNS = [
	...['account_id', 'user_id', 'first_name', 'last_name', 'email', 'referable', 'country'],
	...['created_at', 'customFields.score', 'customFields.note'],
];

/** What each program is given: rows with what is hard to write. Row 7 has no ID, and can't be imported. */
export const PEOPLE: Person[] = [
	person({ id: '00123', first: 'Ann', last: 'Lee', note: 'plain' }),
	person({
		...{ id: 'u-2', first: 'Jörg', last: 'Müller-Österländer', referable: false, country: 'DE' },
		...{ created: '2023-12-31T23:30:00Z', note: 'said "yes", then; left' },
	}),
	person({ id: 'u-3', first: 'Bob', last: "O'Neil", score: 0.25, note: 'two\nlines' }),
	{
		...{ account: 'globex', id: 'u-4', first: 'Cy', last: null, email: null, referable: null },
		...{ country: null, created: null, score: null, note: null },
	},
	person({ account: 'globex', id: 'u-5', first: '', last: 'Ray', note: 'C:\\new\\table' }),
	person({ account: 'globex', id: 'u-6', first: 'Dan', last: 'Fox', note: 'a\ttab' }),
	person({ account: 'globex', id: null, first: 'Eve', last: 'Low', note: 'no ID' }),
];

function person(own: Partial<Person>): Person {
	return {
		...{ account: 'acme', id: null, first: null, last: null },
		...{ email: 'someone@example.com', referable: true, country: 'CA' },
		...{ created: '2024-05-01T09:00:00Z', score: 12.5, note: null },
		...own,
	};
}

/** What a person's row holds, in the order of COLUMNS. */
export function valuesOf(one: Person): Array<string | number | boolean | null> {
	const { account, id, first, last, email, referable, country, created, score, note } = one;
	return [account, id, first, last, email, referable, country, created, score, note];
}

/** A row as Advocate is sent it, by its fields; what is empty is not in it. */
export type SentRow = Record<string, string>;

/** The people who can be imported, as they are to be sent. */
export function sentPeople(change: (row: SentRow, index: number) => SentRow = (row) => row) {
	const sent = PEOPLE.filter(({ id }) => id !== null);
	return sent.map((one, index) => filled(change(sentPerson(one), index)));
}

function sentPerson({ account, id, first, last, email, ...one }: Person): SentRow {
	return {
		...{ accountId: account, id: id ?? '', firstName: first ?? '', lastName: last ?? '' },
		email: email ?? '',
		referable: one.referable === null ? '' : String(one.referable),
		countryCode: one.country ?? '',
		dateCreated: one.created === null ? '' : String(Date.parse(one.created)),
		'customFields.score': one.score === null ? '' : String(one.score),
		'customFields.note': one.note ?? '',
	};
}

/** A row without what is empty. */
export function filled(row: SentRow): SentRow {
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
}
