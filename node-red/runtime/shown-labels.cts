import { isRecord } from '../../advocate/json.ts';
import type { NodeRed } from './corrected-types.cts';

/** Where the texts are that several nodes share. */
export const SHARED_TEXTS = '@impact-advocate/node-red-advocate/advocate-tenant:';

/** The parts of a locale file that hold what errors quote: labels, and choices to make. */
const QUOTED = ['labels', 'choices', 'types', 'fromUpload'];

/**
 * Errors are written in English, and quote labels as the English editor shows them. This names them as the
 * editor does in Node-RED's language, so that people find the setting.
 *
 * @param text what an error says about settings: anything else in quotes could be a label by chance
 */
export function withShownLabels(RED: NodeRed, text: string): string {
	const labels = shownLabels(RED);
	return text.replaceAll(/"([^"]+)"/g, (quoted, english: string) => {
		const shown = labels.get(english);
		return shown === undefined ? quoted : `"${shown}"`;
	});
}

/** English texts, and what the editor shows in their place. */
function shownLabels(RED: NodeRed): Map<string, string> {
	const pairs = [SHARED_TEXTS, ''].flatMap((from) =>
		QUOTED.flatMap((key) =>
			pairsOf(
				RED._(from + key, { returnObjects: true, lng: 'en-US' }),
				RED._(from + key, { returnObjects: true }),
			),
		),
	);
	return new Map(pairs);
}

function pairsOf(english: unknown, shown: unknown): Array<[string, string]> {
	if (typeof english === 'string') return typeof shown === 'string' ? [[english, shown]] : [];
	if (!isRecord(english) || !isRecord(shown)) return [];
	return Object.keys(english).flatMap((key) => pairsOf(english[key], shown[key]));
}
