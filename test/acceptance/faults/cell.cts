import { setTimeout as sleep } from 'node:timers/promises';
import type { Credential } from '../../support/rig.cts';
import type { Fault } from '../../../sandbox/server/faults.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { startSandbox } from '../../../sandbox/sandbox.cts';
import type { RecordedRequest } from '../../../sandbox/server/request-log.cts';
import { capturingOutput } from './captured-output.cts';
import { CellClock, onClock } from './cell-clock.cts';
import { verdictOf, type FaultColumn } from './columns.cts';
import { objectionsToWords, shownError, type End, type Ending } from './endings.cts';
import { expectationFor, formsOf, type Times } from './expectation.cts';
import { Front } from './front.cts';
import { findKey } from './key-search.cts';
import type { OtherHost } from './other-host.cts';
import type { RequestRow } from './rows.cts';
import { TIMEOUT_SECONDS, type Stage } from './stage.cts';

/** One field of the matrix: a fault that happens so often to a request. */
export interface Cell {
	/** From 0; the cell's key and addresses hold it. */
	number: number;
	row: RequestRow;
	column: FaultColumn;
	times: Times;
}

/** What came of a cell. */
export interface CellResult {
	cell: Cell;
	end: End;
	/** Jobs in the tenant, where a file was imported. */
	jobs?: number;
	error?: Ending['error'];
	/** What is not as it must be; a cell with none of it passes. */
	wrong: string[];
	/** Requests that the sandbox was sent. */
	requests: number;
	/** How often the fault happened. */
	fired: number;
	seconds: number;
}

/** Where all cells are run. */
export interface Surroundings {
	otherHost: OtherHost;
	/** Where n8n keeps files. */
	folder: string;
}

/** What a cell may take beside its timeouts, on a machine that runs many at once. */
const OTHER_SECONDS = 40;

/** What waiting may come to by the nodes' clock (ms): retries of some minutes, and a job's wait. */
const PAUSED_AT_MOST = 15 * 60_000;

const TENANT = 'test_acme';

/** A key that looks different in JSON, in a URL and in Base64, and that no other cell has. */
export function keyOf({ number }: Pick<Cell, 'number'>): string {
	return `k"e/y+%&ü\\${String(number).padStart(5, '0')}`;
}

/** Runs one cell: an errand on a tenant of its own, one fault, and what must hold after it. */
export async function runCell(cell: Cell, surroundings: Surroundings): Promise<CellResult> {
	const begun = performance.now();
	const clock = new CellClock();
	const set = await SetStage.build(cell, clock, surroundings);
	try {
		const { result: ending, written } = await capturingOutput(
			async () => await onClock(clock, async () => await endingInTime(cell, set)),
		);
		const jobs = cell.row.jobsThen === undefined ? undefined : set.sandbox.jobs.list(TENANT).length;
		const wrong = [
			...ending.wrong,
			...unexpected(cell, ending, jobs),
			...wrongWords(cell, ending, jobs),
			...wrongFault(cell, set, clock, ending.end),
			...leaks(cell, set, surroundings, { ending, written }),
		];
		return {
			...{ cell, end: ending.end, jobs, error: ending.error, wrong },
			requests: set.sandbox.requests.length,
			fired: set.fired,
			seconds: (performance.now() - begun) / 1_000,
		};
	} finally {
		await set.strikeDown();
	}
}

/** How the errand ends, `stuck` where it has not after a time that is ample for all its timeouts. */
async function endingInTime({ row }: Cell, set: SetStage): Promise<Ending> {
	const seconds = OTHER_SECONDS + 4 * (row.timeoutSeconds ?? TIMEOUT_SECONDS);
	const over = new AbortController();
	const late = sleep(seconds * 1_000, undefined, { signal: over.signal }).then(
		(): Ending => ({ end: 'stuck', produced: {}, wrong: [`no end after ${seconds} seconds`] }),
	);
	const errand = row.errand(set).catch((thrown: unknown): Ending => {
		const wrong = [`the errand itself broke off: ${(thrown as Error).stack ?? String(thrown)}`];
		return { end: 'error', error: shownError(thrown), produced: thrown, wrong };
	});
	try {
		return await Promise.race([errand, late]);
	} finally {
		over.abort();
	}
}

