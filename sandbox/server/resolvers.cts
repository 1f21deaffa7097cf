import { ApiError } from '../api-error.cts';
import type { OutputFormat } from '../files/report-file.cts';
import { checkFile } from '../imports/file-rules.cts';
import { isExportType, isImportType } from '../job-types.cts';
import type { JobType } from '../job-types.cts';
import type { Downloads } from '../jobs/downloads.cts';
import type { FileKind } from '../jobs/job-files.cts';
import { makeJobTest } from '../jobs/job-filter.cts';
import type { JobFilter } from '../jobs/job-filter.cts';
import { snapshot } from '../jobs/jobs.cts';
import type { JobEntry, Jobs } from '../jobs/jobs.cts';
import { checkParams } from '../jobs/params-rules.cts';
import type { Settings } from '../settings.cts';
import type { Tenant } from '../tenants.cts';
import { zoneOffsetMs } from '../timeframes.cts';
import type { Upload } from '../uploads/upload.cts';
import type { Uploads } from '../uploads/uploads.cts';
import type { WebhookKeys } from '../webhooks/keys.cts';
import type { WebhookSubscriptionInput, WebhookSubscriptions } from '../webhooks/subscriptions.cts';
import type { Webhooks } from '../webhooks/webhooks.cts';

/** What the resolvers know of a sandbox. */
export interface World {
	settings: Settings;
	uploads: Uploads;
	jobs: Jobs;
	downloads: Downloads;
	subscriptions: WebhookSubscriptions;
	webhooks: Webhooks;
	hookKeys: WebhookKeys;
	/** What download links begin with, without a slash at its end. */
	publicUrl: string;
}

interface JobInput {
	type: JobType;
	name?: string | null;
	requester?: string | null;
	outputFormat?: OutputFormat | null;
	mailtoEmail?: string | null;
	fileRef?: string | null;
	params?: unknown;
}

interface Page {
	limit: number;
	offset: number;
}

interface JobsArguments extends Page {
	filter?: JobFilter | null;
	timeZone?: string | null;
	timeZoneOffset?: number | null;
}

/** The root fields of the schema, as one tenant sees them. graphql-js calls them by name. */
export function makeResolvers(world: World, tenant: Tenant) {
	const cut = <T,>(all: readonly T[], page: Page) => cutPage(all, page, world.settings.maxPageSize);
	const { jobs, subscriptions, webhooks } = world;
	return {
		job: async ({ id }: { id: string }) => {
			const job = await jobs.look(id);
			return job?.tenantAlias === tenant.alias ? presentJob(world, job) : null;
		},
		jobs: async (args: JobsArguments) => {
			const page = cut(await findJobs(world, tenant, args), args);
			return { ...page, data: page.data.map((job) => presentJob(world, job)) };
		},
		validateJobCreation: async ({ jobInput }: { jobInput: JobInput }) => ({
			errors: await validateJob(world, tenant, jobInput),
		}),
		createJob: ({ jobInput }: { jobInput: JobInput }) =>
			presentJob(world, createJob(world, tenant, jobInput)),
		deleteJob: ({ id }: { id: string }) => ({ deletedCount: deleteJob(world, tenant, id) }),
		tenant: () => ({ tenantAlias: tenant.alias, isLiveMode: tenant.isLiveMode }),
		programs: (page: Page) =>
			tenant.programs ? cut(tenant.programs, page) : { data: null, count: 0, totalCount: 0 },
		segments: (page: Page) => cut(tenant.segments, page),
		customFields: (page: Page) => cut(tenant.customFields, page),
		userEventKeys: (page: Page) => cut(tenant.userEventKeys, page),
		webhookSubscriptions: (page: Page) => cut(subscriptions.list(tenant.alias), page),
		upsertWebhookSubscription: async (args: {
			webhookSubscriptionInput: WebhookSubscriptionInput;
		}) => {
			await webhooks.notice();
			return subscriptions.upsert(tenant.alias, args.webhookSubscriptionInput);
		},
		deleteWebhookSubscription: async ({ endpointUrl }: { endpointUrl: string }) => {
			await webhooks.notice();
			return { deletedCount: subscriptions.remove(tenant.alias, endpointUrl) ? 1 : 0 };
		},
		testWebhookSubscription: async ({ endpointUrl }: { endpointUrl: string }) => {
			const subscription = subscriptions.find(tenant.alias, endpointUrl);
			await webhooks.test(tenant.alias, endpointUrl);
			return { subscription };
		},
	};
}

