import { AdvocateError } from '../../advocate/errors.ts';

/**
 * An error as it reaches a Catch node: `msg.error.message` says what happened and what to do,
 * `msg.error.code` lets flows tell errors apart, `msg.error.cause` has the two sentences separately.
 */
export class NodeError extends Error {
	readonly code: string;
	declare readonly cause: Cause;
	/** What went wrong, in as few words as there are: what a node's status has room for. */
	readonly reason!: string;

	/**
	 * @param clean removes the tenant's key from texts
	 * @param withLabels puts the labels of Node-RED's language into texts about settings
	 */
	constructor(
		thrown: unknown,
		clean: (text: string) => string,
		withLabels: (text: string) => string = (text) => text,
	) {
		const { code, message, hint, status } = partsOf(thrown);
		const said = code === 'SETTINGS_INVALID' ? withLabels(message) : message;
		const texts = { message: clean(said), hint: clean(withLabels(hint)) };
		super(sentences(texts));
		this.name = 'AdvocateError';
		this.code = code;
		this.cause = new Cause(texts, status);
		// Not among what a debug node shows of an error.
		Object.defineProperty(this, 'reason', { value: reasonIn(texts.message) });
		// Node-RED passes a stack on to flows, where it would be of no use.
		Reflect.deleteProperty(this, 'stack');
	}

	/** What Node-RED shows, and hands to Catch nodes as the message: without the error's name before it. */
	override toString(): string {
		return this.message;
	}
}

/** The parts of an error for flows. As a text, which is how a debug node shows it, it says what to do. */
class Cause {
	readonly message: string;
	readonly hint: string;
	declare readonly status?: number;

	constructor({ message, hint }: { message: string; hint: string }, status: number | undefined) {
		this.message = message;
		this.hint = hint;
		if (status !== undefined) this.status = status;
	}

	toString(): string {
		return this.hint || this.message;
	}
}

/** A message without what was being done, which the node itself tells. */
function reasonIn(message: string): string {
	const [, reason = message] =
		/^(?:Could not [^:]+|The file "[^"]*" was not uploaded|There is no file to upload): (.+)$/s.exec(
			message,
		) ?? [];
	return reason;
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

/** What was thrown, as an `Error`. */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
}

/** The message of what was thrown, whether or not it is an `Error` of this realm. */
export function messageOf(thrown: unknown): string {
	const isObject = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
	return String(isObject ? thrown.message : thrown);
}
