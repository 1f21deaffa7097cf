/*
 * What must hold for any item whatever. A failure prints its seed and the smallest item that fails; run
 * it again with FC_SEED=<seed>.
 */
import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IMPORT_FIELDS } from '../../../advocate/fields/import-fields.ts';
import { IMPORT_JOB_TYPES, type ImportJobType } from '../../../advocate/api/job-types.ts';
import { columnNames, matchColumns } from '../../../advocate/fields/crm-names.ts';
import { AdvocateError } from '../../../advocate/errors.ts';
import { encodeLine } from '../../../advocate/rows/write/file-lines.ts';
import { fileParts, type PartLimits } from '../../../advocate/rows/write/file-parts.ts';
import { namedFields } from '../../../advocate/fields/kinds.ts';
import { hostTexts } from '../support/host-texts.cts';
import { preparedRows } from '../support/prepared-rows.cts';
import { RowChecker, type ImportRow } from '../../../advocate/rows/check/row-checker.ts';
import { MatchedNames } from '../../../advocate/rows/match/matched-names.ts';
import { rangesOf, readRanges, sourceRowOf } from '../../../advocate/rows/trace/row-ranges.ts';
import { toolsWord } from '../../../advocate/rows/check/null-words.ts';
import { timestampFrom } from '../../../advocate/rows/check/timestamps.ts';

const seed = Number(process.env['FC_SEED'] ?? 20240501);

function holds<T>(
	arbitrary: fc.Arbitrary<T>,
	numRuns: number,
	predicate: (value: T) => void,
): void {
	fc.assert(fc.property(arbitrary, predicate), { seed, numRuns });
}

type Item = Record<string, unknown>;
type Format = 'jsonl' | 'csv';

/* Items: of any JSON shape, and of shapes near enough to a row that many are accepted. */

const text = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 12 }),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.constantFrom(
		'',
		' ',
		' pad ',
		'"',
		',',
		'a\r\nb',
		'a\rb',
		'\u2028',
		'=1+1',
		'\0',
		'\ud800',
		'007',
		'yes',
		'evt_0001',
		'vip,~*, ~trial',
		'~',
		'é'.repeat(750),
		'😀'.repeat(376),
		'😀'.repeat(1_024),
		'x'.repeat(1_025),
	),
	fc.constantFrom('2024-05-01', '2024-03-31T02:30:00', '1714554000', 'en-US', 'CA', '12.50'),
	fc.constantFrom('2024-05-01 9:00 UTC', '2034-02-20', '2024050109', '45413', '0', 'NA', 'UK'),
);

/** Whole numbers, as tools damage them on their way. */
const damagedNumber = fc
	.nat()
	.chain((number) =>
		fc.constantFrom(
			`${number}.0`,
			`${number}.00`,
			number.toExponential(5),
			number.toExponential().replace('e', 'E'),
			`${number}e+05`,
		),
	);

/** What tools write for an ID that they have lost, or never had. */
const lostId = fc.oneof(
	damagedNumber,
	fc.constantFrom('NULL', 'null', '\\N', 'NA', 'N/A', '#N/A', 'nan', 'NaN', 'None', 'NaT', '<NA>'),
	fc.constantFrom('undefined', '[object Object]', '#REF!', '#VALUE!', '#NAME?', 'J\ufffdrg'),
);

const BLANKS = [' ', '\t', '\u00a0', '\u200b', '\ufeff', '\u2003 ', '\n'];

/** What comes before an ID and after it, and is no part of it. */
const around: fc.Arbitrary<[string, string]> = fc.oneof(
	fc.constantFrom(...BLANKS).map((blank): [string, string] => [blank, '']),
	fc.constantFrom(...BLANKS).map((blank): [string, string] => ['', blank]),
	fc.constantFrom<[string, string]>(['="', '"'], [' ="', '" ']),
);

function surrounded(id: string, [before, after]: [string, string]): string {
	return before + id + after;
}

