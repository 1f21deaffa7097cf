import { jsonAnswer } from './answers.cts';
import type { Answer } from './answers.cts';
import { ApiError } from '../api-error.cts';
import type { Fault } from './faults.cts';
import type { JobControl, Sandbox } from '../sandbox.cts';
import { answerHookControl } from './hook-control-endpoint.cts';
import type { RecordedRequest } from './request-log.cts';

/**
 * Answers a request to `/__sandbox/…`, by which whatever cannot import the sandbox controls it.
 * @param action the method and the path after `/__sandbox`, such as `POST /hold`
 * @param body the request's JSON body, undefined when it has none
 * @throws ApiError 404 for an action there is not, 400 for a body that does not fit it
 */
export async function answerControl(
	sandbox: Sandbox,
	action: string,
	body: unknown,
): Promise<Answer> {
	const finishedId = /^POST \/jobs\/([^/]+)\/finish$/.exec(action)?.[1];
	if (finishedId !== undefined) return await finishJob(sandbox.jobs, finishedId, body);
	if (/^\w+ \/hooks\b/.test(action)) {
		return await answerHookControl(sandbox.webhooks, action, body);
	}
	switch (action) {
		case 'GET /state':
			return jsonAnswer(200, stateOf(sandbox));
		case 'GET /faults':
			return jsonAnswer(200, faultsOf(sandbox));
		case 'POST /faults':
			addFaults(sandbox, body);
			return jsonAnswer(200, faultsOf(sandbox));
		case 'DELETE /faults':
			sandbox.faults.clear();
			return jsonAnswer(200, faultsOf(sandbox));
		case 'POST /hold':
			return jsonAnswer(200, { held: holdJobs(sandbox.jobs, body) });
		case 'GET /requests':
			return jsonAnswer(200, sandbox.requests.map(presentRequest));
		case 'DELETE /requests':
			sandbox.clearRequests();
			return jsonAnswer(200, []);
		default:
			throw new ApiError(404, `The sandbox has no ${action}; see its README`);
	}
}

function stateOf({ baseUrl, tenants, jobs, uploads, requests, faults }: Sandbox) {
	return {
		baseUrl,
		tenants: tenants.map(({ alias, apiKey, isLiveMode }) => ({ alias, apiKey, isLiveMode })),
		jobs: jobs.list(),
		uploads: uploads.list(),
		requests: requests.length,
		faults: faults.waiting.length,
	};
}

function faultsOf({ faults }: Sandbox) {
	// JSON has no Infinity.
	const waiting = faults.waiting.map((fault) => ({ ...fault, times: String(fault.times) }));
	return { waiting, fired: faults.fired };
}

function addFaults({ faults }: Sandbox, body: unknown): void {
	const list: unknown[] = Array.isArray(body) ? body : [body];
	const read = list.map((one) => {
		const fault = fieldsOf(one);
		return { ...fault, ...('times' in fault ? { times: Number(fault.times) } : {}) };
	});
	asBadRequest(() => faults.add(...(read as unknown as Fault[])));
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
	if (job.status !== 'PENDING') throw new ApiError(400, `Job ${id} is ${job.status} already`);
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

function asBadRequest(action: () => void): void {
	let message: string | undefined;
	try {
		action();
	} catch (error) {
		message = error instanceof Error ? error.message : String(error);
	}
	if (message !== undefined) throw new ApiError(400, message);
}
