import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import type { AdvocateClient } from '../../advocate/api/client';
import { isImportJobType, type ImportJobType } from '../../advocate/api/job-types';
import { allPages } from '../../advocate/api/pages';
import { LOOKUP_LIMITS } from '../../advocate/api/limits';
import { namedFields, type FieldKind } from '../../advocate/fields/kinds';
import { tenantClient } from '../runtime/tenant-client';

/** Labels of the fields whose names would not make good ones. */
const LABELS: Record<string, string> = {
	accountId: 'Account ID',
	id: 'User ID',
	userId: 'User ID',
	email: 'Email',
	referable: 'Referable',
	imageUrl: 'Image URL',
	countryCode: 'Country Code',
	dateUsTaxFormSubmitted: 'Date US Tax Form Submitted',
	paymentProviderId: 'Payment Provider ID (classic programs)',
	referralCode: 'Referral Code (classic programs)',
	'referredBy.code': 'Referred by Code',
	'referredBy.isConverted': 'Referral Is Converted (classic programs)',
	referredByCodes: 'Referred by Codes (list)',
	segments: 'Segments (keys with commas; ~key removes, ~* clears all)',
	'event.key': 'Event Key',
	'event.dateTriggered': 'Date Triggered',
	idempotencyKey: 'Idempotency Key (8 to 64 characters)',
	unit: 'Unit',
	valueToRedeem: 'Value to Redeem',
};

const TYPES: Partial<Record<FieldKind, FieldType>> = {
	boolean: 'boolean',
	booleanText: 'boolean',
	timestamp: 'dateTime',
	amount: 'number',
	textList: 'array',
};

/**
 * The columns of the resource mapper: Advocate's own fields for the chosen type, then what the tenant
 * adds: custom fields, and for events the keys to choose from. If the tenant's lists can't be fetched (no
 * permission, offline), Advocate's own fields are still offered.
 */
export async function getMappingColumns(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const type: unknown = this.getNodeParameter('type', 'MUTATION/USER');
	if (!isImportJobType(type)) return { fields: [] };
	const standard = namedFields(type).map(({ name, kind, required }) =>
		column(name, kind, required),
	);
	const client = await tenantClient(this, LOOKUP_LIMITS).catch(() => undefined);
	if (client === undefined) return { fields: standard };
	return { fields: await withTenantsOwn(client, type, standard) };
}

async function withTenantsOwn(
	client: AdvocateClient,
	type: ImportJobType,
	standard: ResourceMapperField[],
): Promise<ResourceMapperField[]> {
	if (type === 'MUTATION/USER') {
		const entries = await listed(allPages((limit, offset) => client.customFields(limit, offset)));
		const own = entries.map(({ id, name }) => ({
			...column(`customFields.${id}`, 'customField', false),
			displayName: `Custom Field: ${name}`,
		}));
		return [...standard, ...own];
	}
	if (type === 'MUTATION/USER_EVENT') {
		const keys = await listed(allPages((limit, offset) => client.userEventKeys(limit, offset)));
		if (keys.length === 0) return standard;
		const options = keys.map((key) => ({ name: key, value: key }));
		return standard.map((field) =>
			field.id === 'event.key' ? { ...field, type: 'options' as const, options } : field,
		);
	}
	return standard;
}

/** The entries that a list gives before it ends or fails. */
async function listed<T>(entries: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	const readAll = async () => {
		for await (const entry of entries) all.push(entry);
	};
	await readAll().catch(() => undefined);
	return all;
}

function column(name: string, kind: FieldKind, required: boolean): ResourceMapperField {
	return {
		id: name,
		displayName: labelOf(name),
		required,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: TYPES[kind] ?? 'string',
	};
}

/** The label, with the word that errors and files have for the field. */
function labelOf(name: string): string {
	const label = LABELS[name] ?? titleOf(name);
	return label.endsWith(')') ? label : `${label} (${name})`;
}

/** `firstName` as `First Name`. */
function titleOf(name: string): string {
	const words = name.replaceAll('.', ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
	return words.replace(/(^|\s)[a-z]/g, (letter) => letter.toUpperCase());
}
