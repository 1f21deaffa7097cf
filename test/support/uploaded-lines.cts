import { readFileSync } from 'node:fs';
import type { Rig } from './rig.cts';

/** The rows of the JSON Lines file that a tenant got last; by default any tenant's. */
export function uploadedLines(rig: Rig, tenantAlias?: string): Array<Record<string, unknown>> {
	const path = rig.sandbox.uploads.list(tenantAlias).at(-1)?.path ?? '';
	const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
	return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
