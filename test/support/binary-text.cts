import { services } from '../../harness/engine/core/service-container.cts';
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';

/** The content of a file on an item, as the next node would read it. */
export async function binaryText(
	item: INodeExecutionData | undefined,
	name: string,
): Promise<string> {
	const binary = item?.binary?.[name];
	if (binary === undefined) throw new Error(`The item has no binary field "${name}"`);
	return (await services.get(BinaryDataService).getAsBuffer(binary)).toString();
}
