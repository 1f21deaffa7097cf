import {
	parsedSourceRows,
	uploadedAs,
	uploadFingerprint,
	writtenSourceRows,
	type SourceRows,
} from '../../../../advocate/rows/trace/source-rows.ts';

const SOURCE_ROWS: SourceRows = {
	ranges: [
		{ first: 1, last: 41, before: 0 },
		{ first: 43, last: 100, before: 41 },
	],
	list: { length: 103, fingerprint: '3c9d' },
	file: '81f0.5be2',
};
const WRITTEN = '1-41,43-100 of 103; list 3c9d; file 81f0.5be2';

test('Source rows say which rows of which list are in which file', () => {
	expect(writtenSourceRows({ ...SOURCE_ROWS, ranges: '1-41,43-100' })).toBe(WRITTEN);
	expect(parsedSourceRows(WRITTEN)).toEqual(SOURCE_ROWS);
	expect(parsedSourceRows(` ${WRITTEN}\n`)).toEqual(SOURCE_ROWS);
});

test('Once uploaded, they say as what', () => {
	const { sourceRows = '' } = uploadedAs(WRITTEN, 'imports/test_acme/users_1.jsonl');
	const upload = uploadFingerprint('users_1.jsonl');

	expect(sourceRows).toBe(`${WRITTEN}; upload ${upload}`);
	expect(parsedSourceRows(sourceRows)).toEqual({ ...SOURCE_ROWS, upload });
	expect(uploadFingerprint('users_2.jsonl')).not.toBe(upload);
	expect(uploadedAs(undefined, 'users_1.jsonl')).toEqual({});
});

test.each([
	['', 'nothing'],
	['1-41,43-100', 'rows of no list'],
	['1-41,43-100 of 103', 'rows of a list that is not known'],
	['1-41,43-100 of 99; list 3c9d; file 81f0.5be2', 'rows that the list does not have'],
	['0-3 of 103; list 3c9d; file 81f0.5be2', 'rows counted from 0'],
	['5-3 of 103; list 3c9d; file 81f0.5be2', 'ranges that run backwards'],
	['all of 103; list 3c9d; file 81f0.5be2', 'no numbers'],
	[`${WRITTEN} `.repeat(2), 'several of them'],
	['[object Object]', 'something else'],
])('%j proves nothing: %s', (text) => {
	expect(parsedSourceRows(text)).toBeUndefined();
});
