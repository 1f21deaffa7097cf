import { EXPORT_JOB_TYPES, IMPORT_JOB_TYPES } from '../../advocate/api/job-types.ts';
import { IMPORT_FIELDS } from '../../advocate/fields/import-fields.ts';
import { serveTenantCheck } from '../runtime/tenant-check.cts';
import { serveTenantLists } from '../runtime/tenant-lists.cts';
import type { NodeRed } from '../runtime/corrected-types.cts';
import {
	makeTenant,
	TENANT_TYPE,
	type TenantConfig,
	type TenantCredentials,
	type TenantNode,
} from '../runtime/tenant-node.cts';

/** What the runtime tells the editor, which has it in `RED.settings`. */
type EditorSettings = Record<string, readonly string[] | Record<string, readonly string[]>>;

/** Advocate's fields by type, of families their beginning. */
const FIELDS = Object.fromEntries(
	IMPORT_JOB_TYPES.map((type) => {
		const { required, optional, families } = IMPORT_FIELDS[type];
		return [type, [...required, ...optional, ...families]];
	}),
);

export = (RED: NodeRed) => {
	RED.nodes.registerType<TenantNode, TenantConfig, EditorSettings, TenantCredentials>(
		TENANT_TYPE,
		function (config) {
			makeTenant(RED, this, config);
		},
		{
			credentials: { apiKey: { type: 'password' }, userName: { type: 'text' } },
			settings: {
				advocateTenantImportTypes: { value: IMPORT_JOB_TYPES, exportable: true },
				advocateTenantImportFields: { value: FIELDS, exportable: true },
				advocateTenantExportTypes: { value: EXPORT_JOB_TYPES, exportable: true },
			},
		},
	);
	serveTenantCheck(RED);
	serveTenantLists(RED);
};