function presentJob(world: World, job: JobEntry) {
	const link =
		(kind: FileKind) =>
		({ publicLink }: { publicLink: boolean }) => {
			const path = world.downloads.pathOf(job, kind, publicLink);
			return path === null ? null : world.publicUrl + path;
		};
	return {
		...snapshot(job),
		downloadUrl: link('results'),
		downloadErrorUrl: link('errors'),
		downloadFileRefUrl: link('source'),
	};
}

async function findJobs(world: World, tenant: Tenant, args: JobsArguments): Promise<JobEntry[]> {
	const now = world.settings.now();
	const offsetMs = zoneOffsetMs(now, args.timeZone, args.timeZoneOffset);
	const matches = makeJobTest(args.filter ?? {}, { now, offsetMs });
	return (await world.jobs.lookAll(tenant.alias)).filter(matches);
}

function cutPage<T>(all: readonly T[], { limit, offset }: Page, maxPageSize: number) {
	if (limit < 0) throw new ApiError(400, 'limit must not be negative');
	if (offset < 0) throw new ApiError(400, 'offset must not be negative');
	const data = all.slice(offset, offset + Math.min(limit, maxPageSize));
	return { data, count: data.length, totalCount: all.length };
}

async function validateJob(world: World, tenant: Tenant, input: JobInput): Promise<string[]> {
	const paramErrors = checkParams(input.type, input.params);
	if (isExportType(input.type)) return paramErrors;
	if (!isImportType(input.type)) return [cannotRun(input.type), ...paramErrors];
	const upload = findUpload(world, tenant, input);
	if (typeof upload === 'string') return [upload, ...paramErrors];
	return [...(await checkFile(upload, input.type)), ...paramErrors];
}

function createJob(world: World, tenant: Tenant, input: JobInput): JobEntry {
	const [wrong] = checkParams(input.type, input.params);
	if (wrong !== undefined) throw new ApiError(400, wrong);
	if (!isExportType(input.type) && !isImportType(input.type)) {
		throw new ApiError(400, cannotRun(input.type));
	}
	const upload = isImportType(input.type) ? findUpload(world, tenant, input) : undefined;
	if (typeof upload === 'string') throw new ApiError(400, upload);
	return world.jobs.create({
		tenantAlias: tenant.alias,
		type: input.type,
		name: input.name ?? null,
		// Documented: a job that nobody signed was requested by the API.
		requester: input.requester ?? 'API',
		mailtoEmail: input.mailtoEmail ?? null,
		params: input.params ?? null,
		outputFormat: input.outputFormat ?? 'CSV',
		upload,
	});
}

/** How many jobs were deleted: 1 or 0. */
function deleteJob({ jobs, settings }: World, tenant: Tenant, id: string): number {
	const job = jobs.find(id);
	if (job?.tenantAlias !== tenant.alias) return 0;
	const { deletionOfPending } = settings;
	if (job.status === 'PENDING' && deletionOfPending !== 'done') {
		if (deletionOfPending === 'nothing') return 0;
		throw new ApiError(400, `The job ${id} is pending and cannot be deleted`);
	}
	return jobs.remove(id) ? 1 : 0;
}

function cannotRun(type: JobType): string {
	return `The sandbox cannot run jobs of type ${type}`;
}

/** The file that an import names, or a message that says why there is none. */
function findUpload(world: World, tenant: Tenant, { type, fileRef }: JobInput): Upload | string {
	if (!fileRef) return `fileRef is required for ${type}`;
	return world.uploads.find(tenant.alias, fileRef) ?? `File not found: ${fileRef}`;
}
