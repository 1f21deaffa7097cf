import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { getMappingColumns } from '../AdvocateUpload/mapping-columns';

/** Fields that have settings of their own. */
const CHOSEN_APART = new Set(['accountId', 'id', 'userId', 'event.key']);

/** The columns of the resource mapper: all but the fields that the settings above it are for. */
export async function getOtherColumns(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const { fields } = await getMappingColumns.call(this);
	return { fields: fields.filter(({ id }) => !CHOSEN_APART.has(id)) };
}
