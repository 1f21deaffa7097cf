import type { CollectedFile } from './jobs/drop-folder.cts';
import type { Faults } from './server/faults.cts';
import type { Job, SeededJob } from './jobs/jobs.cts';
import type { RecordedRequest } from './server/request-log.cts';
import type { Tenant } from './tenants.cts';
import type { Upload } from './uploads/uploads.cts';
import type { Delivery } from './webhooks/delivery.cts';
import type { WebhookSubscription } from './webhooks/subscriptions.cts';
import type { FlushOptions, HookSketch } from './webhooks/webhooks.cts';

/** A running stand-in of Advocate's bulk-import API, as `startSandbox` gives it. */
export interface Sandbox {
	/** `http://127.0.0.1:{port}`, without a slash at its end. */
	readonly baseUrl: string;
	readonly tenants: readonly Tenant[];
	/** Every request so far but those to `/__sandbox`, oldest first; the same list grows. */
	readonly requests: readonly RecordedRequest[];
	clearRequests(): void;
	readonly faults: Pick<Faults, 'add' | 'clear' | 'fired' | 'waiting'>;
	readonly jobs: JobControl;
	readonly uploads: UploadControl;
	readonly sftp: SftpControl;
	readonly webhooks: WebhookControl;
	/** Ends every connection and removes every file; may be called twice. */
	close(): Promise<void>;
}

/** A test's hand on the jobs. What it gives are copies, which do not change any more. */
export interface JobControl {
	/**
	 * Jobs, oldest first; of every tenant when none is named. One that is due and whose file is
	 * still being read shows as PENDING: `settled` waits for it.
	 */
	list(tenantAlias?: string): Job[];
	/** A job by its id, with the same reservation. */
	get(id: string): Job | undefined;
	/** A job by its id, as a query sees it: when it is due, its file is read to the end first. */
	settled(id: string): Promise<Job | undefined>;
	/** Resolves once every file of a job created so far is read; the clock is left alone. */
	filesRead(): Promise<void>;
	/**
	 * Puts a job there as if it had happened. A PENDING one (the default) stays PENDING until
	 * `finish`. Throws when the id is taken or there is no such tenant.
	 */
	add(tenantAlias: string, job?: SeededJob): Job;
	/** Ends a PENDING job at `when` (ms, default now). Throws for an unknown or ended one. */
	finish(id: string, status: 'COMPLETED' | 'ABORTED', when?: number): Promise<Job>;
	/** While held no job ends by the clock; when released, those overdue end at that moment. */
	hold(held: boolean): void;
	/** Makes the next `times` (default 1) jobs created end ABORTED. */
	failNext(status: 'ABORTED', times?: number): void;
	/** Takes a job away, as if it had never been; false when there is none. */
	remove(id: string): boolean;
}

/** A test's view of the files received. */
export interface UploadControl {
	/** The files received, oldest first; of every tenant when none is named. */
	list(tenantAlias?: string): Upload[];
	/** A file by its `fileRef`, whichever tenant's it is. */
	get(fileRef: string): Upload | undefined;
}

/** A test's hand on the picking up of files that came over SFTP. */
export interface SftpControl {
	/**
	 * Looks once into the folders of the option `sftp`, and picks up each file that is as it was at
	 * the look before: a file that has just come is picked up at the second. Gives what it took.
	 * Throws without that option.
	 */
	collect(): Promise<CollectedFile[]>;
}

/** A test's hand on the hooks. Nothing is sent to any other machine. */
export interface WebhookControl {
	/** A tenant's subscriptions, oldest first. */
	subscriptions(tenantAlias: string): WebhookSubscription[];
	/** Puts a subscription there as if somebody had made it in the portal. */
	subscribe(tenantAlias: string, endpointUrl: string, webhookTypes: string[]): void;
	/** Every try so far, oldest first, with what it was answered; the last 5,000 are kept. */
	readonly deliveries: readonly Delivery[];
	/** Sends what is due: hooks of jobs that have ended, and those not answered with 200 an hour ago. */
	flush(options?: FlushOptions): Promise<Delivery[]>;
	/** Sends a made-up hook at once: of another type, wrongly signed, with other content. */
	send(hook: HookSketch): Promise<Delivery[]>;
	/** Sends a hook again, byte for byte; of one that went to several endpoints, to the one that is named. */
	redeliver(hookId: string, endpointUrl?: string): Promise<Delivery>;
	/** Signs with a new key from now on; unless `keepOld`, the old ones leave the key set. */
	rotateKey(options?: { keepOld?: boolean }): Promise<void>;
}
