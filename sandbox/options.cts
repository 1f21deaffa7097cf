import type { ImportType } from './job-types.cts';
import type { TenantOptions } from './tenants.cts';

/** The order in which `jobs` lists. The API documents none, and takes no sort argument. */
export type ListOrder = 'newestFirst' | 'oldestFirst' | 'shuffled';

/** Where a GraphQL answer says what kind of failure it is: beside `errors`, in each of them, or nowhere. */
export type ErrorKindPlace = 'top' | 'perError' | 'missing';

/** Where files sent over SFTP arrive, and what their names say. */
export interface SftpOptions {
	/** A folder that holds one for each tenant, named by its alias. Missing ones are made. */
	folder: string;
	/**
	 * The type of a file by the prefix of its name, such as `{ users_: 'MUTATION/USER' }`. Of several
	 * prefixes that fit, the longest counts. The real ones are shown only in each tenant's portal.
	 */
	prefixes: Readonly<Record<string, ImportType>>;
}

/** The options that can also be changed while the sandbox runs. */
export interface ChangeableOptions {
	/** How long a job stays PENDING, in milliseconds by `now`. Default 1500. */
	jobDurationMs?: number;
	/** Whether a user name beside the API key is accepted; nothing says that it is refused. Default true. */
	acceptUserNames?: boolean;
	/** Where a GraphQL answer says what kind of failure it is; sometimes it is missing. Default `top`. */
	graphqlErrorKind?: ErrorKindPlace;
	/**
	 * Whether an import accepts what a guide's sample files hold although the guide asks for something
	 * else: `TRUE` and `FALSE`, a language alone as a locale; and `isConverted` as a boolean. Default false.
	 */
	lenientValues?: boolean;
	/** Whether names of custom fields may hold dashes: yes by a guide, no by the schema. Default false. */
	dashesInCustomFields?: boolean;
	/** What a user's share links are called: by the schema, by a guide, or either way. Default `shareLinks`. */
	shareLinksName?: 'shareLinks' | 'sharelinks' | 'either';
	/** Whether rows of redemptions without a value to redeem count as processed. Default false. */
	countRowsLeftOut?: boolean;
	/** Whether an ABORTED job has a `dateCompleted`: most likely not, but nobody says so. Default false. */
	abortedHaveDateCompleted?: boolean;
	/** The number of the first data row in the errors file, which the API leaves open. Default 1. */
	recordNumberBase?: 0 | 1 | 2;
	/** Default `newestFirst`. */
	listOrder?: ListOrder;
	/** What `shuffled` shuffles by: the same seed and ids give the same order. Default 1. */
	shuffleSeed?: number;
	/** A larger `limit` is cut to this many entries. Default 100. */
	maxPageSize?: number;
	/**
	 * What `deleteJob` does to a PENDING job, which the API leaves open: deletes it, says that it deleted
	 * nothing, or answers with an error. Default `done`.
	 */
	deletionOfPending?: 'done' | 'nothing' | 'refused';
	/** How long after its creation `jobs` lists a job, in milliseconds by `now`. Default 0. */
	listLagMs?: number;
	/**
	 * How long after its end a job's files can be downloaded, in milliseconds by `now`. Default 28 days,
	 * as in the API's examples; the guides speak of 30.
	 */
	linkLifetimeMs?: number;
	/**
	 * Which form links to files have, which is unknown: open, or an address of the API that wants the key
	 * and sends the client on, as the REST exports do. Default `open`.
	 */
	resultsLinks?: 'open' | 'withKey';
	/** How long the address lasts to which a link with a key leads, in milliseconds by `now`. Default 5 minutes. */
	signedLinkLifetimeMs?: number;
	/** What is sent for XLSX: a ZIP with the workbook in it, as the guides say. Default `zippedWorkbook`. */
	xlsxAs?: 'zippedWorkbook' | 'workbook' | 'csv';
	/**
	 * Whether a COMPLETED job whose files have expired becomes EXPIRED, a status of the REST exports that
	 * GraphQL's enum does not have. Default false.
	 */
	jobsExpire?: boolean;
	/** Which signatures hooks carry. Default `both`. */
	hookSignatures?: 'both' | 'jws' | 'hmac';
	/** How `X-Hook-Signature` is written. Default `base64`. */
	hookHmacEncoding?: 'hex' | 'base64';
	/**
	 * What the JWS signs: the body in base64url, as the guide says, or as it is, as RFC 7797 says.
	 * Default `encoded`.
	 */
	hookPayload?: 'encoded' | 'unencoded';
	/**
	 * Which hooks tell of the end of an import. The schema names `job.completed` and the catalogues
	 * `export.completed`; nobody has seen which one comes. Default `job.completed`.
	 */
	endHooks?: 'job.completed' | 'export.completed' | 'both';
	/** Whether hooks also tell of the end of ABORTED jobs, which the API leaves open. Default true. */
	hooksOfAborted?: boolean;
}

/** What `startSandbox` can be told. The README lists the same options in a table. */
export interface SandboxOptions extends ChangeableOptions {
	/** The TCP port on 127.0.0.1. Default 0: any free one. */
	port?: number;
	/** The clock, in milliseconds since the epoch. Default `Date.now`. */
	now?: () => number;
	/** Default: `test_acme` and `test_globex`. */
	tenants?: readonly TenantOptions[];
	/** What download links begin with. Default: the sandbox's own base URL. */
	publicUrl?: string;
	/** Where files sent over SFTP arrive. Default: nowhere. */
	sftp?: SftpOptions;
}
