/**
 * How an errand ends.
 * - `done`: with all that was asked for.
 * - `noted`: with the most of it, and what is missing said on the item.
 * - `less`: with what needs no tenant, by design without a word: a form that opens is better than none.
 * - `error`: with an error.
 * - `stuck`: not at all.
 */
export type End = 'done' | 'noted' | 'less' | 'error' | 'stuck';

/** An error as a person sees it: what happened, and what to do. */
export interface ShownError {
	message: string;
	description: string;
}

/** What came of an errand. */
export interface Ending {
	end: End;
	/** What was shown, where it ended `noted` or `error`. */
	error?: ShownError;
	/** All that n8n holds of it afterwards, to be searched for the key. */
	produced: unknown;
	/** What is wrong with it, whichever way it ended. */
	wrong: string[];
}

/** What a thrown error shows; n8n puts what to do into the description. */
export function shownError(thrown: unknown): ShownError {
	const { message, description } = thrown as { message?: unknown; description?: unknown };
	return {
		message: typeof message === 'string' ? message : '',
		description: typeof description === 'string' ? description : '',
	};
}

/** What is wrong with the words of an error: both parts are there, and read as sentences. */
export function objectionsToWords({ message, description }: ShownError): string[] {
	const objections: string[] = [];
	if (message.length < 10) objections.push(`the error says too little: "${message}"`);
	if (description.length < 20)
		objections.push(`the error does not say what to do: "${description}"`);
	for (const text of [message, description]) {
		if (/undefined|\[object|\bNaN\b|\n\s+at |axios/i.test(text)) {
			objections.push(`the error was not meant for people: "${text}"`);
		}
	}
	return objections;
}
