/**
 * `npm run test:exports`: has real programs write the same rows, and imports each file through n8n's engine into a
 * sandbox. Every row that is sent, every reason and every warning has to be the one that is stated. Prints the table
 * that `docs/rows-and-files.md` has, and ends with 1 where that is not the same.
 *
 * What it needs is installed by apt. LibreOffice and R are large: without `--all`, or CI_FULL=1, they are used where
 * they are installed, and named where they are not.
 *
 * Options: `--all`; `--only NAME`, for the programs whose names hold that text; `--write-docs`, to put the table into
 * the docs.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages, missingPackages } from '../../../harness/packages/debian-packages.cts';
import { withSandbox, type SandboxAddress } from '../../../harness/processes/sandbox-process.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';
import { root } from '../../../harness/project.cts';
import { documentedExports } from './documented.cts';
import { imported } from './imported.cts';
import { csvkit, miller } from './programs/command-line.cts';
import { gnumeric } from './programs/gnumeric.cts';
import { libreOffice } from './programs/libreoffice.cts';
import { mariadb } from './programs/mariadb.cts';
import { pandas } from './programs/pandas.cts';
import { postgresql } from './programs/postgresql.cts';
import { r } from './programs/r.cts';
import { ruby } from './programs/ruby.cts';
import { sqlite } from './programs/sqlite.cts';
import type { Export, Program } from './program.cts';
import { tableLine, TABLE_HEAD } from './table.cts';
import { differences } from './verdict.cts';

const PROGRAMS: Program[] = [
	...[postgresql, mariadb, sqlite, pandas, csvkit, miller, ruby, r, gnumeric, libreOffice],
];

const DOCS = join(root, 'docs/rows-and-files.md');
const BEGIN = '<!-- What `npm run test:exports` prints, from here -->';
const END = '<!-- to here -->';

/** What came of all files so far. */
interface Outcome {
	lines: string[];
	problems: string[];
}

async function tryExport(
	program: string,
	{ how, path, parameters = {}, expected }: Export,
	stage: { sandbox: SandboxAddress; folder: string },
	outcome: Outcome,
): Promise<void> {
	const given = await imported(path, parameters, stage.sandbox, stage.folder);
	const line = tableLine(program, how, expected, given);
	outcome.lines.push(line);
	console.log(line);
	for (const problem of differences(expected, given)) {
		outcome.problems.push(`${program}, ${how}: ${problem}`);
		console.log(`    NOT AS STATED: ${problem}`);
	}
}

async function tryPrograms(
	programs: Program[],
	stage: { sandbox: SandboxAddress; folder: string },
	outcome: Outcome,
): Promise<void> {
	for (const [index, program] of programs.entries()) {
		const folder = join(stage.folder, String(index));
		mkdirSync(folder);
		const name = `${program.name} ${await program.version()}`;
		for (const one of await program.exports(folder)) await tryExport(name, one, stage, outcome);
	}
}

/** Lines of the docs' table that are not what was printed; those of programs that were not run may be. */
function differencesToDocs(lines: string[]): string[] {
	const docs = readFileSync(DOCS, 'utf8').split(BEGIN)[1]?.split(END)[0] ?? '';
	const written = new Set(docs.split('\n').map(withoutVersion));
	return lines
		.filter((line) => !written.has(withoutVersion(line)))
		.map(
			(line) =>
				`not in docs/rows-and-files.md (npm run test:exports -- --all --write-docs): ${line}`,
		);
}

/** Another release of a program is none of the table's matter. */
function withoutVersion(line: string): string {
	return line
		.replace(/^(\| [^|]*?) [\d.]+ \|/, '$1 |')
		.replace(/\s+/g, ' ')
		.trim();
}

function writeDocs(lines: string[]): void {
	const docs = readFileSync(DOCS, 'utf8');
	const [before = ''] = docs.split(BEGIN);
	const after = docs.split(END)[1] ?? '';
	writeFileSync(
		DOCS,
		`${before}${BEGIN}\n\n${[...TABLE_HEAD, ...lines].join('\n')}\n\n${END}${after}`,
	);
}

async function chosenPrograms(only: string, all: boolean): Promise<Program[]> {
	const named = PROGRAMS.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
	const chosen: Program[] = [];
	for (const program of named) {
		const missing = await missingPackages(program.packages);
		if (missing.length > 0 && program.isLarge && !all) {
			console.log(
				`Not run: ${program.name}, which is large and not installed. It runs with --all or CI_FULL=1.`,
			);
		} else {
			chosen.push(program);
		}
	}
	await ensurePackages(
		chosen.flatMap(({ packages }) => packages),
		'to write the files',
	);
	return chosen;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			all: { type: 'boolean', default: process.env['CI_FULL'] === '1' },
			only: { type: 'string', default: '' },
			'write-docs': { type: 'boolean', default: false },
		},
	});
	const started = performance.now();
	const programs = await chosenPrograms(values.only, values.all);
	const folder = new TemporaryFolder('advocate-exports');
	// PostgreSQL and MariaDB have to get there as users of their own.
	chmodSync(folder.path, 0o755);
	const outcome: Outcome = { lines: [], problems: [] };
	console.log(TABLE_HEAD.join('\n'));
	try {
		await withSandbox(
			async (sandbox) => {
				const stage = { sandbox, folder: folder.path };
				await tryPrograms(programs, stage, outcome);
				const documented = documentedExports(join(folder.path, 'documented'));
				for (const { service, ...one } of documented) {
					if (service.toLowerCase().includes(values.only.toLowerCase())) {
						await tryExport(service, one, stage, outcome);
					}
				}
			},
			['--job-duration', '0'],
		);
	} finally {
		folder.remove();
	}
	if (values['write-docs']) writeDocs(outcome.lines);
	else outcome.problems.push(...differencesToDocs(outcome.lines));
	const seconds = ((performance.now() - started) / 1e3).toFixed(0);
	console.log(
		`\n${outcome.lines.length} files, ${outcome.problems.length} differences to what is stated; ${seconds} s`,
	);
	for (const problem of outcome.problems) console.log(problem);
	if (outcome.problems.length > 0 || outcome.lines.length === 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
