import { isRecord } from '../../json';

/** A word that a tool writes where it has no value, or where it has lost one. */
export interface ToolsWord {
	/** `nothing`: there was no value. `lost`: there was one, and the tool could not write it. */
	means: 'nothing' | 'lost';
	/** What the tool does, as the end of a sentence. */
	why: string;
}

const WORDS = new Map<string, ToolsWord>([
	...meaning(
		'nothing',
		'which databases and their exports write where there is no value',
		...['NULL', 'null', '(NULL)', '(null)', '<NULL>', '<null>', '\\N'],
	),
	...meaning('nothing', 'which R and spreadsheets write where there is no value', 'NA', '#N/A'),
	...meaning('nothing', 'which people and tools write where there is no value', 'N/A', 'n/a'),
	...meaning(
		'nothing',
		'which Python (pandas) writes where there is no value',
		...['nan', 'None', 'NaT', '<NA>'],
	),
	...meaning('nothing', 'which JavaScript writes where there is no value', 'undefined', 'NaN'),
	...meaning(
		'lost',
		'which JavaScript writes when it turns an object into text, so the value is lost',
		...['[object Object]', '[object Undefined]', '[object Null]'],
	),
	...meaning(
		'lost',
		'which a spreadsheet shows where a formula failed',
		...['#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', '#NULL!', '#ERROR!'],
		...['#SPILL!', '#CALC!', '#FIELD!', '#BLOCKED!', '#CONNECT!', '#GETTING_DATA'],
	),
]);

function meaning(
	means: ToolsWord['means'],
	why: string,
	...words: string[]
): Array<[string, ToolsWord]> {
	return words.map((word) => [word, { means, why }]);
}

const LONGEST_WORD = Math.max(...[...WORDS.keys()].map((word) => word.length));

/** The first characters of all words, and blanks that may come before them, by character code. */
const BEGINNINGS = new Uint8Array(128);
for (const beginning of [...[...WORDS.keys()].map((word) => word.charAt(0)), ' ', '\t', '\n']) {
	BEGINNINGS[beginning.charCodeAt(0)] = 1;
}

/** How many blanks around a word are looked behind. */
const MOST_BLANKS = 16;

/** What a text says if it is nothing but such a word; undefined for any other text. */
export function toolsWord(text: string): ToolsWord | undefined {
	// Nearly every text of every row ends here.
	if (BEGINNINGS[text.charCodeAt(0)] !== 1) return undefined;
	return text.length > LONGEST_WORD + MOST_BLANKS ? undefined : WORDS.get(text.trim());
}

/** Whether a text is `NA`, which is Namibia's code too. */
export function isNa(value: unknown): boolean {
	return value === 'NA';
}

/** Where NA may be a place: Namibia, or North America. */
const NAMES_A_PLACE = /countr|nation|region|continent|territor|market|geo|locale|language|iso/i;

/** Whether `NA` in a column says that there is nothing, as in what R writes: it may be no place. */
export function isNaForNothing(column: string, value: unknown): boolean {
	return isNa(value) && !NAMES_A_PLACE.test(column);
}

/** Whether any column of any row has `NA` for nothing, at the top or in the objects there. */
export function useNaForNothing(rows: readonly unknown[]): boolean {
	return rows.some((row) => hasNaForNothing(row, true));
}

function hasNaForNothing(row: unknown, looksInside: boolean): boolean {
	if (!isRecord(row)) return false;
	for (const column in row) {
		const value = row[column];
		if (isNaForNothing(column, value)) return true;
		if (looksInside && hasNaForNothing(value, false)) return true;
	}
	return false;
}
