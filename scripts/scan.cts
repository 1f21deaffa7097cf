/**
 * Runs n8n's own scanner for community packages as n8n's verification does: over the sources, and over
 * the unpacked tarball that npm would publish. Prints a line for each and ends with 1 on any finding.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Analysis {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, filePatterns?: string[]): Promise<Analysis>;
}

const root = resolve(__dirname, '..');

/** Packs the package and unpacks the tarball; gives the folder it lies in. */
function unpackedTarball(folder: string): string {
	execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error('npm pack made no tarball');
	execFileSync('tar', ['-xzf', tarball], { cwd: folder });
	return join(folder, 'package');
}

async function main(): Promise<void> {
	// The scanner is an ES module without types.
	const scannerFile = '@n8n/scan-community-package/scanner/scanner.mjs';
	const scanner = (await import(scannerFile)) as Scanner;
	const folder = mkdtempSync(join(tmpdir(), 'advocate-scan-'));
	try {
		const tarball = unpackedTarball(folder);
		// Rules look packages up from the folder they check, as after an installation.
		symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
		const analyses: Array<[string, Analysis]> = [
			['sources', await scanner.analyzePackage(root, scanner.SOURCE_FILE_PATTERNS)],
			['tarball', await scanner.analyzePackage(tarball)],
		];
		for (const [what, { passed, message = '', details = '' }] of analyses) {
			console.log(`${what}: ${passed ? 'no findings' : `${message}\n${details}`}`);
			if (!passed) process.exitCode = 1;
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
