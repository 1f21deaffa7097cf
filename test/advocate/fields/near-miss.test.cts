import { nearMiss } from '../../../advocate/fields/near-miss.ts';
import { IMPORT_FIELDS } from '../../../advocate/fields/import-fields.ts';

const user = IMPORT_FIELDS['MUTATION/USER'];
const event = IMPORT_FIELDS['MUTATION/USER_EVENT'];

describe('A name one slip away from a known field', () => {
	test.each([
		['EMAIL', 'email', 'case'],
		['emai', 'email', 'one letter less'],
		['emaill', 'email', 'one letter more'],
		['e_mail', 'email', 'one letter more, inside'],
		['emaip', 'email', 'another letter'],
		['emial', 'email', 'two letters swapped'],
		['meail', 'email', 'the first two swapped'],
		['EMIAL', 'email', 'swapped and in capitals'],
		['country_code', 'countryCode', 'snake case'],
		['referredBy.Code', 'referredBy.code', 'case after the dot'],
		['referredBycode', 'referredBy.code', 'the dot left out'],
		['CUSTOMFIELDS.Plan', 'customFields.Plan', "a family: the end is the tenant's own"],
		['custmoFields.Plan', 'customFields.Plan', 'a family with letters swapped'],
	])('%s → %s (%s)', (name, meant) => {
		expect(nearMiss(name, user)).toBe(meant);
	});

	test('families of two parts', () => {
		expect(nearMiss('event.Fields.sku', event)).toBe('event.fields.sku');
		expect(nearMiss('evnt.fields.sku', event)).toBe('event.fields.sku');
	});
});

describe('A name that is not a near miss', () => {
	test.each([
		'email',
		'accountId',
		'customFields.x',
		'customFields.EMAIL',
		'sharelinks.p',
		'',
		' ',
		'name',
		'phone',
		'country',
		'user_id',
		'account',
		'accountName',
		'company.id',
		'created',
		'first',
		'customFields',
		'customFields.',
		'referredBy',
		'customFieldsplan',
	])('%j', (name) => {
		expect(nearMiss(name, user)).toBeUndefined();
	});

	test.each(['event', 'event.fields', 'event.fields.', 'fields.sku', 'id', 'eventKeys'])(
		'%j for an event',
		(name) => {
			expect(nearMiss(name, event)).toBeUndefined();
		},
	);
});
