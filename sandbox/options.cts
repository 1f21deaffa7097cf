import type { SftpOptions } from './jobs/drop-folder.cts';
import { defaultTenants } from './tenants.cts';
import type { TenantOptions } from './tenants.cts';

/** In which order `jobs` lists: the API documents none and takes no sort argument. */
export type ListOrder = 'newestFirst' | 'oldestFirst' | 'shuffled';

/** What `startSandbox` can be told. The README has the same list as a table. */
export interface SandboxOptions {
	/** TCP port on 127.0.0.1. Default 0: any free one. */
	port?: number;
	/** The clock, in milliseconds since the epoch. Default `Date.now`. */
	now?: () => number;
	/** How long a job stays PENDING, in milliseconds by `now`. Default 1500. */
	jobDurationMs?: number;
	/** Whether an ABORTED job has a `dateCompleted`; the API leaves it open. Default true. */
	abortedHaveDateCompleted?: boolean;
	/** The number of the first data row in the errors file; the API leaves it open. Default 1. */
	recordNumberBase?: 0 | 1 | 2;
	/** Default `newestFirst`. */
	listOrder?: ListOrder;
	/** What `shuffled` shuffles by: the same seed and ids give the same order. Default 1. */
	shuffleSeed?: number;
	/** A larger `limit` is cut to this many entries. Default 100. */
	maxPageSize?: number;
	/** How long after its creation `jobs` lists a job, in milliseconds by `now`. Default 0. */
	listLagMs?: number;
	/** How long a job's files can be downloaded, in milliseconds by `now`. Default 30 days. */
	linkLifetimeMs?: number;
	/** Default: `test_acme` and `test_globex`. */
	tenants?: readonly TenantOptions[];
	/** What download links begin with. Default: the sandbox's own base URL. */
	publicUrl?: string;
	/** Where files sent over SFTP arrive. Default: there is no such place. */
	sftp?: SftpOptions;
	/** Which signatures hooks carry. Default `both`. */
	hookSignatures?: 'both' | 'jws' | 'hmac';
	/** How `X-Hook-Signature` is written; the API leaves it open. Default `hex`. */
	hookHmacEncoding?: 'hex' | 'base64';
	/**
	 * What the JWS signs: the body in base64url, as the guide has it, or as it is, as RFC 7797 has it.
	 * Default `encoded`.
	 */
	hookPayload?: 'encoded' | 'unencoded';
	/** Whether `job.completed` tells of ABORTED jobs too; the API leaves it open. Default true. */
	hooksOfAborted?: boolean;
}

/** The options with their defaults filled in; an empty `publicUrl` means the base URL. */
export type Settings = Readonly<
	Required<Omit<SandboxOptions, 'sftp'>> & Pick<SandboxOptions, 'sftp'>
>;

const dayMs = 24 * 60 * 60 * 1000;

const defaults: Settings = {
	port: 0,
	now: Date.now,
	jobDurationMs: 1500,
	abortedHaveDateCompleted: true,
	recordNumberBase: 1,
	listOrder: 'newestFirst',
	shuffleSeed: 1,
	maxPageSize: 100,
	listLagMs: 0,
	linkLifetimeMs: 30 * dayMs,
	tenants: defaultTenants,
	publicUrl: '',
	hookSignatures: 'both',
	hookHmacEncoding: 'hex',
	hookPayload: 'encoded',
	hooksOfAborted: true,
};

/**
 * Fills in defaults and checks what was given.
 * @throws TypeError for a negative duration, a port or a page size out of range, or an unknown word
 */
export function readOptions(options: SandboxOptions): Settings {
	const given = Object.entries(options).filter(([, value]) => value !== undefined);
	const settings: Settings = { ...defaults, ...(Object.fromEntries(given) as SandboxOptions) };
	requireInteger('port', settings.port, 0, 65535);
	requireInteger('jobDurationMs', settings.jobDurationMs, 0);
	requireInteger('listLagMs', settings.listLagMs, 0);
	requireInteger('linkLifetimeMs', settings.linkLifetimeMs, 0);
	requireInteger('maxPageSize', settings.maxPageSize, 1);
	requireInteger('recordNumberBase', settings.recordNumberBase, 0, 2);
	if (!['newestFirst', 'oldestFirst', 'shuffled'].includes(settings.listOrder)) {
		throw new TypeError(`listOrder cannot be "${settings.listOrder}"`);
	}
	return settings;
}

function requireInteger(name: string, value: number, least: number, most = Infinity): void {
	if (Number.isInteger(value) && value >= least && value <= most) return;
	const range = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
	throw new TypeError(`${name} must be an integer, ${range}; got ${value}`);
}
