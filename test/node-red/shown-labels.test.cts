import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AdvocateError } from '../../advocate/errors.ts';
import type { NodeRed } from '../../node-red/runtime/corrected-types.cts';
import { NODE_RED_TEXTS } from '../../node-red/runtime/host-texts.cts';
import { NodeError } from '../../node-red/runtime/node-error.cts';
import { withShownLabels } from '../../node-red/runtime/shown-labels.cts';

const locales = resolve(__dirname, '../../node-red/nodes/locales');

/** What of Node-RED looks up texts, in one of its nodes. */
function redIn(language: string, type: string): NodeRed {
	const textsAt = (key: string, { lng = language } = {}): unknown => {
		const [set, path] = key.includes(':') ? ['advocate-tenant', key.split(':')[1]] : [type, key];
		const texts = JSON.parse(readFileSync(join(locales, lng, `${set}.json`), 'utf8')) as Record<
			string,
			unknown
		>;
		return texts[path ?? ''] ?? key;
	};
	return { _: textsAt } as unknown as NodeRed;
}

function shown(type: string, error: AdvocateError, language = 'de'): string {
	const RED = redIn(language, type);
	return new NodeError(
		error,
		(text) => text,
		(text) => withShownLabels(RED, text),
	).message;
}

const refused = new AdvocateError('SETTINGS_INVALID', '"Attempts" is not a whole number', {
	hint: 'Correct it.',
});

it('names a setting as the editor does in the language of Node-RED', () => {
	expect(shown('advocate-wait', refused)).toBe('"Versuche" is not a whole number. Correct it.');
	expect(shown('advocate-wait', refused, 'en-US')).toBe(
		'"Attempts" is not a whole number. Correct it.',
	);
});

it('names what is to be set as well', () => {
	const error = new AdvocateError('FILE_REFUSED', 'Rows were rejected', {
		hint: NODE_RED_TEXTS.file.correctRows,
	});
	expect(shown('advocate-upload', error)).toContain('set "Bei abgelehnten Zeilen" to go on');
});

it('leaves names of columns as they are', () => {
	const error = new AdvocateError('FILE_REFUSED', 'The column "Type" is no field', { hint: '' });
	expect(shown('advocate-upload', error)).toBe('The column "Type" is no field');
});
