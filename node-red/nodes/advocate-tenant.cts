import { EXPORT_JOB_TYPES, IMPORT_JOB_TYPES } from '../../advocate/api/job-types.ts';
import { serveTenantLists } from '../runtime/tenant-lists.cts';
import type { NodeRed } from '../runtime/red.cts';
import {
	makeTenant,
	TENANT_TYPE,
	type TenantConfig,
	type TenantNode,
} from '../runtime/tenant-node.cts';

export = (RED: NodeRed) => {
	RED.nodes.registerType<TenantNode, TenantConfig>(
		TENANT_TYPE,
		function (config) {
			makeTenant(RED, this, config);
		},
		{
			credentials: { apiKey: { type: 'password' }, userName: { type: 'text' } },
			settings: {
				advocateTenantImportTypes: { value: IMPORT_JOB_TYPES, exportable: true },
				advocateTenantExportTypes: { value: EXPORT_JOB_TYPES, exportable: true },
			},
		},
	);
	serveTenantLists(RED);
};
