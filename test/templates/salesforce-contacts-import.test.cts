import { counts, example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('salesforce-contacts-import.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const contacts = 'salesforce-contacts.csv';

it('imports 46 of the 50 contacts and says why the others are not right', async () => {
	const run = await rig.imported(example(contacts), {}, contacts);

	expect(run.error).toBeUndefined();
	expect(counts(run, 'Contacts')).toEqual({
		rowsIn: 50,
		stats: { recordsProcessed: 46, errors: 0 },
		reasons: [
			[7, 'accountId is required'],
			[18, expect.stringContaining('locale must be a language and a country')],
			[36, expect.stringContaining('dateCreated must be a date: "3/14/2024"')],
			[50, 'id is required'],
		],
	});
});

it('sends users with their 18-character IDs and the fields of the org', async () => {
	await rig.imported(example(contacts), {}, contacts);

	expect(rig.sentLines()[0]).toEqual({
		id: '003Qy00000sghjRIAQ',
		accountId: '001Qy00000qZRiXIAW',
		firstName: '結衣',
		lastName: '高橋',
		email: 'contact.1@example.com',
		countryCode: 'JP',
		locale: 'ja_JP',
		dateCreated: Date.parse('2023-08-22T18:20:52.985Z'),
		customFields: { plan: 'starter' },
	});
});
