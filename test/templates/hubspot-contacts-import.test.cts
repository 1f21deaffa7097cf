import { counts, example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('hubspot-contacts-import.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const contacts = 'hubspot-contacts.json';

it('imports 46 of the 50 contacts and says why the others are not right', async () => {
	const run = await rig.imported(example(contacts), {}, contacts);

	expect(run.error).toBeUndefined();
	expect(counts(run, 'Contacts')).toEqual({
		rowsIn: 50,
		stats: { recordsProcessed: 46, errors: 0 },
		reasons: [
			[9, 'accountId is required'],
			[20, expect.stringContaining('appears again in row 44')],
			[23, 'accountId is required'],
			[31, expect.stringContaining('countryCode must be a two-letter country code')],
		],
	});
});

it('sends users with their names, countries, locales and own fields', async () => {
	await rig.imported(example(contacts), {}, contacts);

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
