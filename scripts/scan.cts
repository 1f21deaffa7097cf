/**
 * Runs n8n's own scanner for community packages as n8n's verification does: over the sources, and over
 * the unpacked tarball that npm would publish. Prints a line for each and ends with 1 on any finding.
 */
import { pathToFileURL } from 'node:url';
import { PackedTarball } from '../harness/packages/packed-tarball.cts';
import { root } from '../harness/project.cts';

interface Analysis {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, filePatterns?: string[]): Promise<Analysis>;
}

/** The scanner's module is not exported by name and has no types. */
async function loadScanner(): Promise<Scanner> {
	const file = require.resolve('@n8n/scan-community-package/scanner/scanner.mjs');
	return (await import(pathToFileURL(file).href)) as Scanner;
}

async function main(): Promise<void> {
	const scanner = await loadScanner();
	const tarball = new PackedTarball();
	try {
		const analyses: Array<[string, Analysis]> = [
			['sources', await scanner.analyzePackage(root, scanner.SOURCE_FILE_PATTERNS)],
			['tarball', await scanner.analyzePackage(tarball.folder)],
		];
		for (const [what, { passed, message = '', details = '' }] of analyses) {
			console.log(`${what}: ${passed ? 'no findings' : `${message}\n${details}`}`);
			if (!passed) process.exitCode = 1;
		}
	} finally {
		tarball.remove();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
