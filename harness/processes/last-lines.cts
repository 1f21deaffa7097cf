import { readFileSync } from 'node:fs';

/** The end of a log, to be shown when something went wrong; empty if there is no log. */
export function lastLines(file: string, count = 30): string {
	try {
		return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
	} catch {
		return '';
	}
}
