import { AdvocateError } from '../../advocate/errors.ts';
import type { JobEnd } from '../../advocate/api/schema.ts';
import type { WantedJobs } from '../../advocate/webhooks/receive.ts';
import type { FilesConfig } from '../job/job-files.cts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import type { WorkConfig } from '../runtime/work-node.cts';

/** The settings of advocate-hook, as the editor saves them. */
export interface HookConfig extends WorkConfig, FilesConfig {
	/** Where Node-RED takes the webhooks in, below its httpNodeRoot. */
	path?: string;
	/** The address at which the internet reaches Node-RED's httpNodeRoot. */
	publicUrl?: string;
	/** A job type's value, empty for any. */
	watchType?: string;
	/** Empty for any. */
	watchStatus?: JobEnd | '';
	/** A context store of Node-RED's settings, empty for the default one. */
	store?: string;
}

const ALL_ENDS: readonly JobEnd[] = ['COMPLETED', 'ABORTED'];

/** What a path is made of that means the same to Express, to proxies and to Advocate. */
const PATH = /^(\/[\w.~-]+)+$/;

/**
 * The path, with its slash before it and none behind.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for one with anything but letters, digits, `_`, `-`, `.` and `~`
 */
export function chosenPath({ path = '' }: HookConfig): string {
	const parts = path.split('/').filter((part) => part !== '');
	const whole = `/${parts.join('/')}`;
	if (PATH.test(whole) && !parts.includes('.') && !parts.includes('..')) return whole;
	throw settingNotAllowed(
		'Path',
		'a path such as /advocate/jobs, of letters, digits, "_", "-", "." and "~"',
	);
}

/**
 * The whole address that Advocate is to call.
 *
 * @param path see chosenPath
 * @throws {AdvocateError} SETTINGS_INVALID for none, and for anything but a web address without a user, a
 * query or a fragment
 */
export function hookUrl({ publicUrl }: HookConfig, path: string): string {
	const given = publicUrl?.trim() ?? '';
	if (given === '') {
		throw new AdvocateError('SETTINGS_INVALID', 'No public address is set', {
			hint: 'Enter the address at which Node-RED is reached from the internet as "Public address".',
		});
	}
	const url = URL.canParse(given) ? new URL(given) : undefined;
	const isPlain = url !== undefined && !url.username && !url.password && !/[?#]/.test(given);
	if (!isPlain || !/^https?:$/.test(url.protocol)) {
		throw settingNotAllowed('Public address', 'an address such as https://red.example.com');
	}
	return url.href.replace(/\/+$/, '') + path;
}

/** Which jobs are reported. */
export function wantedJobs({ watchType, watchStatus }: HookConfig): WantedJobs {
	return { type: watchType || undefined, ends: watchStatus ? [watchStatus] : ALL_ENDS };
}
