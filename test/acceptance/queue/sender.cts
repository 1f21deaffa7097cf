import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What n8n said to one question. */
export interface Answer {
	/** The job's status, or what went wrong. */
	text: string;
	/** When it came, in ms since the epoch. */
	at: number;
}

/** An import that was asked for until n8n said that it is done. */
export interface Asked {
	importNumber: number;
	/** The answer to each question; the last is the one that counted. */
	answers: Answer[];
	/** The job that was answered, once one was. */
	jobId?: string;
}

const TRIES = 5;
const PAUSE_MS = 2_000;

/**
 * Asks for an import at a webhook, again and again until a job has completed, as whoever sends to a
 * queue must: an execution that was on a killed worker is answered with an error, and not run again by n8n.
 */
export async function askedUntilDone(url: string, importNumber: number): Promise<Asked> {
	const answers: Answer[] = [];
	for (let tries = 0; tries < TRIES; tries += 1) {
		if (tries > 0) await sleep(PAUSE_MS);
		const { text, jobId } = await ask(url, importNumber);
		answers.push({ text, at: Date.now() });
		if (jobId !== undefined) return { importNumber, answers, jobId };
	}
	return { importNumber, answers };
}

/** One question; it may wait for minutes in n8n's queue, so there is no time limit. */
async function ask(url: string, importNumber: number): Promise<{ text: string; jobId?: string }> {
	try {
		const headers = { 'content-type': 'application/json' };
		const asking = request(url, { method: 'POST', headers });
		asking.end(JSON.stringify({ import: importNumber }));
		const [response] = (await once(asking, 'response')) as [IncomingMessage];
		const chunks: Buffer[] = [];
		for await (const chunk of response) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		if (response.statusCode !== 200) return { text: `${response.statusCode} ${text}` };
		const { id, status } = JSON.parse(text) as { id?: string; status?: string };
		if (id === undefined || status !== 'COMPLETED') return { text };
		return { text: status, jobId: id };
	} catch (error) {
		return { text: error instanceof Error ? error.message : String(error) };
	}
}
