import { AdvocateError } from '../../advocate/errors.ts';
import { messageOf } from './thrown.cts';

/**
 * An error as it reaches a Catch node: `msg.error.message` says what happened and what to do,
 * `msg.error.code` is for flows to tell apart, `msg.error.cause` has both sentences by themselves.
 */
export class NodeError extends Error {
	readonly code: string;
	declare readonly cause: { message: string; hint: string; status?: number };

	/** @param clean blots the tenant's key out of texts */
	constructor(thrown: unknown, clean: (text: string) => string) {
		const { code, message, hint, status } = partsOf(thrown);
		const texts = { message: clean(message), hint: clean(hint) };
		super(sentences(texts));
		this.name = 'AdvocateError';
		this.code = code;
		this.cause = { ...texts, ...(status !== undefined && { status }) };
		// Node-RED hands a stack on to flows; it would say nothing of use there.
		Reflect.deleteProperty(this, 'stack');
	}

	/** What Node-RED shows, and hands to Catch nodes as the message: without a name before it. */
	override toString(): string {
		return this.message;
	}
}

function sentences({ message, hint }: { message: string; hint: string }): string {
	if (hint === '') return message;
	return /[.!?]$/.test(message) ? `${message} ${hint}` : `${message}. ${hint}`;
}

interface ErrorParts {
	code: string;
	message: string;
	hint: string;
	status?: number;
}

function partsOf(thrown: unknown): ErrorParts {
	if (thrown instanceof AdvocateError) return thrown;
	const isObject = typeof thrown === 'object' && thrown !== null;
	const code = isObject && 'code' in thrown ? String(thrown.code) : 'UNEXPECTED_ERROR';
	return { code, message: messageOf(thrown), hint: '' };
}
