import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../processes/command.cts';

/**
 * Makes sure that programs are there, and installs the Debian packages of those that are missing.
 *
 * @param programs for each program, the package that has it
 * @param purpose what they are for, as it ends the sentence "... needed ..."
 * @throws Error that names the packages, if this user may not install them or there is no apt
 */
export async function ensurePrograms(
	programs: Record<string, string>,
	purpose: string,
): Promise<void> {
	const missing = Object.keys(programs).filter((program) => programPath(program) === undefined);
	if (missing.length === 0) return;
	const packages = missing.map((program) => programs[program] ?? program);
	await install(packages, missing, purpose);
}

/**
 * Makes sure that Debian packages are there, and installs those that are missing.
 *
 * @param purpose what they are for, as it ends the sentence "... needed ..."
 * @throws Error that names the packages, if this user may not install them or there is no apt
 */
export async function ensurePackages(packages: string[], purpose: string): Promise<void> {
	const missing = await missingPackages(packages);
	if (missing.length > 0) await install(missing, missing, purpose);
}

/** Which of these Debian packages are not installed. */
export async function missingPackages(packages: string[]): Promise<string[]> {
	const asked = packages.map(async (name) => {
		const status = await run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]).catch(() => '');
		return status === 'installed' ? [] : [name];
	});
	return (await Promise.all(asked)).flat();
}

async function install(packages: string[], missing: string[], purpose: string): Promise<void> {
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

/**
 * The path of a program on the PATH, or where Debian puts servers, which is not on everybody's PATH;
 * undefined if there is none.
 */
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
