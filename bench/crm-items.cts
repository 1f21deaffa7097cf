import type { INodeExecutionData } from 'n8n-workflow';

/** A contact as a CRM gives it: 8 columns, the last two nested, all text. */
export interface CrmContact {
	accountId: string;
	id: string;
	firstName: string;
	lastName: string;
	email: string;
	locale: string;
	customFields: { plan: string; lifecycleStage: string };
}

const FIRST_NAMES = ['Anna', 'Benedikt', 'Chloé', 'Dmitri', 'Eleanor', 'Farid', 'Grace', 'Hugo'];
const LAST_NAMES = ['Andersson', 'Brown', 'Costa', 'Dubois', 'Evans', 'Fischer', 'García'];
const LOCALES = ['en_US', 'fr_FR', 'de_DE', 'es_ES', 'pt_BR'];
const PLANS = ['free', 'starter', 'business'];
const STAGES = ['lead', 'opportunity', 'customer', 'evangelist'];

/** The contact number `index` of the benches' CRM; always the same. */
export function crmContact(index: number): CrmContact {
	const of = (values: string[]) => values[index % values.length] ?? '';
	return {
		accountId: `${700_000 + index}`,
		id: `${51_000_000 + index}`,
		firstName: of(FIRST_NAMES),
		lastName: of(LAST_NAMES),
		email: `contact.${index}@example.com`,
		locale: of(LOCALES),
		customFields: { plan: of(PLANS), lifecycleStage: of(STAGES) },
	};
}

/** The same contact as an export of a CRM has it: other names, and values that have to be converted. */
export function crmExport(index: number): Record<string, string> {
	const { accountId, id, firstName, lastName, email, locale } = crmContact(index);
	const { created, isReferable } = crmDetails(index);
	return {
		'Account ID': accountId,
		'Customer ID': id,
		'First Name': firstName,
		'Last Name': lastName,
		'Email Address': email,
		Language: locale.replace('_', '-'),
		'Date Created': created.toISOString().replace('Z', '+0000'),
		Referable: isReferable ? 'Yes' : 'No',
	};
}

/** What an export has besides. */
export function crmDetails(index: number): { created: Date; isReferable: boolean } {
	return {
		created: new Date(Date.UTC(2020, 0, 1) + index * 97_000),
		isReferable: index % 2 === 0,
	};
}

/**
 * Items as a CRM node would hand them on. Each is read from JSON, as those of a real node are:
 * V8 keeps strings put together by code in another form, which costs whoever reads them first.
 */
export function crmItems(
	rows: number,
	make: (index: number) => object = crmContact,
): INodeExecutionData[] {
	return Array.from({ length: rows }, (_, index) => ({
		json: JSON.parse(JSON.stringify(make(index))) as INodeExecutionData['json'],
		pairedItem: { item: index },
	}));
}
