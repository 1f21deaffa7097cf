import type {
	IDataObject,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { describeNode } from '../../../../harness/engine/stand-ins/describe-node.cts';
import {
	openWebhookTrigger,
	type WebhookTrigger,
} from '../../../../harness/engine/one-node/webhook.cts';

/** Starts the workflow with the body it is sent; fails where that says so. */
class Hook implements INodeType {
	description: INodeTypeDescription = {
		...describeNode({ name: 'hook', version: 1 }),
		webhooks: [{ name: 'default', httpMethod: 'POST', path: 'hook', responseMode: 'onReceived' }],
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const body: unknown = this.getBodyData();
		if (body === 'fail') throw new Error('As it was told to');
		return await Promise.resolve({ workflowData: [[{ json: { body } as IDataObject }]] });
	}
}

let trigger: WebhookTrigger;

beforeEach(async () => {
	trigger = await openWebhookTrigger({ nodeType: new Hook() });
	await trigger.activate();
});

afterEach(async () => await trigger.close());

/** What is answered to a body of a content type. */
async function send(contentType: string, body: string) {
	const headers = { 'Content-Type': contentType };
	const response = await fetch(trigger.url, { method: 'POST', headers, body });
	const answer: unknown = await response.json();
	return { status: response.status, answer };
}

const bodies = () => trigger.starts.map(([item]) => item?.json.body);

describe('A webhook, as n8n 2.40.7 receives it,', () => {
	test.each<[string, string, unknown]>([
		['application/json', '{"id":1}', { id: 1 }],
		['Application/JSON; charset=utf-8', '\uFEFF{"id":1}', { id: 1 }],
		[
			'application/x-www-form-urlencoded',
			'id=1&id=2&name=Ann+A',
			{ id: ['1', '2'], name: 'Ann A' },
		],
		['text/plain', '{"id":1}', '{"id":1}'],
		['application/octet-stream', '{"id":1}', {}],
		['application/json', '', {}],
	])('has the body that its type says: %s', async (contentType, body, expected) => {
		expect(await send(contentType, body)).toEqual({
			status: 200,
			answer: { message: 'Workflow was started' },
		});

		expect(JSON.parse(JSON.stringify(bodies()))).toEqual([expected]);
	});

	test('that says it is JSON and is not is refused before the node sees it', async () => {
		const { status, answer } = await send('application/json', '<job id="1"/>');

		expect(status).toBe(422);
		expect(answer).toEqual({
			code: 422,
			message: 'Failed to parse request body',
			hint: expect.stringContaining('Unexpected token') as string,
		});
		expect(trigger.starts).toEqual([]);
	});

	test('whose node fails is answered with 500', async () => {
		expect(await send('text/plain', 'fail')).toEqual({
			status: 500,
			answer: {
				code: 0,
				message: 'Workflow Webhook Error: Workflow could not be started!',
				error: 'Error: As it was told to',
			},
		});
	});
});