/** A damaged ID, or one that can be read. */
const damagedId = fc.oneof(
	lostId,
	fc
		.tuple(fc.oneof(fc.constantFrom('ann', '00123'), lostId), around)
		.map(([id, marks]) => surrounded(id, marks)),
);

const json = fc.oneof(
	{ withCrossShrink: true },
	{ weight: 3, arbitrary: text },
	{ weight: 2, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)) },
	{ weight: 1, arbitrary: fc.constantFrom(NaN, -0, 1e21, 2 ** 53, 1714554000123, 1714554000) },
	{ weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown> },
	{ weight: 1, arbitrary: damagedId },
	{ weight: 1, arbitrary: fc.constantFrom({ value: 'a' }, Buffer.from('a').toJSON()) },
	{ weight: 1, arbitrary: fc.constantFrom({ ' b': 1 }, { 'b.c': 1, b: { c: 2 } }, { b: null }) },
);

const oddName = fc.oneof(
	fc.string({ unit: 'grapheme', maxLength: 6 }),
	fc.constantFrom(
		'timeZone',
		'a. b',
		'__proto__',
		'constructor',
		'toJSON',
		'a.b',
		'a',
		'.',
		'a,b',
		'"',
		'\n',
		'\ud800',
	),
	fc.constantFrom(
		'Email Address',
		'firstname',
		'customfields.a',
		'isLuxonDateTime',
		'valueOf',
		'{event',
	),
);

/** Values that a field of the type may well take, and others. */
function itemNear(type: ImportJobType): fc.Arbitrary<Item> {
	const { families } = IMPORT_FIELDS[type];
	const known = namedFields(type).map(({ name }) => name);
	const inFamily = families.map((family) => oddName.map((name) => family + name));
	const parents = [...known, ...families].filter((name) => name.includes('.'));
	const parentNames = parents.map((name) => name.slice(0, name.lastIndexOf('.')));
	const within = fc.dictionary(oddName, json, { maxKeys: 4, noNullPrototype: true });
	const some = fc.array(
		fc.oneof(
			...(known.length > 0 ? [fc.tuple(fc.constantFrom(...known), json)] : []),
			...inFamily.map((name) => fc.tuple(name, json)),
			...(parentNames.length > 0
				? [fc.tuple(fc.constantFrom(...parentNames), fc.oneof(within, within, json))]
				: []),
			fc.tuple(oddName, json),
		),
		{ maxLength: 6 },
	);
	const id = fc.oneof(
		{ weight: 5, arbitrary: fc.string({ minLength: 1 }) },
		{ weight: 4, arbitrary: fc.constantFrom('a', 'b') },
		{ weight: 1, arbitrary: json },
		{ weight: 1, arbitrary: damagedId },
	);
	const amount = fc.constantFrom(5, '12.50', 5, '12.50', 0, '0.00', '', null);
	return fc.tuple(some, id, id, amount).map(([entries, a, b, amount]) => {
		const item: Item = {};
		const set = (name: string, value: unknown) => setOwn(item, name, value);
		for (const [name, value] of entries) set(name, value);
		const { required } = IMPORT_FIELDS[type];
		for (const [i, name] of required.entries()) {
			set(name, name === 'valueToRedeem' ? amount : [a, b, 'purchase'][i]);
		}
		return item;
	});
}

const anyType = fc.constantFrom(...IMPORT_JOB_TYPES);
const anyFormat = fc.constantFrom<Format>('jsonl', 'csv');

const anyItem = (type: ImportJobType): fc.Arbitrary<unknown> =>
	fc.oneof(
		{ weight: 8, arbitrary: itemNear(type) },
		{ weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> },
		{
			weight: 1,
			arbitrary: fc.anything({
				withBigInt: true,
				withDate: true,
				withMap: true,
				withSparseArray: true,
			}),
		},
	);

const setting = fc.record({
	type: anyType,
	format: anyFormat,
	emptyText: fc.constantFrom<'omit' | 'send'>('omit', 'send'),
	timeZone: fc.constantFrom('UTC', 'Europe/Paris'),
	duplicates: fc.constantFrom<'lastWins' | 'reject'>('lastWins', 'reject'),
	matched: fc.boolean(),
});
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

