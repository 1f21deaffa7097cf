import { setImmediate } from 'node:timers/promises';
import type { AdvocateClient } from '../../advocate/api/client.ts';
import { endOf, type Job } from '../../advocate/api/schema.ts';
import { AdvocateError } from '../../advocate/errors.ts';
import { resultFile } from '../../advocate/exports/result-file.ts';
import type { ExportedRow } from '../../advocate/exports/row-shape.ts';
import { withHint } from '../../advocate/exports/run-export.ts';
import { takeRows, type WantedRows } from '../../advocate/exports/take-rows.ts';
import type { ByteStream } from '../../advocate/files/content.ts';
import { shownJob } from '../../advocate/jobs/shown-job.ts';
import type { Waited } from '../../advocate/jobs/wait.ts';
import { numberOr } from '../../advocate/settings.ts';
import { settled } from '../../advocate/settled.ts';
import { jobMessage, jobOutcome, markFor } from '../job/job-result.cts';
import { onOutputOf } from '../job/status-outputs.cts';
import { settingNotAllowed } from '../parameters/request-options.cts';
import { DerivedMessages } from '../runtime/derived-messages.cts';
import { NODE_RED_TEXTS } from '../runtime/host-texts.cts';
import { withResult } from '../runtime/message.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import { stopIfAborted, systemTime } from '../runtime/system-time.cts';
import type { Outcome, Work } from '../runtime/work-node.cts';
import type { ExportConfig } from './export-config.cts';

/** An export as far as it has come. */
interface ExportState {
	client: AdvocateClient;
	waited: Waited;
	wanted: WantedRows;
}

/**
 * Sends what is wanted of a completed export; of any other, its job on the output of its status.
 *
 * @throws {AdvocateError} if the result can't be had, with how to get it without exporting again
 */
export async function sendResult(
	RED: NodeRed,
	config: ExportConfig,
	work: Work,
	{ client, waited, wanted }: ExportState,
): Promise<Outcome> {
	const { job } = waited;
	if (endOf(job) !== 'COMPLETED' || config.result === 'job') {
		work.send(onOutputOf(job, await jobMessage(client, waited, {}, work)));
		return jobOutcome(RED, job);
	}
	const sending =
		config.result === 'file'
			? sendFile(RED, client, job, work)
			: sendRows(RED, config, { client, job, wanted }, work);
	const outcome = await settled(sending);
	if ('value' in outcome) return outcome.value;
	const { thrown } = outcome;
	if (!(thrown instanceof AdvocateError)) throw thrown;
	throw thrown.rephrased({ hint: withHint(thrown, NODE_RED_TEXTS.exports.fetchAgain(job.id)) });
}

async function sendFile(
	RED: NodeRed,
	client: AdvocateClient,
	job: Job,
	{ message, send }: Work,
): Promise<Outcome> {
	const keeper = {
		keep: async (content: ByteStream, { fileName }: { fileName: string }) => {
			const chunks: Uint8Array[] = [];
			for await (const chunk of content) chunks.push(chunk);
			return { filename: fileName, payload: Buffer.concat(chunks) };
		},
	};
	const { filename, payload } = await resultFile(client, job, keeper, systemTime.now());
	const made = withResult(message, payload, markFor(job));
	send(onOutputOf(job, { ...made, filename, job: shownJob(job) }));
	return jobOutcome(RED, job);
}

/** Sends rows as a sequence of arrays, each message once there is another row: the last one says how many there are. */
async function sendRows(
	RED: NodeRed,
	config: ExportConfig,
	{ client, job, wanted }: { client: AdvocateClient; job: Job; wanted: WantedRows },
	work: Work,
): Promise<Outcome> {
	const { message, send, signal } = work;
	const size = rowsPerMessage(config);
	const derived = new DerivedMessages(RED, message, Infinity);
	const id = RED.util.generateId();
	let waiting: ExportedRow[] = [];
	let index = 0;
	const sendNext = (payload: ExportedRow[], count?: number) => {
		const made = derived.next(payload, markFor(job));
		const parts = { id, type: 'array' as const, index, len: size, parts: made.parts };
		send(onOutputOf(job, { ...made, parts: count === undefined ? parts : { ...parts, count } }));
		index++;
	};
	const taken = await takeRows(
		client,
		job,
		wanted,
		async (batch) => {
			waiting.push(...batch);
			let start = 0;
			for (; waiting.length - start > size; start += size) {
				sendNext(waiting.slice(start, start + size));
			}
			if (start === 0) return;
			waiting = waiting.slice(start);
			// Let the flow work on them before there are more.
			await setImmediate();
			stopIfAborted(signal);
		},
		systemTime.now(),
	);
	sendNext(waiting, index + 1);
	const rows = taken.rows.toLocaleString('en-US');
	const fill = taken.hasMore || taken.rows === 0 ? 'yellow' : 'green';
	return {
		fill,
		shape: 'dot',
		text: RED._(taken.hasMore ? 'status.more' : 'status.rows', { rows }),
	};
}

function rowsPerMessage({ rowsPerMessage: set }: ExportConfig): number {
	const size = numberOr(set, 1_000);
	if (Number.isInteger(size) && size >= 1) return size;
	throw settingNotAllowed('Rows per message', 'a whole number of at least 1');
}
