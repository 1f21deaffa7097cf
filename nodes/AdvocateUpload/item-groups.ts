import type { IExecuteFunctions } from 'n8n-workflow';
import { ROWS_OF_TYPE, type ImportJobType } from '../../advocate/api/job-types';
import { AdvocateError } from '../../advocate/errors';
import { settled } from '../../advocate/settled';
import { credentialDiffers, credentialFor, type AdvocateCredential } from '../runtime/credential';
import { dependsOnItem } from '../runtime/expressions';
import { nodeError } from '../runtime/node-error';

/** Input items that go into the same files, as they are of one tenant and one type and have the same settings. */
export type ItemGroup<Settings extends GroupSettings> = Settings & {
	itemIndexes: number[];
	/** The tenant, if not all items are of the same one. */
	tenantAlias?: string;
};

/** What the items of a group have in common. */
export interface GroupSettings {
	type: ImportJobType;
}

/** Reads an item's settings, which may be different for each item. */
export interface SettingsReader<Settings extends GroupSettings> {
	/** The parameters that are read. */
	parameters: readonly string[];
	/** @throws {AdvocateError} SETTINGS_INVALID for what is not a type of import, and the like */
	read: (context: IExecuteFunctions, itemIndex: number) => Settings;
}

/** With more than this, a setting differs from row to row by mistake, and each row would be imported by itself. */
const MOST_GROUPS = 100;

/**
 * The input items in groups, nearly always a single one: with an expression in the credential, in the type or in an
 * option, each item may differ. Throws n8n's errors.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for deletions among other rows, and for too many groups
 */
export async function itemGroups<Settings extends GroupSettings>(
	context: IExecuteFunctions,
	reader: SettingsReader<Settings>,
): Promise<Array<ItemGroup<Settings>>> {
	const { parameters } = context.getNode();
	const itemIndexes = context.getInputData().map((_, itemIndex) => itemIndex);
	const settingsDiffer = reader.parameters.some((name) => dependsOnItem(parameters[name]));
	const tenantDiffers = await credentialDiffers(context);
	if (!settingsDiffer && !tenantDiffers) return [{ ...reader.read(context, 0), itemIndexes }];
	const groups = new Map<string, ItemGroup<Settings>>();
	for (const itemIndex of itemIndexes) {
		const outcome = await settled(ownSettings(context, itemIndex, reader, tenantDiffers));
		if ('thrown' in outcome) throw await nodeError(context, outcome.thrown, itemIndex);
		const { key, settings, tenantAlias } = outcome.value;
		const group = groups.get(key) ?? { ...settings, itemIndexes: [], tenantAlias };
		group.itemIndexes.push(itemIndex);
		groups.set(key, group);
		if (groups.size > MOST_GROUPS) throw tooManyGroups();
	}
	assertNoDeletionAmongOthers([...groups.values()]);
	return [...groups.values()];
}

/** An item's settings, and a text that is the same for items of the same group. */
async function ownSettings<Settings extends GroupSettings>(
	context: IExecuteFunctions,
	itemIndex: number,
	{ read }: SettingsReader<Settings>,
	tenantDiffers: boolean,
): Promise<{ settings: Settings; tenantAlias?: string; key: string }> {
	const settings = read(context, itemIndex);
	if (!tenantDiffers) return { settings, key: JSON.stringify(settings) };
	const credential = await credentialFor(context, itemIndex);
	const key = JSON.stringify([settings, credential]);
	return { settings, tenantAlias: aliasIn(credential), key };
}

/** The alias, which may be anything that an expression gives. */
function aliasIn({ tenantAlias }: Partial<Record<keyof AdvocateCredential, unknown>>): string {
	return typeof tenantAlias === 'string' ? tenantAlias.trim() : '';
}

function assertNoDeletionAmongOthers(groups: ReadonlyArray<ItemGroup<GroupSettings>>): void {
	const isDeletion = ({ type }: GroupSettings) => type === 'MUTATION/DELETE_USER';
	const deletion = groups.find(isDeletion);
	const other = groups.find((group) => !isDeletion(group));
	if (deletion === undefined || other === undefined) return;
	throw new AdvocateError(
		'SETTINGS_INVALID',
		`The type differs between the items: item ${numberIn(deletion)} is for ${ROWS_OF_TYPE[deletion.type]}, item ${numberIn(other)} is for ${ROWS_OF_TYPE[other.type]}`,
		{
			hint: 'Nothing was uploaded, because deletions are never mixed with other rows. Separate the items by their type first, for example with the Filter or the Switch node, and give each type an Advocate Upload node of its own.',
		},
	);
}

/** The number of the first item in a group, counted from 1. */
function numberIn({ itemIndexes: [itemIndex = 0] }: ItemGroup<GroupSettings>): number {
	return itemIndex + 1;
}

function tooManyGroups(): AdvocateError {
	return new AdvocateError(
		'SETTINGS_INVALID',
		`The settings of this node differ for too many items: more than ${MOST_GROUPS} files would be uploaded`,
		{
			hint: 'Items go into one file if the tenant, the type and all options are the same for them. Check the expressions in these: a file name, for example, must not be different for each row.',
		},
	);
}
