import { numberOr } from '../../advocate/settings.ts';
import type { WaitSettings } from '../../advocate/jobs/wait.ts';
import type { FilesConfig } from '../job/job-files.cts';
import type { JobIdConfig } from '../parameters/job-id.cts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import type { WorkConfig } from '../runtime/work-node.cts';

/** The settings of advocate-wait, as the editor saves them. */
export interface WaitConfig extends WorkConfig, JobIdConfig, FilesConfig, WaitSettings {
	/** Whether a message says which job to wait for, or all jobs of the tenant are watched. */
	mode?: 'message' | 'tenant';
	/** Seconds between two looks at the tenant's jobs. */
	interval?: string | number;
	/** A job type's value, empty for any. */
	watchType?: string;
	/** Empty for any. */
	watchStatus?: 'COMPLETED' | 'ABORTED' | '';
	/** A context store of Node-RED's settings, empty for the default one. */
	store?: string;
}

/** @throws {AdvocateError} SETTINGS_INVALID for less than 5 seconds, or more than a day */
export function intervalMs({ interval }: WaitConfig): number {
	const seconds = numberOr(interval, 60);
	if (seconds >= 5 && seconds <= 86_400) return seconds * 1_000;
	throw settingNotAllowed('Check every (s)', 'a number from 5 to 86400');
}
