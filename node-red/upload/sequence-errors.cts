import { AdvocateError } from '../../advocate/errors.ts';
import { listed } from '../../advocate/shown.ts';

/*
 * Why a sequence is not uploaded. There is one part in a message; places of parts count from 1. Of a sequence that
 * is not whole nothing is ever uploaded.
 */

/** How much of a sequence has come. */
export interface Progress {
	/** How many parts have come. */
	came: number;
	/** How many there are; undefined if none has said so. */
	count: number | undefined;
	/** The first of the places that are missing, up to the last one that is known of. */
	missing: number[];
	/** Whether a buffer was split at a separator. */
	isOfBuffer: boolean;
}

/** @param seconds how long no other part has come */
export function notWhole(
	{ came, count, missing, isOfBuffer }: Progress,
	seconds: number,
): AdvocateError {
	const known = count === undefined ? '' : ` of ${shown(count)}`;
	const isLastOfBuffer = isOfBuffer && missing.length === 1 && missing[0] === count;
	const why = isLastOfBuffer
		? 'Split sends no last part of a buffer that ends with the separator: give this node the buffer itself.'
		: 'If a node on the way drops messages, let it make a new sequence (Switch has a setting for that), or end the sequence with msg.complete. If parts take longer, raise "Wait for missing parts (s)".';
	return new AdvocateError(
		'SETTINGS_INVALID',
		`A split sequence did not come to its end: ${shown(came)}${known} parts came, and no other for ${shown(seconds)} s`,
		{
			hint: `Nothing of it was uploaded; the parts are in msg.payload of the Catch node. ${whatIsMissing(count, missing)} ${why} To upload each message by itself, turn off "Gather the parts of a split sequence".`,
		},
	);
}

function whatIsMissing(count: number | undefined, missing: number[]): string {
	const places = missing.length === 0 ? '' : `Missing: ${listed(missing.map(shown))}.`;
	if (count !== undefined) return places;
	return `No part said how many there are. ${places}`.trim();
}

/** For sequences that are open when the node is closed by a deploy or a stop. */
export function closedMeanwhile(sequences: number, parts: number): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`The node was stopped before ${shown(sequences)} split sequences were whole: ${shown(parts)} parts had come`,
		{ hint: 'Nothing of them was uploaded, and the parts are gone. Send them again.' },
	);
}

export function typesDiffer(first: string, other: string): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`The parts of the split sequence are not all of one type: some are ${first}, and one is ${other}`,
		{
			hint: 'Nothing of this sequence was uploaded. Separate the rows by their type before they are split, or turn off "Gather the parts of a split sequence".',
		},
	);
}

export function cameTwice(what: string): AdvocateError {
	return new AdvocateError('SETTINGS_INVALID', `The split sequence has ${what} twice`, {
		hint: 'Nothing of this sequence was uploaded. It happens when two nodes make sequences of one message at once, as File In and CSV name them after msg._msgid, and when CSV makes several rows of one part: then delete msg.parts before CSV, or let CSV give one message with all rows.',
	});
}

export function cameAfterItsEnd(): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		'A part of a split sequence came after the sequence had been ended without it',
		{
			hint: 'This part was not uploaded. Look for the node that holds it up, and raise "Wait for missing parts (s)"; or send msg.complete only after all parts.',
		},
	);
}

/** @param open how many sequences are open */
export function endOfWhich(open: number): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`A message with msg.complete does not say which of the ${shown(open)} split sequences it ends`,
		{
			hint: 'None of them was ended by it. Give it the msg.parts.id of the sequence, or send the sequences one after the other.',
		},
	);
}

export function tooManyWaiting(most: number): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`More than ${most} messages were waiting to be gathered, and were dropped`,
		{
			hint: 'None of them was uploaded. Raise nodeMessageBufferMaxLength in the settings of Node-RED, or give this node the file itself.',
		},
	);
}

/** For a sequence that msg.complete ended, and that is uploaded without the parts that never came. */
export function uploadedWithout(missing: number[]): string {
	return `The split sequence was ended by msg.complete, and is uploaded without what did not come: ${listed(missing.map(shown))}. CSV gives nothing for a blank line; otherwise look for the node that drops or delays messages.`;
}

function shown(number: number): string {
	return number.toLocaleString('en-US');
}
