import type { ImportJobType } from '../../../advocate/api/job-types.ts';
import type { Content } from './content.cts';

/** A file with something wrong about it, or that looks so, and what Advocate Upload is to make of it. */
export interface CorpusEntry {
	/** Its name, which no other entry has. */
	file: string;
	/** What is wrong with it. */
	wrong: string;
	content: Content;
	/** What its rows are; users unless said. */
	type?: ImportJobType;
	/** In place of what n8n would find by the name. */
	mimeType?: string;
	/** The answer with *Send the File as It Is*. */
	asItComes: Answer;
	/** The answer with *Check Every Row*, which is how the node comes. */
	checked: Answer;
}

/** What came of uploading a file. */
export interface Answer {
	/** Parts of the error's text, where the file is refused. */
	refused?: string[];
	/** Bytes of the file as it comes that are not sent: those of a byte order mark. None unless said. */
	bytesLeftOut?: number;
	/** Rows in the file that was uploaded, where they were counted; 0 where nothing was left to upload. */
	rows?: number;
	/** Rows in which nothing is to be redeemed, where the item says how many. */
	skipped?: number;
	/** Rows on Rejected, by a part of their reason. */
	rejected?: Record<string, number>;
	/** Parts of the warnings on the item. */
	warnings?: string[];
}

/** Both answers of a file that is refused, whether every row is checked or not. */
export function refused(...parts: string[]): Pick<CorpusEntry, 'asItComes' | 'checked'> {
	return { asItComes: { refused: parts }, checked: { refused: parts } };
}

/** Both answers of a file that is refused as it is, and whose rows can be read all the same. */
export function readable(
	checked: Answer,
	...parts: string[]
): Pick<CorpusEntry, 'asItComes' | 'checked'> {
	return { asItComes: { refused: parts }, checked };
}

/** Both answers of a file that goes out as it is, unless every row is checked. */
export function uploaded(
	checked: Answer,
	asItComes: Answer = {},
): Pick<CorpusEntry, 'asItComes' | 'checked'> {
	return { asItComes, checked };
}
