import type { ChangeableOptions, SandboxOptions } from './options.cts';
import { defaultTenants } from './tenants.cts';

/** The options with their defaults filled in. An empty `publicUrl` stands for the base URL. */
export type Settings = Readonly<
	Required<Omit<SandboxOptions, 'sftp'>> & Pick<SandboxOptions, 'sftp'>
>;

/** A test's hand on the options of a running sandbox. */
export interface OptionControl {
	/** Those options that can be changed, as they are now. */
	readonly current: Readonly<Required<ChangeableOptions>>;
	/**
	 * Changes some of them. What has already happened stays as it was.
	 * @throws TypeError for an unknown option, or a value that the option cannot have
	 */
	change(options: ChangeableOptions): void;
}

/** An option's default, and what is wrong with a value that it cannot have. */
interface Choice<T> {
	byDefault: T;
	problemOf: (value: unknown) => string | undefined;
}

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;

const choices: { [Name in keyof ChangeableOptions]-?: Choice<Settings[Name]> } = {
	jobDurationMs: integer(1500),
	acceptUserNames: flag(true),
	graphqlErrorKind: word('top', ['perError', 'missing']),
	lenientValues: flag(false),
	dashesInCustomFields: flag(false),
	shareLinksName: word('shareLinks', ['sharelinks', 'either']),
	countRowsLeftOut: flag(false),
	abortedHaveDateCompleted: flag(false),
	recordNumberBase: word(1, [0, 2]),
	listOrder: word('newestFirst', ['oldestFirst', 'shuffled']),
	shuffleSeed: integer(1),
	maxPageSize: integer(100, 1),
	deletionOfPending: word('done', ['nothing', 'refused']),
	listLagMs: integer(0),
	linkLifetimeMs: integer(28 * dayMs),
	resultsLinks: word('open', ['withKey']),
	signedLinkLifetimeMs: integer(5 * minuteMs),
	xlsxAs: word('zippedWorkbook', ['workbook', 'csv']),
	jobsExpire: flag(false),
	hookSignatures: word('both', ['jws', 'hmac']),
	hookHmacEncoding: word('base64', ['hex']),
	hookPayload: word('encoded', ['unencoded']),
	endHooks: word('job.completed', ['export.completed', 'both']),
	hooksOfAborted: flag(true),
};

/**
 * Fills in the defaults and checks what was given.
 * @throws TypeError for an unknown option, or a value that the option cannot have
 */
export function readOptions(options: SandboxOptions): Settings {
	const {
		port = 0,
		now = Date.now,
		tenants = defaultTenants,
		publicUrl = '',
		sftp,
		...changeable
	} = options;
	const problem = integer(0, 0, 65_535).problemOf(port);
	if (problem) throw new TypeError(`port ${problem}`);
	return { port, now, tenants, publicUrl, sftp, ...byDefault(), ...checked(changeable) };
}

/** Lets a test change the settings of a running sandbox, in place. */
export function controlOptions(settings: Settings): OptionControl {
	return {
		get current() {
			const names = Object.keys(choices) as Array<keyof ChangeableOptions>;
			const entries = names.map((name) => [name, settings[name]]);
			return Object.fromEntries(entries) as Required<ChangeableOptions>;
		},
		change: (options) => void Object.assign(settings, checked(options)),
	};
}

function byDefault(): Required<ChangeableOptions> {
	const entries = Object.entries(choices).map(([name, choice]) => [name, choice.byDefault]);
	return Object.fromEntries(entries) as Required<ChangeableOptions>;
}

// Options also arrive over HTTP, where no compiler has checked them.
function checked(options: ChangeableOptions): ChangeableOptions {
	const given = Object.entries(options).filter(([, value]) => value !== undefined);
	for (const [name, value] of given) {
		if (!Object.hasOwn(choices, name)) {
			throw new TypeError(`there is no option ${name} that can be changed`);
		}
		const problem = choices[name as keyof ChangeableOptions].problemOf(value);
		if (problem) throw new TypeError(`${name} ${problem}`);
	}
	return Object.fromEntries(given);
}

function integer(byDefault: number, least = 0, most = Infinity): Choice<number> {
	const range = most === Infinity ? `at least ${least}` : `${least} to ${most}`;
	return {
		byDefault,
		problemOf: (value) =>
			typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
				? undefined
				: `must be an integer, ${range}; got ${JSON.stringify(value)}`,
	};
}

function flag(byDefault: boolean): Choice<boolean> {
	return {
		byDefault,
		problemOf: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
	};
}

function word<T extends string | number>(byDefault: T, others: readonly T[]): Choice<T> {
	const words: readonly unknown[] = [byDefault, ...others];
	return {
		byDefault,
		problemOf: (value) =>
			words.includes(value) ? undefined : `cannot be ${JSON.stringify(value)}`,
	};
}