const settingWithItem = setting.chain((s) => fc.tuple(fc.constant(s), anyItem(s.type)));
const settingWithItems = setting.chain((s) =>
	fc.tuple(fc.constant(s), fc.array(anyItem(s.type), { maxLength: 12 })),
);

/** A checker as the preparation of rows uses it, with names matched if they are to be. */
function checkerFor(s: Setting) {
	const { type, format, emptyText, timeZone } = s;
	const names = s.matched ? new MatchedNames(type, hostTexts.file) : undefined;
	const otherNamesExpected = s.matched;
	const checker = new RowChecker({ type, format, emptyText, timeZone, names, otherNamesExpected });
	return {
		...{ checker, names },
		check: (item: Item) => checker.check(item, undefined, names?.leftOutOf(item, 1)),
		startOver: () => checker.startOver(),
		get warnings() {
			return checker.warnings;
		},
	};
}

const isObject = (value: unknown): value is Item =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function prepare(s: Setting, items: unknown[]) {
	const { checker, names: matched } = checkerFor(s);
	try {
		return preparedRows(items, checker, { ...s, matched });
	} catch (thrown) {
		// Two names for the user's or the account's ID stop the upload, and there are no rows to look at.
		fc.pre(!(thrown instanceof AdvocateError));
		throw thrown;
	}
}

/* The product's own schemas; what it has against addresses of images is the schema's quirk. */

const schemas = path.join(path.dirname(require.resolve('@saasquatch/schema/package.json')), 'json');
function validator(file: string): ValidateFunction {
	const ajv = new Ajv({ strict: false });
	const draft6 = require.resolve('ajv/dist/refs/json-schema-draft-06.json');
	ajv.addMetaSchema(JSON.parse(readFileSync(draft6, 'utf8')) as object);
	return ajv.compile(JSON.parse(readFileSync(path.join(schemas, file), 'utf8')) as object);
}
const isUser = validator('jobs/UserImportLine.schema.json');
const areCustomFields = validator('UserCustomFields.schema.json');
const isEvent = validator('jobs/UserEventImportLine.schema.json');

function complaints(type: ImportJobType, line: unknown): unknown {
	const { imageUrl, ...rest } = line as Item;
	if (type === 'MUTATION/USER_EVENT') {
		const { idempotencyKey: key = 'evt_0001' } = rest;
		if (!/^[A-Za-z0-9._-]{8,64}$/.test(String(key))) return 'no idempotency key';
		return isEvent(line) ? [] : isEvent.errors;
	}
	if (type === 'MUTATION/REDEEMABLE_REWARD_BALANCE') {
		return Number(rest['valueToRedeem']) > 0 ? [] : 'not positive';
	}
	if (imageUrl !== undefined && typeof imageUrl !== 'string') return 'imageUrl is no text';
	const { segments = [], email = 'ann@example.com', customFields = {} } = rest;
	if (!Array.isArray(segments) || segments.lastIndexOf('~*') > 0) return 'segments out of order';
	if (type === 'MUTATION/USER' && [...String(email)].length < 7) return 'email is too short';
	// Dashes in names are a guide's, and null takes any custom field away, also the one that is typed as text.
	if (!areCustomFields(withoutDashes(customFields as Item))) return areCustomFields.errors;
	const { timeZone, ...others } = customFields as Item;
	const typed = timeZone === null ? { ...rest, customFields: others } : rest;
	return isUser(typed) ? [] : isUser.errors;
}

const withoutDashes = (fields: Item): Item =>
	Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [name.replaceAll('-', '_'), value]),
	);

