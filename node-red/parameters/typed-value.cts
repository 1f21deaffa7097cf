import type { Node } from '@node-red/registry';
import { AdvocateError } from '../../advocate/errors.ts';
import { settled } from '../../advocate/settled.ts';
import { textList } from '../../advocate/settings.ts';
import type { Message } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { asError, messageOf } from '../runtime/node-error.cts';

/** Evaluates a node's TypedInputs for one message. */
export class TypedValues {
	constructor(
		private readonly RED: NodeRed,
		private readonly node: Node,
		private readonly message: Message,
	) {}

	/**
	 * The value of a TypedInput.
	 *
	 * @param type Node-RED's name for the kind: `str`, `msg`, `flow`, `jsonata` …; with one of the node's
	 * own (a list to choose from) the value stands for itself
	 * @param label the field's label, for the error
	 * @throws {AdvocateError} SETTINGS_INVALID for an expression that can't be evaluated
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
		// If an outer property is missing, the inner one is simply missing too.
		if (type === 'msg') return undefined;
		throw notEvaluated(label, outcome.thrown);
	}

	/**
	 * The value as text, trimmed; '' if there is none.
	 *
	 * @throws {AdvocateError} SETTINGS_INVALID for anything but a text or a number
	 */
	async text(value: string | undefined, type: string | undefined, label: string): Promise<string> {
		const result = await this.value(value, type, label);
		if (result === undefined || result === null) return '';
		if (typeof result === 'string' || typeof result === 'number') return String(result).trim();
		throw notText(label, result);
	}

	/** The value as a list of texts: an array, or one text with commas. */
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
	return new AdvocateError('SETTINGS_INVALID', `"${label}" gives ${kind}, not text`, {
		hint: 'Choose the property within it that holds the text.',
	});
}

function notEvaluated(label: string, problem: unknown): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`"${label}" could not be evaluated: ${messageOf(problem)}`,
		{
			hint: 'Correct it in this node.',
		},
	);
}
