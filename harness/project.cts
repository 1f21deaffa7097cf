import { join, resolve } from 'node:path';

/** The folder of the whole project. */
export const root = resolve(__dirname, '..');

/** The arguments with which `node` runs a script of the project, named by its path from the root. */
export function tsxScript(script: string, ...args: string[]): string[] {
	return ['--require', 'tsx/cjs', join(root, script), ...args];
}