/** The only list that CSV can hold: operations on segments, with commas. */
function cellText(name: string, value: unknown): string {
	if (name === 'segments' && Array.isArray(value)) return value.join(',');
	return typeof value === 'string' ? value : JSON.stringify(value);
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

/** The cells that a row should have in CSV, worked out independently: dotted names and texts. */
function flat(row: ImportRow, prefix = ''): Array<[string, string]> {
	return Object.entries(row).flatMap(([key, value]): Array<[string, string]> => {
		if (value === null) return [];
		if (isObject(value)) return flat(value, `${prefix}${key}.`);
		return isEmptyList(value) ? [] : [[prefix + key, cellText(prefix + key, value)]];
	});
}

/** The row that dotted columns stand for. */
function nested(cells: Array<[string, string]>): Item {
	const row: Item = {};
	for (const [name, cell] of cells) {
		const path = name.split('.');
		const last = path.pop() ?? '';
		let parent = row;
		for (const key of path) {
			if (!Object.hasOwn(parent, key)) setOwn(parent, key, {});
			parent = Object.getOwnPropertyDescriptor(parent, key)?.value as Item;
		}
		setOwn(parent, last, cell);
	}
	return row;
}

/** A row with texts for values, without nulls and what holds nothing else. */
function texts(row: ImportRow): Item {
	const copy: Item = {};
	for (const [key, value] of Object.entries(row)) {
		if (value === null) continue;
		if (isEmptyList(value)) continue;
		if (!isObject(value)) setOwn(copy, key, cellText(key, value));
		else if (Object.keys(texts(value)).length > 0) setOwn(copy, key, texts(value));
	}
	return copy;
}

function setOwn(target: Item, name: string, value: unknown): void {
	Object.defineProperty(target, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

/** The strictest reader: each line end ends a record, and blanks outside of quotes are nothing. */
const STRICT = { record_delimiter: ['\r\n', '\n', '\r'], trim: true };

/** Whether an item is of redemptions, and says of one that there is none. */
function hasNothingToRedeem({ type, ...s }: Setting, item: unknown): boolean {
	if (type !== 'MUTATION/REDEEMABLE_REWARD_BALANCE' || !isObject(item)) return false;
	const names = s.matched ? [...matchColumns(columnNames(item, type), type)] : [];
	const [name = 'valueToRedeem'] = names.find(([, field]) => field === 'valueToRedeem') ?? [];
	const value = item[name];
	return (
		value === null ||
		((typeof value === 'string' || typeof value === 'number') && Number(value) === 0)
	);
}

describe('Any item, of any type, in both formats', () => {
	test('is a line that fits the schema and reads back equal, or has a reason', () => {
		let accepted = 0;
		holds(settingWithItem, 6_000, ([s, item]) => {
			const { accepted: rows, rejected, skipped } = prepare(s, [item]);
			expect(rows.rowIndexes.length + rejected.length + skipped).toBe(1);
			if (skipped > 0) {
				expect(hasNothingToRedeem(s, item)).toBe(true);
				return;
			}
			if (rejected[0] !== undefined) {
				expect(rejected[0].reasons.length).toBeGreaterThan(0);
				for (const reason of rejected[0].reasons) expect(reason).toMatch(/\S/);
				return;
			}
			accepted++;
			const checked = checkerFor(s).check(item as Item);
			if (!('row' in checked)) throw new Error('accepted and rejected');
			expect(complaints(s.type, checked.row)).toEqual([]);
			const [file] = [...fileParts(rows, { rows: 10, bytes: 1e6 })];
			const content = file?.content.toString() ?? '';
			if (s.format === 'jsonl') {
				const line = content.slice(0, -1);
				expect(line.split(/[\r\n\u0085\u2028\u2029]/)).toHaveLength(1);
				const read: unknown = JSON.parse(line);
				expect(read).toEqual(checked.row);
				expect(complaints(s.type, read)).toEqual([]);
			} else {
				const [names = [], cells = [], ...more] = parse(content, STRICT);
				expect(more).toEqual([]);
				expect(new Set(names).size).toBe(names.length);
				const read = names.map((name, i): [string, string] => [name, cells[i] ?? '']);
				expect(read).toEqual(flat(checked.row));
				// The titles of a report may have dots that are not levels.
				if (s.type === 'MUTATION/REDEEMABLE_REWARD_BALANCE') return;
				expect(nested(read)).toEqual(texts(checked.row));
			}
		});
		// Were nearly all rejected, nothing would have been tried.
		expect(accepted).toBeGreaterThan(600);
	});

	test('checked twice is the same', () => {
		holds(settingWithItem, 1_500, ([s, item]) => {
			if (!isObject(item)) return;
			const checker = checkerFor(s);
			const first = safely(() => checker.check(item));
			const warnings = [...checker.warnings];
			checker.startOver();
			expect(safely(() => checker.check(item))).toEqual(first);
			expect([...checker.warnings].sort()).toEqual(warnings.sort());
			expect(safely(() => checkerFor(s).check(item))).toEqual(first);
		});
	});

	test('is checked alike whatever was checked before', () => {
		holds(settingWithItems, 500, ([s, items]) => {
			const together = checkerFor(s);
			for (const item of items.filter(isObject)) {
				const alone = checkerFor(s);
				expect(safely(() => together.check(item))).toEqual(safely(() => alone.check(item)));
			}
		});
	});

	test('that already is as it should be gives the same line as its copy', () => {
		let ready = 0;
		holds(settingWithItem, 5_000, ([s, item]) => {
			if (!isObject(item)) return;
			const checked = safely(() => checkerFor(s).check(item));
			if (typeof checked === 'string' || !('row' in checked)) return;
			if (checked.row === item) ready++;
			// A name with nothing in it is left out, so that the row is put together again.
			const copied = checkerFor(s).check({ ...item, none: undefined });
			if (!('row' in copied)) throw new Error('accepted and rejected');
			expect(JSON.stringify(checked.row)).toBe(JSON.stringify(copied.row));
		});
		expect(ready).toBeGreaterThan(100);
	});

	test('that went into a line goes into the same line again', () => {
		holds(
			setting.chain((s) => fc.tuple(fc.constant(s), itemNear(s.type))),
			1_500,
			([s, item]) => {
				const options = { ...s, matched: false };
				const first = checkerFor(options).check(item);
				if (!('row' in first)) return;
				// Dates are numbers by now, of as many digits as it takes.
				const again = checkerFor({ ...options, emptyText: 'send' }).check(first.row);
				if ('reasons' in again) {
					expect(again.reasons.join()).toMatch(/must be (a date|the date of)/);
					return;
				}
				if (!('row' in again)) throw new Error('accepted, then skipped');
				expect(encodeLine(again.row)).toEqual(encodeLine(first.row));
			},
		);
	});
});

/** Getters and the like may throw in the checker; rows are prepared so that none gets out. */
function safely<T>(run: () => T): T | string {
	try {
		return run();
	} catch (thrown) {
		return String(thrown);
	}
}

/** Whether a value holds what no field of an event takes: a long text, or a list in a list. */
function isTooMuchForEvents(value: unknown, inList = false): boolean {
	if (typeof value === 'string') return new TextEncoder().encode(value).length > 1_500;
	if (typeof value !== 'object' || value === null) return false;
	const isList = Array.isArray(value);
	if (isList && inList) return true;
	return Object.values(value).some((part) => isTooMuchForEvents(part, isList));
}

/** Whether a text is empty or a word for nothing. */
function isLeftOut(field: string): boolean {
	return field.trim() === '' || toolsWord(field)?.means === 'nothing';
}

describe('IDs', () => {
	/** What comes of an ID: what is sent, or nothing, and whether anything is told. */
	function sentAs(id: unknown, type: ImportJobType = 'MUTATION/USER'): unknown[] {
		const checker = new RowChecker({ type, timeZone: 'UTC', emptyText: 'omit' });
		const checked = checker.check({ accountId: 'acme', id });
		return ['row' in checked ? checked.row['id'] : undefined, checker.warnings.size > 0];
	}

	test('that a tool has lost are never sent, whatever is around them', () => {
		const type = fc.constantFrom<ImportJobType>('MUTATION/USER', 'MUTATION/DELETE_USER');
		holds(fc.tuple(lostId, fc.option(around), type), 2_000, ([id, marks, type]) => {
			const given = marks === null ? id : surrounded(id, marks);
			expect([given, ...sentAs(given, type)]).toEqual([given, undefined, false]);
		});
	});

	test('are the same without what is around them, and that is told', () => {
		const clean = fc.oneof(
			fc.stringMatching(/^[A-Za-z][\w.-]{0,20}$/),
			fc.uuid(),
			fc.nat().map(String),
		);
		holds(fc.tuple(clean, around), 2_000, ([id, marks]) => {
			const [sent, isTold] = sentAs(id);
			// It may be a word for nothing.
			if (sent === undefined) return;
			expect([sent, isTold]).toEqual([id, false]);
			expect(sentAs(surrounded(id, marks))).toEqual([id, true]);
		});
	});

	test('of any text are sent as they are, or it is told, or they are rejected', () => {
		holds(fc.oneof(text, damagedId, fc.string()), 3_000, (id) => {
			const [sent, isTold] = sentAs(id);
			if (sent !== undefined && sent !== id) expect(isTold).toBe(true);
		});
	});
});

describe('Event fields', () => {
	const fields = fc.dictionary(
		oddName.filter((name) => name !== '' && name !== '\ud800'),
		fc.oneof(
			{ weight: 5, arbitrary: fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<unknown> },
			{ weight: 1, arbitrary: text },
		),
		{ minKeys: 1, noNullPrototype: true },
	);

	test('of any JSON arrive as they were, but for empty ones', () => {
		holds(fields, 1_500, (value) => {
			const item = { accountId: 'a', userId: 'b', event: { key: 'k', fields: value } };
			const type = 'MUTATION/USER_EVENT';
			const checker = new RowChecker({ type, timeZone: 'UTC', emptyText: 'omit' });
			const options = { type, format: 'jsonl', duplicates: 'reject' } as const;
			const { accepted, rejected } = preparedRows([item], checker, options);
			const tooMuch = Object.values(value).some((field) => isTooMuchForEvents(field));
			if (rejected.length > 0) {
				expect(rejected[0]?.reasons.join()).toMatch(
					tooMuch
						? /bytes \(UTF-8\)|list directly in a list|broken characters|too large to be exact/
						: /broken characters|isLuxonDateTime|must be a date|date that is none|too large to be exact|is "#|is "\[object|bytes \(a Buffer\)/,
				);
				return;
			}
			expect(tooMuch).toBe(false);
			const kept = Object.entries(value).filter(
				([, field]) => field !== null && !(typeof field === 'string' && isLeftOut(field)),
			);
			const [file] = [...fileParts(accepted, { rows: 1, bytes: 1e6 })];
			const read = JSON.parse(String(file?.content)) as { event: { fields?: Item } };
			const expected = JSON.parse(JSON.stringify(Object.fromEntries(kept))) as Item;
			expect(read.event.fields ?? {}).toEqual(expected);
		});
	});
});

describe('Any number of items', () => {
	const limits: fc.Arbitrary<PartLimits> = fc.record({
		rows: fc.integer({ min: 1, max: 6 }),
		bytes: fc.integer({ min: 1, max: 400 }),
	});

	test('rows in are rows in files, rejected ones and skipped ones; none twice, lost or out of order', () => {
		holds(fc.tuple(settingWithItems, limits), 1_500, ([[s, items], limit]) => {
			const { accepted, rejected, skipped } = prepare(s, items);
			const { rowIndexes: sources } = accepted;
			const files = [...fileParts(accepted, limit)];
			const inFiles = files.flatMap((file) => file.rowIndexes);
			expect(inFiles).toEqual(sources);
			expect([...sources].sort((a, b) => a - b)).toEqual(sources);
			const all = [...inFiles, ...rejected.map(({ rowIndex }) => rowIndex)].sort((a, b) => a - b);
			expect(all.length + skipped).toBe(items.length);
			const missing = items.filter((_, index) => !all.includes(index));
			expect(missing.every((item) => hasNothingToRedeem(s, item))).toBe(true);
		});
	});

	test('files are within limits, and hold together what one file would', () => {
		holds(fc.tuple(settingWithItems, limits), 1_500, ([[s, items], limit]) => {
			const records = (within: PartLimits) => {
				const files = [...fileParts(prepare(s, items).accepted, within)];
				for (const { content, rowIndexes } of files) {
					expect(rowIndexes.length).toBeLessThanOrEqual(within.rows);
					if (rowIndexes.length > 1) expect(content.length).toBeLessThanOrEqual(within.bytes);
					expect(content.at(-1)).toBe(10);
				}
				return files.flatMap(({ content, rowIndexes }) => {
					const rows = readBack(content.toString(), s.format);
					expect(rows).toHaveLength(rowIndexes.length);
					return rows;
				});
			};
			expect(records(limit)).toEqual(records({ rows: 1e6, bytes: 1e9 }));
		});
	});

	test('each row of a file leads back to its source', () => {
		holds(fc.uniqueArray(fc.nat(10_000), { maxLength: 60 }), 500, (sources) => {
			const written = readRanges(rangesOf(sources)) ?? [];
			sources.forEach((source, i) => expect(sourceRowOf(written, i + 1)).toBe(source + 1));
			expect(sourceRowOf(written, sources.length + 1)).toBeUndefined();
		});
	});
});

/** The rows of a file, without the cells that are empty. */
function readBack(content: string, format: Format): unknown[] {
	if (format === 'jsonl') {
		return content
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as unknown);
	}
	const [names = [], ...records] = parse(content, STRICT);
	return records.map((cells) => {
		const filled = names.flatMap((name, i) => (cells[i] === '' ? [] : [[name, cells[i]]]));
		return filled.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
	});
}

describe('Dates', () => {
	test('written as ISO 8601 are the same moment, in any zone', () => {
		const date = fc.date({
			min: new Date('0100-01-01'),
			max: new Date('9999-12-31'),
			noInvalidDate: true,
		});
		holds(date, 2_000, (moment) => {
			const milliseconds = moment.getTime();
			expect(timestampFrom(moment.toISOString(), 'Asia/Tokyo')).toEqual({ milliseconds });
			expect(timestampFrom(moment, 'Asia/Tokyo')).toEqual({ milliseconds });
		});
	});

	test('without a zone show, where they are read, what was written', () => {
		const zone = fc.constantFrom(
			'Europe/Paris',
			'America/New_York',
			'Africa/Cairo',
			'Asia/Kathmandu',
		);
		const date = fc.date({
			min: new Date('1970-01-01'),
			max: new Date('2050-01-01'),
			noInvalidDate: true,
		});
		holds(fc.tuple(date, zone), 1_000, ([moment, timeZone]) => {
			const written = moment.toISOString().slice(0, 19);
			const read = timestampFrom(written, timeZone);
			if ('reason' in read) {
				expect(read.reason).toMatch(/does not exist|occurs twice/);
				return;
			}
			const shown = new Date(read.milliseconds).toLocaleString('sv-SE', { timeZone });
			expect(shown).toBe(written.replace('T', ' '));
		});
	});

	test('any text is a moment or refused', () => {
		holds(fc.oneof(text, fc.stringMatching(/^[\d:TZ+ .-]{0,30}$/)), 3_000, (written) => {
			const read = timestampFrom(written, 'Europe/Paris');
			if ('milliseconds' in read) expect(Number.isSafeInteger(read.milliseconds)).toBe(true);
			else expect(read.reason).toMatch(/\S/);
		});
	});
});

test('Names of any kind are matched once each, with fields that are there', () => {
	const names = fc.array(
		fc.oneof(oddName, fc.constantFrom('ID', 'id', 'user.id', 'Customer', 'created')),
	);
	holds(fc.tuple(names, anyType), 1_000, ([all, type]) => {
		const matches = matchColumns(all, type);
		const fields = [...matches.values()];
		expect(new Set(fields).size).toBe(fields.length);
		for (const name of matches.keys()) expect(all).toContain(name);
	});
});
