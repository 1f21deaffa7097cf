import { createHash } from 'node:crypto';
import { isObject } from '../json-object.cts';
import type { JsonObject } from '../json-object.cts';
import type { Report } from './report.cts';

/** The columns of the User Details report, without those that have to be asked for. */
export const userColumns = [
	'id',
	'accountId',
	'email',
	'firstName',
	'lastName',
	'referralCode',
	'imageUrl',
	'firstSeenIP',
	'lastSeenIP',
	'dateCreated',
	'dateUsTaxFormSubmitted',
	'emailHash',
	'referralSource',
	'locale',
	'countryCode',
];

/**
 * The User Details report, which also lists whom an import of users created or updated.
 * Source: the sample report of the API's guides.
 * @param readUsers gives the users, as rows of an import have them; called more than once
 * @param dateReceived when users without a date of creation were created
 */
export async function userDetails(
	readUsers: () => AsyncIterable<JsonObject>,
	dateReceived: number,
): Promise<Report> {
	const customFields = new Set<string>();
	for await (const user of readUsers()) {
		const names = isObject(user.customFields) ? Object.keys(user.customFields) : [];
		for (const name of names) customFields.add(name);
	}
	const customColumns = [...customFields].map((name) => `customFields.${name}`);
	async function* rows() {
		for await (const user of readUsers()) yield detailsOf(user, dateReceived);
	}
	return { columns: [...userColumns, ...customColumns], rows: rows() };
}

function detailsOf(user: JsonObject, dateReceived: number): JsonObject {
	return {
		...user,
		referralCode: user.referralCode ?? firstValue(user.referralCodes),
		dateCreated: Number(user.dateCreated ?? dateReceived),
		dateUsTaxFormSubmitted: asNumber(user.dateUsTaxFormSubmitted),
		emailHash: hashOf(user.email),
		referralSource: 'UNKNOWN',
	};
}

// From CSV every value is a text.
function asNumber(value: unknown): number | undefined {
	return value === undefined || value === null ? undefined : Number(value);
}

function firstValue(map: unknown): unknown {
	return isObject(map) ? Object.values(map)[0] : undefined;
}

function hashOf(email: unknown): string | undefined {
	if (typeof email !== 'string') return undefined;
	return createHash('md5').update(email.trim().toLowerCase()).digest('hex');
}
