#!/usr/bin/env -S npx tsx
import { parseArgs } from 'node:util';
import { curlExamples } from './curl-examples.cts';
import type { SandboxOptions } from './options.cts';
import type { Sandbox } from './sandbox.cts';
import { startSandbox } from './server.cts';

const usage = `Usage: tsx sandbox/cli.cts [--port N] [--job-duration MS] [--json]

Starts a stand-in for impact.com Advocate's bulk-import API on 127.0.0.1.

  --port N           the port to listen on (default: any free one)
  --job-duration MS  how long a job stays PENDING, in milliseconds (default: 1500)
  --json             print the base URL, tenants and keys as one line of JSON
  --help             print this

Exits with 0 when stopped (Ctrl+C), 1 when it cannot start, 2 when it is called wrongly.
`;

const hooksEveryMs = 1_000;

class UsageError extends Error {}

interface Arguments {
	options: SandboxOptions;
	json: boolean;
	help: boolean;
}

function readArguments(): Arguments {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			'job-duration': { type: 'string' },
			json: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const options = {
		port: readNumber('--port', values.port, 65_535),
		jobDurationMs: readNumber('--job-duration', values['job-duration'], Number.MAX_SAFE_INTEGER),
	};
	return { options, json: values.json, help: values.help };
}

function readNumber(flag: string, text: string | undefined, most: number): number | undefined {
	if (text === undefined) return undefined;
	if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
	throw new UsageError(`${flag} must be a whole number up to ${most}, not "${text}"`);
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
	const { options, json, help } = readArguments();
	if (help) return void process.stdout.write(usage);
	const sandbox = await startSandbox(options);
	// The sandbox has no timers; a demo wants its hooks without being asked.
	const hooks = setInterval(() => {
		// Fails only when the sandbox closes under it.
		sandbox.webhooks.flush().catch(() => undefined);
	}, hooksEveryMs);
	// Without an exit call: the process ends by itself once nothing is open any more.
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			clearInterval(hooks);
			void sandbox.close();
		});
	}
	process.stdout.write(json ? asJson(sandbox) : describe(sandbox));
}

main().catch((error: unknown) => {
	const wrongCall = isWrongCall(error);
	const message = error instanceof Error ? error.message : String(error);
	process.stderr.write(wrongCall ? `${message}\n\n${usage}` : `Cannot start: ${message}\n`);
	process.exitCode = wrongCall ? 2 : 1;
});
