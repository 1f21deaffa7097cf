#!/usr/bin/env -S npx tsx
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { curlExamples } from './curl-examples.cts';
import { exportTypes } from './job-types.cts';
import { readPrefixes } from './jobs/drop-folder.cts';
import type { ChangeableOptions, SandboxOptions, SftpOptions } from './options.cts';
import { startSandbox } from './sandbox.cts';
import type { Sandbox } from './sandbox.cts';
import { readOptions } from './settings.cts';

const usage = `Usage: tsx sandbox/cli.cts [--port N] [--job-duration MS] [--json]
                          [--set OPTION=VALUE]… [--records N]
                          [--sftp-folder DIR --sftp-prefixes PREFIX=TYPE,…]

Starts a stand-in for impact.com Advocate's bulk-import API on 127.0.0.1.

  --port N           the port to listen on (default: any free one)
  --job-duration MS  how long a job stays PENDING, in milliseconds (default: 1500)
  --set OPTION=VALUE choose one of the answers that the API leaves open, such as
                     --set recordNumberBase=0; see the options in the README
  --records N        let every export find N made-up rows besides what was imported
  --sftp-folder DIR  pick up import files from DIR/{tenant alias}, as Advocate does with those sent
                     over SFTP; an SFTP server of yours writes them there
  --sftp-prefixes L  the prefixes of file names and the type that each stands for, such as
                     users_=MUTATION/USER,events_=MUTATION/USER_EVENT
  --json             print the base URL, tenants and keys as one line of JSON
  --help             print this

Exits with 0 when stopped (Ctrl+C), 1 when it cannot start, 2 when its arguments are wrong.
`;

/** Long enough that a file which is still being sent has grown by the next look. */
const lookEveryMs = 2000;
const hooksEveryMs = 1_000;

class UsageError extends Error {}

interface Arguments {
	options: SandboxOptions;
	records: number;
	json: boolean;
	help: boolean;
}

function readArguments(): Arguments {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			'job-duration': { type: 'string' },
			set: { type: 'string', multiple: true, default: [] },
			records: { type: 'string' },
			'sftp-folder': { type: 'string' },
			'sftp-prefixes': { type: 'string' },
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const options = checkOptions({
		port: readNumber('--port', values.port, 65_535),
		jobDurationMs: readNumber('--job-duration', values['job-duration'], Number.MAX_SAFE_INTEGER),
		sftp: readSftp(values['sftp-folder'], values['sftp-prefixes']),
		...readChoices(values.set),
	});
	const records = readNumber('--records', values.records, Number.MAX_SAFE_INTEGER) ?? 0;
	return { options, records, json: values.json, help: values.help };
}

function readNumber(flag: string, text: string | undefined, most: number): number | undefined {
	if (text === undefined) return undefined;
	if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
	throw new UsageError(`${flag} must be a whole number up to ${most}, not "${text}"`);
}

/** Reads each `OPTION=VALUE`; a value that looks like a number or a boolean is one. */
function readChoices(texts: readonly string[]): ChangeableOptions {
	const choices = texts.map((text) => {
		const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
		if (name === '') throw new UsageError(`"${text}" is not OPTION=VALUE`);
		return [name, /^(\d+|true|false)$/.test(value) ? (JSON.parse(value) as unknown) : value];
	});
	return Object.fromEntries(choices) as ChangeableOptions;
}

function checkOptions(options: SandboxOptions): SandboxOptions {
	try {
		readOptions(options);
	} catch (error) {
		throw new UsageError((error as TypeError).message);
	}
	return options;
}

function readSftp(folder?: string, prefixes?: string): SftpOptions | undefined {
	if (folder === undefined && prefixes === undefined) return undefined;
	if (!folder || !prefixes) throw new UsageError('--sftp-folder and --sftp-prefixes go together');
	try {
		return { folder, prefixes: readPrefixes(prefixes) };
	} catch (error) {
		throw new UsageError(`--sftp-prefixes: ${(error as TypeError).message}`);
	}
}

/** Looks for files until the sandbox is stopped, and reports on stderr what it took. */
async function collectFiles(sandbox: Sandbox, stopped: AbortSignal): Promise<void> {
	while (!stopped.aborted) {
		const said = await collectedFiles(sandbox).catch(
			// A folder that is missing for a moment is no reason to stop the whole sandbox.
			(error: unknown) => `Cannot look for files: ${(error as Error).message}\n`,
		);
		if (!stopped.aborted) process.stderr.write(said);
		await setTimeout(lookEveryMs, undefined, { signal: stopped }).catch(() => undefined);
	}
}

async function collectedFiles({ sftp }: Sandbox): Promise<string> {
	const files = await sftp.collect();
	const lines = files.map(
		({ tenantAlias, fileName, jobId }) => `Picked up ${fileName} of ${tenantAlias}: job ${jobId}\n`,
	);
	return lines.join('');
}

function makeUpRecords({ tenants, records }: Sandbox, count: number): void {
	for (const { alias } of tenants) {
		for (const type of exportTypes) records.put(alias, type, count);
	}
}

function describe({ baseUrl, tenants }: Sandbox): string {
	const [first] = tenants;
	const keys = tenants.map(({ alias, apiKey }) => `  ${alias}  ${apiKey}`).join('\n');
	const examples = first ? `\n\n${curlExamples(baseUrl, first)}` : '';
	return `Advocate sandbox at ${baseUrl}\n\nTenants and their API keys:\n${keys}${examples}\n`;
}

function asJson({ baseUrl, tenants }: Sandbox): string {
	const list = tenants.map(({ alias, apiKey, isLiveMode }) => ({ alias, apiKey, isLiveMode }));
	return `${JSON.stringify({ baseUrl, tenants: list })}\n`;
}

function isWrongCall(error: unknown): error is Error {
	if (!(error instanceof Error)) return false;
	const code = 'code' in error ? String(error.code) : '';
	return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS_');
}

async function main(): Promise<void> {
	const { options, records, json, help } = readArguments();
	if (help) return void process.stdout.write(usage);
	const sandbox = await startSandbox(options);
	if (records > 0) makeUpRecords(sandbox, records);
	// The sandbox has no timers, but a demo should get its hooks without asking.
	const hooks = setInterval(() => {
		// Fails only when the sandbox closes meanwhile.
		sandbox.webhooks.flush().catch(() => undefined);
	}, hooksEveryMs);
	// No call to exit: the process ends by itself once nothing is open.
	const stopping = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			stopping.abort();
			clearInterval(hooks);
			void sandbox.close();
		});
	}
	process.stdout.write(json ? asJson(sandbox) : describe(sandbox));
	if (options.sftp) await collectFiles(sandbox, stopping.signal);
}

main().catch((error: unknown) => {
	const wrongCall = isWrongCall(error);
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(wrongCall ? `${message}\n\n${usage}` : `Cannot start: ${message}\n`);
	process.exitCode = wrongCall ? 2 : 1;
});
