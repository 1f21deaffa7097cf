import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { TemplateRig } from './template-rig.cts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const rig = new TemplateRig('webhook-events-hourly.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const table = 'advocate-events';
const kept = () => rig.dataTables.rows(table);
const event = (id: string, more: IDataObject = {}) => ({
	body: {
		id,
		accountId: 'acme',
		userId: 'ann',
		key: 'purchase',
		dateTriggered: '2026-01-14T10:00:00Z',
		fields: { revenue: 9.5, lines: [1, 2] },
		...more,
	},
});

beforeEach(async () => {
	await rig.runFrom('When clicking ‘Execute workflow’');
});

it('keeps each event that is posted, and one that is posted again only once', async () => {
	for (const one of [
		event('order-1001'),
		event('order-1002'),
		event('order-1001', { userId: 'eve' }),
	]) {
		expect((await rig.runFrom('Event Arrives', [one])).error).toBeUndefined();
	}

	expect(kept()).toEqual([
		expect.objectContaining({ eventId: 'order-1001', userId: 'eve', eventKey: 'purchase' }),
		expect.objectContaining({ eventId: 'order-1002', fields: '{"revenue":9.5,"lines":[1,2]}' }),
	]);
});

it('tells the sender by an error that an event could not be kept', async () => {
	rig.dropTables();

	const run = await rig.runFrom('Event Arrives', [event('order-1001')]);

	expect(run.error?.message).toBe('Data table with name "advocate-events" not found');
});

it('imports what was gathered in one file, and empties the table', async () => {
	for (const one of [event('order-1001'), event('order-1002')])
		await rig.runFrom('Event Arrives', [one]);

	const run = await rig.runFrom('Every Hour');

	expect(run.error).toBeUndefined();
	expect(rig.sentLines()).toHaveLength(2);
	expect(rig.sentLines()[0]).toEqual({
		accountId: 'acme',
		userId: 'ann',
		event: {
			key: 'purchase',
			dateTriggered: Date.parse('2026-01-14T10:00:00Z'),
			fields: { revenue: 9.5, lines: [1, 2] },
		},
		idempotencyKey: 'order-1001',
	});
	expect(kept()).toEqual([]);
});

it.each([
	['with characters that no key may have', 'order:1001|DE', sha256('order:1001|DE')],
	['that is a short number', 42, sha256('42')],
	['that is a long number', 1_234_567_890, '1234567890'],
])('sends the hash of an id %s', async (_which, id, key) => {
	for (let i = 0; i < 2; i++) await rig.runFrom('Event Arrives', [event('', { id })]);

	await rig.runFrom('Every Hour');

	expect(rig.sentLines()).toEqual([expect.objectContaining({ idempotencyKey: key })]);
	expect(kept()).toEqual([]);
});

it('makes a key for an event without an id, which stays the same from hour to hour', async () => {
	await rig.runFrom('Event Arrives', [event('', { id: undefined })]);
	const [{ eventId } = {}] = kept();
	expect(eventId).toMatch(/^[0-9a-f]{64}$/);

	await rig.runFrom('Every Hour');

	expect(rig.sentLines()).toEqual([expect.objectContaining({ idempotencyKey: eventId })]);
});

it('does nothing in an hour without events', async () => {
	const run = await rig.runFrom('Every Hour');

	expect(run.error).toBeUndefined();
	expect(rig.sandbox.uploads.list()).toEqual([]);
});

it('keeps an event that is not right with its reasons, and sends it no more', async () => {
	const both = [event('order-1001'), event('order-1002', { userId: '' })];
	for (const one of both) await rig.runFrom('Event Arrives', [one]);
	await rig.runFrom('Every Hour');
	expect(kept()).toEqual([
		expect.objectContaining({ eventId: 'order-1002', problem: 'userId is required' }),
	]);

	await rig.runFrom('Every Hour');

	expect(rig.sandbox.uploads.list()).toHaveLength(1);
});

it('keeps an event that failed in Advocate with its reason', async () => {
	for (const one of [event('order-1001'), event('order-1002')])
		await rig.runFrom('Event Arrives', [one]);
	rig.sandbox.jobs.hold(true);
	rig.whileAsleep = () => rig.endWithFailure(1, 'This user does not exist');

	await rig.runFrom('Every Hour');

	expect(kept()).toEqual([
		expect.objectContaining({ eventId: 'order-1001', problem: 'This user does not exist' }),
	]);
});

it('removes an event that Advocate knows already', async () => {
	for (const one of [event('order-1001'), event('order-1002')])
		await rig.runFrom('Event Arrives', [one]);
	rig.sandbox.jobs.hold(true);
	rig.whileAsleep = () => rig.endWithFailure(1, 'This event is known', 409);

	await rig.runFrom('Every Hour');

	expect(kept()).toEqual([]);
});

it('leaves an event that came during the import for the next hour', async () => {
	await rig.runFrom('Event Arrives', [event('order-1001')]);
	rig.whileAsleep = () => {
		if (kept().length === 1) rig.dataTables.insert(table, { eventId: 'late' });
	};

	await rig.runFrom('Every Hour');

	expect(kept()).toEqual([expect.objectContaining({ eventId: 'late' })]);
});

it.each([
	['was aborted', () => rig.sandbox.jobs.failNext('ABORTED'), /^Advocate aborted the job/],
	['is still running', () => rig.sandbox.jobs.hold(true), /is still running/],
])('stops and keeps all events when the job %s', async (_what, prepare, message) => {
	await rig.runFrom('Event Arrives', [event('order-1001')]);
	prepare();

	const run = await rig.runFrom('Every Hour');

	expect(run.error?.message).toMatch(message);
	expect(kept()).toHaveLength(1);
});