/** The tenant, the port before it, and the fault of a cell. */
class SetStage implements Stage {
	private struck = false;
	/** When the fault came on (ms since the epoch). */
	struckAt = Infinity;

	private constructor(
		private readonly cell: Cell,
		private readonly clock: CellClock,
		private readonly otherHost: string,
		readonly sandbox: Sandbox,
		readonly credential: Credential,
		readonly folder: string,
		private readonly front: Front | undefined,
	) {}

	static async build(
		cell: Cell,
		clock: CellClock,
		{ otherHost, folder }: Surroundings,
	): Promise<SetStage> {
		const apiKey = keyOf(cell);
		const isRefused = cell.column.effect === undefined;
		const ofFile = cell.row.kind === 'file';
		const front = isRefused || cell.row.ownPort ? await Front.start() : undefined;
		const sandbox = await startSandbox({
			now: () => clock.now(),
			jobDurationMs: 20_000,
			tenants: [{ alias: TENANT, apiKey }],
			publicUrl: ofFile ? front?.url : undefined,
		});
		if (front !== undefined) front.target = Number(new URL(sandbox.baseUrl).port);
		const baseUrl = front === undefined || ofFile ? sandbox.baseUrl : front.url;
		const credential = { tenantAlias: TENANT, apiKey, baseUrl };
		const elsewhere = otherHost.addressFor(cell.number);
		const set = new SetStage(cell, clock, elsewhere, sandbox, credential, folder, front);
		if (cell.row.led !== undefined) sandbox.faults.add(cell.row.led);
		return set;
	}

	get node(): string {
		return this.cell.row.node ?? '';
	}

	/** How often the fault happened, as far as the sandbox sees it. */
	get fired(): number {
		const effect = this.effect();
		if (effect === undefined) return this.struck ? 1 : 0;
		return this.sandbox.faults.fired[`${this.cell.row.on}:${effect.kind}`] ?? 0;
	}

	strike(): void {
		if (this.struck) return;
		this.struck = true;
		this.struckAt = this.clock.now();
		const { row, times } = this.cell;
		const effect = this.effect();
		if (effect !== undefined) {
			this.sandbox.faults.add({ ...effect, on: row.on, times, skip: row.skip ?? 0 } as Fault);
			return;
		}
		if (row.led === undefined) this.front?.close();
		else this.front?.closeOnceSent(`"operationName":"${row.led.on}"`);
		this.openAgainInPause(times);
	}

	async relent(): Promise<void> {
		this.sandbox.faults.clear();
		await this.front?.open();
	}

	async strikeDown(): Promise<void> {
		this.front?.close();
		await this.sandbox.close();
	}

	private effect(): Omit<Fault, 'on'> | undefined {
		const { row, column } = this.cell;
		return column.effect?.({
			kind: row.kind,
			timeoutSeconds: row.timeoutSeconds ?? TIMEOUT_SECONDS,
			apiKey: keyOf(this.cell),
			otherHost: this.otherHost,
			now: this.clock.now(),
		});
	}

	/** Nobody sees a refused connection; but between two tries there is a pause. */
	private openAgainInPause(times: Times): void {
		let pauses = 0;
		this.clock.whilePaused = async () => {
			if (this.front?.isOpen === false) pauses++;
			if (pauses === times) await this.front?.open();
		};
	}
}

function unexpected({ row, column, times }: Cell, { end }: Ending, jobs?: number): string[] {
	const expected = expectationFor(row, column, times);
	const wrong = end === expected.end ? [] : [`it ended "${end}", not "${expected.end}"`];
	if (jobs !== expected.jobs) wrong.push(`there are ${jobs} jobs, not ${expected.jobs}`);
	return wrong;
}

