/** The floor: nothing but JSON.stringify and an upload of one buffer, without n8n. */
import type { INodeExecutionData } from 'n8n-workflow';
import {
	tenantCredential,
	uploadUrl,
	type SandboxAddress,
} from '../../harness/processes/sandbox-process.cts';
import { measureRows } from './row-run.cts';

measureRows(({ sandbox }) =>
	Promise.resolve(async (items) => [await uploadRaw(sandbox, jsonLines(items))]),
);

function jsonLines(items: INodeExecutionData[]): Buffer {
	const lines: string[] = [];
	for (const { json } of items) lines.push(JSON.stringify(json));
	lines.push('');
	return Buffer.from(lines.join('\n'));
}

async function uploadRaw(sandbox: SandboxAddress, body: Buffer): Promise<string> {
	const { apiKey } = tenantCredential(sandbox);
	const answer = await fetch(uploadUrl(sandbox), {
		method: 'POST',
		headers: {
			Authorization: `Basic ${Buffer.from(`:${apiKey}`).toString('base64')}`,
			'Content-Type': 'application/jsonl',
			'Content-Disposition': 'attachment; filename="contacts.jsonl"',
		},
		body,
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`The raw upload was refused with ${answer.status}: ${text}`);
	return (JSON.parse(text) as { fileRef: string }).fileRef;
}
