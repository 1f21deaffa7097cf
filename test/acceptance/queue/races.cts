import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../../harness/processes/until.cts';
import { jobsTakenOut, uploadedByOthers } from '../races/raced-file.cts';
import { raceCounts, type Race, type RaceCounts } from '../races/race-counts.cts';
import type { Finish } from '../races/racer.cts';
import { QueueMode } from './queue-mode.cts';
import { StartingLine } from './starting-line.cts';
import { RACE_PATH, raceWorkflow } from './workflows.cts';

/** Longer than all of it takes, so that every job is pending. */
const JOB_DURATION_MS = 3_600_000;

/** How long an answer is on its way, as over the internet: on loopback a look and a creation are over at once. */
const LATENCY_MS = 100;

/** Where the look after the creation is, in the installed package. */
const SECOND_LOOK =
	'.n8n/nodes/node_modules/n8n-nodes-impact-advocate/dist/advocate/jobs/doubles.js';

const NO_SECOND_LOOK =
	'\nexports.withoutDouble = async (_creation, job) => ({ job, alreadyExisted: false });\n';

/**
 * Has two n8n workers create a job for the same file at the same moment, again and again: with the look after the
 * creation, then without it. Each worker runs one execution at a time, so that each race has one in both.
 *
 * @param races of each kind
 * @returns whether there was no double with it, and there were some without
 */
export async function runRaces(races: number): Promise<boolean> {
	const line = await StartingLine.start();
	const queueMode = await QueueMode.start(1);
	try {
		const { sandbox, workers, installed } = queueMode.parts;
		sandbox.options.change({ jobDurationMs: JOB_DURATION_MS });
		sandbox.faults.add({
			on: 'graphql',
			kind: 'delay',
			ms: LATENCY_MS,
			afterEffect: true,
			times: Infinity,
		});
		await queueMode.activate(raceWorkflow(queueMode.credential, line.url));
		console.log(`\nn8n ${installed.version} in queue mode: two workers race for ${races} files`);
		const after = await raced(queueMode, races);
		print('with the second look', after, queueMode);
		for (const { userFolder, process } of workers) {
			await process.stop();
			appendFileSync(join(userFolder, SECOND_LOOK), NO_SECOND_LOOK);
			await process.startAgain();
		}
		const before = await raced(queueMode, races);
		print('without it', before, queueMode);
		return after.doubles === 0 && after.wrong.length === 0 && before.doubles > 0;
	} finally {
		await queueMode.close();
		await line.stop();
	}
}

async function raced(queueMode: QueueMode, races: number): Promise<RaceCounts> {
	// It takes a while until the webhook is known, and the first execution on a worker takes longer.
	await until('the first race', 60_000, async () => {
		const { finishes } = await raceFor(queueMode, 0);
		return finishes.every(({ error }) => error === undefined) || undefined;
	});
	const outcomes: Race[] = [];
	for (let race = 1; race <= races; race += 1) outcomes.push(await raceFor(queueMode, race));
	return raceCounts(outcomes);
}

async function raceFor({ parts }: QueueMode, race: number): Promise<Race> {
	const { sandbox, webhook } = parts;
	const fileRef = await uploadedByOthers(sandbox);
	const ask = async () => await asked(`${webhook.url}/${RACE_PATH}`, race, fileRef);
	const finishes = await Promise.all([ask(), ask()]);
	return { jobs: jobsTakenOut(sandbox, fileRef), finishes };
}

async function asked(url: string, race: number, fileRef: string): Promise<Finish> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ race, fileRef }),
	});
	const text = await response.text();
	if (!response.ok) return { race, error: `${response.status} ${text}` };
	return { ...(JSON.parse(text) as Omit<Finish, 'race'>), race };
}

function print(title: string, counts: RaceCounts, { parts: { workers } }: QueueMode): void {
	const { races, doubles, told, untold, wrong } = counts;
	const ran = workers.map(({ name, log }) => `${name} ${log.started().length}`).join(', ');
	console.log(
		`  ${title.padEnd(24)}${doubles} doubles of ${races}, ${told} told, ${untold} untold, ${wrong.length} wrong (executions so far: ${ran})`,
	);
	for (const what of wrong) console.log(`  ! ${what}`);
}
