import { shownValue } from '../../shown';
import { toolsWord } from './null-words';

/** An ID as it is sent, and whether anything around it was left out; or why it can't be the ID that was meant. */
export type ReadId =
	| { text: string; told?: 'trimmed' | 'unwrapped' | 'invisible' }
	| { reason: string };

/**
 * An ID with which nothing can be wrong, as nearly all are: printable ASCII that begins with a letter or digit, does
 * not end in a blank, and is neither a number in a form that tools give it nor a word for nothing. One expression, as
 * it runs for each ID of each row.
 */
const CLEAN =
	/^(?!\d+(?:\.0+$|(?:[.,]\d+)?[eE][+-]\d+$|[.,]\d+[eE]\d+$)|(?:NULL|null|NA|N\/A|n\/a|NaN|nan|None|NaT|undefined)$)\w(?:[ -~]*[!-~])?$/;

/** Whether a text can be sent as an ID as it is. */
export function isCleanId(text: string): boolean {
	return CLEAN.test(text);
}

/** Blanks of any kind, and what is as invisible: zero-width characters, signs of direction, byte order marks. */
const INVISIBLE = '\\s\\u00ad\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff';
const AROUND = new RegExp(`^[${INVISIBLE}]+|[${INVISIBLE}]+$`, 'g');
const WITHIN = /[\u00a0\u00ad\u200b\u2060\ufeff\p{Cc}]/u;

/** How spreadsheets write a text that looks like a number: `="00123"`, or `'00123`. */
const FORMULA = /^="([^"]*)"$/;
const APOSTROPHE = /^'(?=[\d=+\-@.])/;

/** `12345.0`, as pandas writes whole numbers in a column with gaps. */
const WITH_POINT = /^[+-]?\d+\.0+$/;

/** `1.23457E+11`. Without sign and point it may be an ID: `12E5`. */
const EXPONENT = /^[+-]?\d+(?:(?:[.,]\d+)?[eE][+-]|[.,]\d+[eE])\d+$/;

/**
 * Reads an ID: takes off what is certainly not part of it, and refuses what is certainly no longer what it was.
 *
 * @returns the ID, or a reason that follows the field's name
 */
export function readId(given: string): ReadId {
	if (isCleanId(given)) return { text: given };
	const trimmed = given.replace(AROUND, '');
	const text = trimmed.replace(FORMULA, '$1').replace(APOSTROPHE, '').replace(AROUND, '');
	const reason = whyDamaged(text);
	if (reason !== undefined) return { reason };
	if (text !== trimmed) return { text, told: 'unwrapped' };
	if (text !== given) return { text, told: 'trimmed' };
	return WITHIN.test(text) ? { text, told: 'invisible' } : { text };
}

function whyDamaged(text: string): string | undefined {
	if (text === '') return 'has only blanks or invisible characters';
	const word = toolsWord(text);
	if (word !== undefined) {
		return `is ${shownValue(text)}, ${word.why}. Give the row its own ID, or leave the row out`;
	}
	if (text.includes('\ufffd')) return LOST_CHARACTER;
	if (WITH_POINT.test(text)) {
		return `is ${shownValue(text)}, the form in which pandas and spreadsheets write whole numbers. Whether the ID has the ".0", or zeros in front, can't be told: export the column as text`;
	}
	if (!EXPONENT.test(text)) return undefined;
	return `is ${shownValue(text)}, a number that a spreadsheet or a program has shortened, so digits of the ID are lost. Format the column as text before it is exported`;
}

/** Why a text with U+FFFD in it is refused, or told of. */
export const LOST_CHARACTER =
	'contains "\ufffd", the sign for a character that was lost on the way. Read the file again, in one piece and as UTF-8';
