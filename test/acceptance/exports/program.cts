import type { INodeParameters } from 'n8n-workflow';
import type { SentRow } from './people.cts';

/** A file that a program has written, and what is to come of it. */
export interface Export {
	/** What the program was told, as the table has it: Markdown. */
	how: string;
	/** The file's path. */
	path: string;
	/** Settings of Advocate Upload besides the type; users unless said. */
	parameters?: INodeParameters;
	expected: Expected;
}

/** What is to come of a file. */
export interface Expected {
	/** Every row that is sent, exactly. */
	rows: SentRow[];
	/** Parts of the reasons for which rows are rejected, by the row's number. */
	rejected?: Record<number, string>;
	/** Parts of the warnings; every warning must have one. */
	told?: string[];
	/** Parts of the error's text, if the file is refused as a whole. */
	refused?: string[];
	/** What the program did to the data that nobody can see in its file; for the table. */
	note?: string;
}

/** A program that writes files of the people. */
export interface Program {
	name: string;
	/** The Debian packages that it is in. */
	packages: string[];
	/** Whether installing it takes long, so that it is only used where it is, unless all are asked for. */
	isLarge?: boolean;
	/** The version that is installed, for the table. */
	version: () => Promise<string>;
	/** Has it write files into an empty folder. */
	exports: (folder: string) => Promise<Export[]>;
}

/** Rejected in every file: the person without an ID. */
export const NO_ID = { 7: 'id is required' };

/** Told of numbers with a comma in a field that takes any text. */
export const DECIMAL_COMMA = 'customFields.score has a decimal comma';

/** Told of times that are written without a time zone. */
export const ZONE_ASSUMED = 'dateCreated has no time zone';
