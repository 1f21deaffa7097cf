import type { IDataObject } from 'n8n-workflow';
import { example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('hubspot-contacts-import.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const BY_HAND = 'When clicking ‘Execute workflow’';

const contacts = () =>
	(JSON.parse(example('hubspot-contacts.json')) as { results: IDataObject[] }).results;

it('imports the contacts and says why the others are not right', async () => {
	rig.crmRows = contacts();

	const run = await rig.runFrom(BY_HAND);

	expect(run.error).toBeUndefined();
	expect(run.json('Advocate Import')).toMatchObject([
		{ rows: 50, rowsImported: 47, rowsRejected: 3, rowsFailed: 0 },
	]);
	const rejected = run.json('Contacts to Correct');
	expect(rejected.map(({ id, reasons }) => [id, reasons])).toEqual([
		['51000012375', ['accountId is required']],
		['51000027500', [expect.stringContaining('appears again in row 44')]],
		['51000031625', ['accountId is required']],
	]);
});

it('sends users with their names, countries, locales and own fields', async () => {
	rig.crmRows = contacts();

	await rig.runFrom(BY_HAND);

	const [first] = rig.sentLines();
	expect(first).toEqual({
		id: '51000001375',
		accountId: '9477841823',
		firstName: 'Marcus',
		lastName: "O'Neill",
		email: 'marcus.1@example.com',
		locale: 'en_US',
		countryCode: 'US',
		dateCreated: Date.parse('2023-03-11T12:52:45.733Z'),
		customFields: { lifecycleStage: 'opportunity' },
	});
	// Every seventh contact has a language without a country, which is no locale.
	expect(rig.sentLines().filter(({ locale }) => locale === undefined)).toHaveLength(7);
});

it('runs as it comes, on contacts that are pinned, of which some are not right', async () => {
	const pinned = rig.pinned('Contacts');
	rig.crmRows = pinned;

	const run = await rig.runFrom(BY_HAND);

	const all = contacts().map(({ id }) => id);
	expect(pinned.every(({ id }) => all.includes(id))).toBe(true);
	expect(run.json('Advocate Import')).toMatchObject([{ rows: 12, rowsImported: 10 }]);
});
