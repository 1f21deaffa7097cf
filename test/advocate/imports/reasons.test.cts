import { countedReasons } from '../../../advocate/imports/reasons.ts';

const counted = (...reasons: string[]) =>
	countedReasons(reasons.map((reason) => ({ reasons: [reason] })));

it('words a kind so that it is true of all its rows', () => {
	const cells = (number: number) => `The row has ${number} cells, but the header has 3`;

	expect(counted(cells(2), cells(4), cells(5), cells(2))).toEqual([
		{ reason: 'The row has … cells, but the header has 3', rows: 4 },
	]);
	expect(counted(cells(2), cells(2))).toEqual([{ reason: cells(2), rows: 2 }]);
});

it('keeps the first value that is quoted, as an example', () => {
	const locale = (value: string) => `locale must be a language and a country, not "${value}"`;

	expect(counted(locale('French 1'), locale('German 2'))).toEqual([
		{ reason: locale('French 1'), rows: 2 },
	]);
});
