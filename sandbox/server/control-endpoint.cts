import { ApiError } from '../api-error.cts';
import { isExportType } from '../job-types.cts';
import type { JobControl } from '../jobs/job-control.cts';
import type { SeededJob } from '../jobs/jobs.cts';
import type { JsonObject } from '../json-object.cts';
import type { RecordControl } from '../reports/records.cts';
import type { OptionControl } from '../settings.cts';
import type { Tenant } from '../tenants.cts';
import type { UploadControl } from '../uploads/uploads.cts';
import type { WebhookControl } from '../webhooks/webhook-control.cts';
import { jsonAnswer } from './answers.cts';
import type { Answer } from './answers.cts';
import type { Fault, Faults } from './faults.cts';
import { answerHookControl } from './hook-control-endpoint.cts';
import type { RecordedRequest } from './request-log.cts';

/** What a test can see of a running sandbox, and do to it. */
export interface Controls {
	/** `http://127.0.0.1:{port}`, without a slash at its end. */
	readonly baseUrl: string;
	readonly tenants: readonly Tenant[];
	/** Every request so far except those to `/__sandbox`, oldest first. The same list grows. */
	readonly requests: readonly RecordedRequest[];
	clearRequests(): void;
	readonly options: OptionControl;
	readonly faults: Pick<Faults, 'add' | 'clear' | 'fired' | 'waiting'>;
	readonly jobs: JobControl;
	readonly uploads: UploadControl;
	readonly records: RecordControl;
	readonly webhooks: WebhookControl;
}

/**
 * Answers a request to `/__sandbox/…`, the way in for whatever cannot import the sandbox.
 * @param action the method and the path after `/__sandbox`, such as `POST /hold`
 * @param body the request's JSON body; undefined when it has none
 * @throws ApiError 404 for an unknown action, 400 for a body that does not fit the action
 */
export async function answerControl(
	controls: Controls,
	action: string,
	body: unknown,
): Promise<Answer> {
	const finishedId = /^POST \/jobs\/([^/]+)\/finish$/.exec(action)?.[1];
	if (finishedId !== undefined) return await finishJob(controls.jobs, finishedId, body);
	if (/^\w+ \/hooks\b/.test(action)) {
		return await answerHookControl(controls.webhooks, action, body);
	}
	switch (action) {
		case 'GET /state':
			return jsonAnswer(200, stateOf(controls));
		case 'GET /faults':
			return jsonAnswer(200, faultsOf(controls));
		case 'POST /faults':
			addFaults(controls, body);
			return jsonAnswer(200, faultsOf(controls));
		case 'DELETE /faults':
			controls.faults.clear();
			return jsonAnswer(200, faultsOf(controls));
		case 'GET /options':
			return jsonAnswer(200, controls.options.current);
		case 'POST /options':
			asBadRequest(() => controls.options.change(fieldsOf(body)));
			return jsonAnswer(200, controls.options.current);
		case 'POST /jobs':
			return jsonAnswer(200, addJob(controls, body));
		case 'POST /records':
			putRecords(controls, body);
			return jsonAnswer(200, {});
		case 'POST /hold':
			return jsonAnswer(200, { held: holdJobs(controls.jobs, body) });
		case 'GET /requests':
			return jsonAnswer(200, controls.requests.map(presentRequest));
		case 'DELETE /requests':
			controls.clearRequests();
			return jsonAnswer(200, []);
		default:
			throw new ApiError(404, `The sandbox has no ${action}; see its README`);
	}
}

function stateOf({ baseUrl, tenants, jobs, uploads, requests, faults }: Controls) {
	return {
		baseUrl,
		tenants: tenants.map(({ alias, apiKey, isLiveMode }) => ({ alias, apiKey, isLiveMode })),
		jobs: jobs.list(),
		uploads: uploads.list(),
		requests: requests.length,
		faults: faults.waiting.length,
	};
}

function faultsOf({ faults }: Controls) {
	// JSON has no Infinity.
	const waiting = faults.waiting.map((fault) => ({ ...fault, times: String(fault.times) }));
	return { waiting, fired: faults.fired };
}

function addFaults({ faults }: Controls, body: unknown): void {
	const list: unknown[] = Array.isArray(body) ? body : [body];
	const read = list.map((one) => {
		const fault = fieldsOf(one);
		return { ...fault, ...('times' in fault ? { times: Number(fault.times) } : {}) };
	});
	asBadRequest(() => faults.add(...(read as unknown as Fault[])));
}

function addJob({ jobs, tenants }: Controls, body: unknown) {
	const { tenantAlias = tenants[0]?.alias, ...job } = fieldsOf(body ?? {});
	return asBadRequest(() => jobs.add(String(tenantAlias), job as SeededJob));
}

function putRecords({ records, tenants }: Controls, body: unknown): void {
	const { tenantAlias = tenants[0]?.alias, type, rows, count } = fieldsOf(body);
	if (typeof type !== 'string' || !isExportType(type)) {
		throw new ApiError(400, 'type must be a type of export, such as QUERY/USER');
	}
	if (!tenants.some(({ alias }) => alias === tenantAlias)) {
		throw new ApiError(400, `there is no tenant ${String(tenantAlias)}`);
	}
	const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 0;
	if (!isCount && !Array.isArray(rows))
		throw new ApiError(400, 'rows must be a list, or count a number');
	records.put(String(tenantAlias), type, isCount ? count : (rows as JsonObject[]));
}

async function finishJob(jobs: JobControl, id: string, body: unknown): Promise<Answer> {
	const { status = 'COMPLETED', when } = fieldsOf(body ?? {});
	if (status !== 'COMPLETED' && status !== 'ABORTED') {
		throw new ApiError(400, 'status must be COMPLETED or ABORTED');
	}
	if (when !== undefined && typeof when !== 'number') {
		throw new ApiError(400, 'when must be a number of milliseconds');
	}
	const job = jobs.get(id);
	if (!job) throw new ApiError(404, `There is no job ${id}`);
	if (job.status !== 'PENDING') throw new ApiError(400, `Job ${id} is already ${job.status}`);
	return jsonAnswer(200, await jobs.finish(id, status, when));
}

function holdJobs(jobs: JobControl, body: unknown): boolean {
	const { held = true } = fieldsOf(body ?? {});
	if (typeof held !== 'boolean') throw new ApiError(400, 'held must be true or false');
	jobs.hold(held);
	return held;
}

function presentRequest({ body, ...request }: RecordedRequest) {
	return { ...request, body: body.toString('utf8') };
}

function fieldsOf(body: unknown): Record<string, unknown> {
	if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
	throw new ApiError(400, 'The body must be a JSON object');
}

function asBadRequest<T>(action: () => T): T {
	try {
		return action();
	} catch (error) {
		throw new ApiError(400, error instanceof Error ? error.message : String(error));
	}
}
