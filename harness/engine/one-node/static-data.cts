import type { IDataObject, Workflow } from 'n8n-workflow';

/** A workflow's static data as n8n saves it: plain JSON. */
export function savedStaticData({ staticData }: Workflow): IDataObject {
	return JSON.parse(JSON.stringify(staticData)) as IDataObject;
}
