import '../core/service-container.cts';

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	INodeType,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import type { SingleNode, SingleNodeOptions } from './single-node.cts';
import { createSingleNode, inItsN8n, savedStaticData } from './single-node.cts';
import { UnprocessableBody, withBody } from './webhook-body.cts';

export interface WebhookTriggerOptions extends SingleNodeOptions {
	workflowName?: string;
	/** Static data saved by an earlier life of the workflow. */
	staticData?: IDataObject;
}

/** `trigger`: the workflow is active. `manual`: the editor listens for one test event. */
type Mode = 'trigger' | 'manual';

const WEBHOOK_ID = '5ebd3a5c-9c5e-4f43-9b6b-2f6f2b3d4c11';

/**
 * A workflow that begins with a webhook trigger, behind a real HTTP server, which does what n8n's does:
 * each request gets a workflow of its own with the static data as last saved, the node's answer or
 * n8n's is sent, and the static data is saved unless the node failed.
 */
export class WebhookTrigger {
	/** The items the workflow was started with, start by start. */
	readonly starts: INodeExecutionData[][] = [];

	private readonly server: Server;
	/** Static data of the workflow and, kept apart as in n8n, of the trigger that listens for a test event. */
	private readonly saved: Record<Mode, IDataObject>;
	private active?: Mode;

	constructor(private readonly options: WebhookTriggerOptions) {
		this.saved = { trigger: structuredClone(options.staticData ?? {}), manual: {} };
		this.server = createServer((request, response) => void this.handle(request, response));
	}

	/** Opens the server, on a free port of 127.0.0.1. */
	async open(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Where hooks are received; test hooks have a URL of their own. */
	get url(): string {
		return this.addressOf('trigger');
	}

	get testUrl(): string {
		return this.addressOf('manual');
	}

	/** The static data as last saved. */
	get staticData(): IDataObject {
		return structuredClone(this.saved.trigger);
	}

	/**
	 * Activates the workflow, or with `manual` does what "Listen for test event" does: registers the
	 * webhook unless it exists.
	 *
	 * @throws what the node throws, which n8n shows as the reason why it is not active
	 */
	async activate(mode: Mode = 'trigger'): Promise<void> {
		const { nodeType, context, workflow } = this.hook(mode);
		const methods = nodeType.webhookMethods?.default;
		const exists = await methods?.checkExists.call(context);
		if (exists !== true) await methods?.create.call(context);
		this.saved[mode] = savedStaticData(workflow);
		this.active = mode;
	}

	/** Deactivates the workflow; returns what the node's `delete` returned. */
	async deactivate(): Promise<boolean | undefined> {
		const mode = this.active ?? 'trigger';
		const { nodeType, context, workflow } = this.hook(mode);
		const deleted = await nodeType.webhookMethods?.default?.delete.call(context);
		this.saved[mode] = savedStaticData(workflow);
		this.active = undefined;
		return deleted;
	}

	private hook(mode: Mode) {
		const single = this.create(mode);
		const { workflow, node, additionalData } = single;
		const activation = mode === 'manual' ? 'manual' : 'activate';
		const webhook = webhookData(single, mode);
		const context = new HookContext(workflow, node, additionalData, mode, activation, webhook);
		return { ...single, nodeType: nodeTypeOf(single), context: inItsN8n(context, single) };
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const mode = request.url === new URL(this.testUrl).pathname ? 'manual' : 'trigger';
		const isOurs = request.url === new URL(this.addressOf(mode)).pathname;
		if (!isOurs || this.active !== mode || request.method !== 'POST') {
			return answer(response, 404, { message: 'The requested webhook is not registered.' });
		}
		try {
			const single = this.create(mode);
			const result = await runWebhook(single, mode, await withBody(request), response);
			this.settle(single.workflow, mode, result, response);
		} catch (error) {
			answerError(response, error);
		}
	}

	private settle(
		workflow: Workflow,
		mode: Mode,
		{ workflowData, noWebhookResponse }: IWebhookResponseData,
		response: ServerResponse,
	): void {
		const items = workflowData?.[0];
		if (items !== undefined) this.starts.push(items);
		// When n8n 2.40 itself answers a hook that starts the workflow, it no longer sees that the static
		// data has changed, unless there was none before.
		const isSeen = noWebhookResponse || items === undefined || isEmpty(this.saved.trigger);
		if (mode !== 'manual' && isSeen) this.saved.trigger = savedStaticData(workflow);
		if (noWebhookResponse) return;
		const message = items === undefined ? 'Webhook call received' : 'Workflow was started';
		answer(response, 200, { message });
	}

	private create(mode: Mode): SingleNode {
		const single = createSingleNode(this.options, this.saved[mode]);
		single.node.webhookId = WEBHOOK_ID;
		single.workflow.name = this.options.workflowName;
		single.additionalData.webhookBaseUrl = `${this.baseUrl}/webhook`;
		single.additionalData.webhookTestBaseUrl = `${this.baseUrl}/webhook-test`;
		return single;
	}

	private get baseUrl(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	private addressOf(mode: Mode): string {
		const single = this.create(mode);
		const { webhookBaseUrl, webhookTestBaseUrl } = single.additionalData;
		const base = mode === 'manual' ? webhookTestBaseUrl : webhookBaseUrl;
		return `${base}/${webhookData(single, mode).path}`;
	}
}

/** Opens the server of a workflow that begins with a webhook trigger; it is not active yet. */
export async function openWebhookTrigger(options: WebhookTriggerOptions): Promise<WebhookTrigger> {
	const trigger = new WebhookTrigger(options);
	await trigger.open();
	return trigger;
}

async function runWebhook(
	single: SingleNode,
	mode: Mode,
	request: object,
	response: ServerResponse,
): Promise<IWebhookResponseData> {
	const { workflow, node, additionalData } = single;
	Object.assign(additionalData, { httpRequest: request, httpResponse: response });
	const executionMode = mode === 'manual' ? 'manual' : 'webhook';
	const hook = webhookData(single, mode);
	const base = [workflow, node, additionalData] as const;
	const context = inItsN8n(new WebhookContext(...base, executionMode, hook, [], null), single);
	const nodeType = nodeTypeOf(single);
	if (!nodeType.webhook) throw new Error(`Node "${node.name}" has no webhook`);
	return await nodeType.webhook.call(context);
}

function nodeTypeOf({ workflow, node }: SingleNode): INodeType {
	return workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
}

function webhookData(single: SingleNode, mode: Mode): IWebhookData {
	const { workflow, node } = single;
	const additionalData: IWorkflowExecuteAdditionalData = single.additionalData;
	const webhookDescription = nodeTypeOf(single).description.webhooks?.[0];
	if (!webhookDescription) throw new Error(`Node "${node.name}" has no webhook`);
	return {
		httpMethod: 'POST',
		node: node.name,
		path: NodeHelpers.getNodeWebhookPath(workflow.id, node, webhookDescription.path),
		webhookDescription,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
		isTest: mode === 'manual',
	};
}

/** Answers as n8n does, with the node's error added, which n8n leaves out, for the reader of a failing test. */
function answerError(response: ServerResponse, error: unknown): void {
	if (error instanceof UnprocessableBody) {
		const { status, message, hint } = error;
		return answer(response, status, { code: status, message, hint });
	}
	const message = 'Workflow Webhook Error: Workflow could not be started!';
	answer(response, 500, { code: 0, message, error: String(error) });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
	if (response.headersSent) return void response.end();
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify(body));
}

function isEmpty(data: IDataObject): boolean {
	return Object.keys(data).length === 0;
}