function wrongWords({ row }: Cell, { end, error }: Ending, jobs?: number): string[] {
	if (end !== 'noted' && end !== 'error') return [];
	if (error === undefined) return ['nothing says what went wrong'];
	const wrong = objectionsToWords(error);
	const isInDoubt = end === 'error' && jobs === 1 && row.node === 'Create Job';
	if (isInDoubt && !/\b(may|might|could)\b.*\bcreated\b/i.test(error.description + error.message)) {
		wrong.push('a job is there, but the error does not say that there may be one');
	}
	return wrong;
}

/** A cell in which the fault did not happen, or was tried again when it must not be, proves nothing. */
function wrongFault({ row, column, times }: Cell, set: SetStage, clock: CellClock, end: End) {
	const wrong: string[] = [];
	if (set.fired === 0) wrong.push('the fault did not happen');
	const isFinal = verdictOf(column, row.kind) === 'final' && !column.takesEffect;
	const tooMany = set.fired - formsOf(row, column);
	if (isFinal && tooMany > 0) wrong.push(`it was tried again ${tooMany} times`);
	const pausedEnough = clock.pauses.some((pause) => pause >= (column.asksForPause ?? 0));
	if (column.asksForPause !== undefined && end === 'done' && !pausedEnough) {
		wrong.push(`no pause was as long as Retry-After asked for: ${clock.pauses.join()} ms`);
	}
	const earliest = set.struckAt + (column.asksToWaitFor ?? 0);
	const waitedLongEnough = clock.pausedUntil.some((end) => end >= earliest);
	if (column.asksToWaitFor !== undefined && end === 'done' && !waitedLongEnough) {
		wrong.push(`it was tried again before the date of Retry-After: ${clock.pauses.join()} ms`);
	}
	const paused = clock.pauses.reduce((sum, pause) => sum + pause, 0);
	if (paused > PAUSED_AT_MOST) wrong.push(`${Math.round(paused / 1_000)} seconds were waited`);
	return times === Infinity || set.fired <= times
		? wrong
		: [...wrong, 'the fault happened too often'];
}

function leaks(
	cell: Cell,
	{ sandbox }: SetStage,
	{ otherHost }: Surroundings,
	{ ending, written }: { ending: Ending; written: string[] },
): string[] {
	const key = keyOf(cell);
	const strays = otherHost.requestsFor(cell.number);
	const sent = sandbox.requests.map(({ path, body, headers }) => ({
		path,
		body,
		headers: { ...headers, authorization: undefined },
	}));
	const wrong = [
		...findKey(ending, key, 'run'),
		...findKey(written, key, 'log'),
		...findKey(sent, key, 'request'),
		...findKey(strays, key, 'other host'),
	].map(({ where, form }) => `the key is in ${where} (${form})`);
	if (cell.row.kind !== 'file' && strays.length > 0) {
		wrong.push('a request of the API went to another host');
	}
	if (strays.some(({ headers }) => headers.authorization !== undefined)) {
		wrong.push('another host was sent credentials');
	}
	const odd = sandbox.requests.filter((request, index) => {
		const hasKey = request.headers.authorization !== undefined;
		return hasKey !== takesKey(request, sandbox.requests.slice(0, index));
	});
	if (odd.length > 0) wrong.push('a request had no key, or one for a file had one');
	return wrong;
}

/** Files are fetched without the key, once more with it when a link asks for it; public keys never with it. */
function takesKey(
	{ path, operations }: RecordedRequest,
	before: readonly RecordedRequest[],
): boolean {
	if (operations.includes('jwks')) return false;
	if (!operations.includes('download')) return true;
	const last = before.filter((request) => request.path === path).at(-1);
	const asksForKey = last?.status === 401 || last?.status === 403;
	return asksForKey && last.headers.authorization === undefined;
}
