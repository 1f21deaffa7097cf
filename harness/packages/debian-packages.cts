import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../processes/command.cts';

/**
 * Sees to it that programs are there, by Debian's packages where they are not.
 *
 * @param programs for each program, the package that has it
 * @param purpose what they are for, as it ends the sentence "... needed ..."
 * @throws Error that names the packages, where this user may not install them or there is no apt
 */
export async function ensurePrograms(
	programs: Record<string, string>,
	purpose: string,
): Promise<void> {
	const missing = Object.keys(programs).filter((program) => programPath(program) === undefined);
	if (missing.length === 0) return;
	const packages = missing.map((program) => programs[program] ?? program);
	if (process.getuid?.() !== 0 || programPath('apt-get') === undefined) {
		throw new Error(
			`${missing.join(', ')} missing, needed ${purpose}. Install ${packages.join(' ')} and try again.`,
		);
	}
	console.error(`Installing ${packages.join(' ')} (Debian packages), needed ${purpose} …`);
	await run('apt-get', ['update']);
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
}

/** Where a program is, on the PATH or where Debian has servers, which is not on everybody's; if it is. */
export function programPath(program: string): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
	return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
