import { AdvocateError } from '../../advocate/errors.ts';
import { settled } from '../../advocate/settled.ts';
import { textList } from '../../advocate/settings.ts';
import type { Message } from '../runtime/message.cts';
import type { NodeRed, RuntimeNode } from '../runtime/red.cts';
import { asError, messageOf } from '../runtime/thrown.cts';

/** Gives the values of a node's TypedInputs for one message. */
export class TypedValues {
	constructor(
		private readonly RED: NodeRed,
		private readonly node: RuntimeNode,
		private readonly message: Message,
	) {}

	/**
	 * What a TypedInput stands for.
	 *
	 * @param type Node-RED's name of the kind: `str`, `msg`, `flow`, `jsonata` …; one of the node's own
	 * (a list to choose from) stands for the value itself
	 * @param label the field's, for the error
	 * @throws {AdvocateError} SETTINGS_INVALID for an expression that does not work out
	 */
	async value(
		value: string | undefined,
		type: string | undefined,
		label: string,
	): Promise<unknown> {
		if (value === undefined || type === undefined || !BUILT_IN.includes(type)) return value;
		const { RED, node, message } = this;
		const result = new Promise<unknown>((resolve, reject) => {
			RED.util.evaluateNodeProperty(value, type, node, message, (problem, evaluated) => {
				if (problem) reject(asError(problem));
				else resolve(evaluated);
			});
		});
		const outcome = await settled(result);
		if ('value' in outcome) return outcome.value;
		// A property of a property that is not there is not there either.
		if (type === 'msg') return undefined;
		throw notWorkedOut(label, outcome.thrown);
	}

	/**
	 * The same as text, without blank space around it; '' where there is nothing.
	 *
	 * @throws {AdvocateError} SETTINGS_INVALID for what is neither a text nor a number
	 */
	async text(value: string | undefined, type: string | undefined, label: string): Promise<string> {
		const result = await this.value(value, type, label);
		if (result === undefined || result === null) return '';
		if (typeof result === 'string' || typeof result === 'number') return String(result).trim();
		throw notText(label, result);
	}

	/** The same as a list of texts: an array, or one text with commas. */
	async list(
		value: string | undefined,
		type: string | undefined,
		label: string,
	): Promise<string[]> {
		return textList(await this.value(value, type, label));
	}
}

const BUILT_IN = [
	'str',
	'num',
	'bool',
	'json',
	'date',
	'bin',
	'msg',
	'flow',
	'global',
	'env',
	'jsonata',
];

function notText(label: string, value: unknown): AdvocateError {
	const kind = Array.isArray(value)
		? 'an array'
		: typeof value === 'object'
			? 'an object'
			: `a ${typeof value}`;
	return new AdvocateError('SETTINGS_INVALID', `"${label}" gives ${kind}, not a text`, {
		hint: 'Choose the property within it that holds the text.',
	});
}

function notWorkedOut(label: string, problem: unknown): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`"${label}" does not work out: ${messageOf(problem)}`,
		{
			hint: 'Correct it in this node.',
		},
	);
}
