import '../core/service-container.cts';

import { STATUS_CODES } from 'node:http';

import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunction,
	ICredentialTestRequest,
	ICredentialType,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
	NodeApiError,
} from 'n8n-workflow';
import { createEmptyRunExecutionData } from 'n8n-workflow';

import { CredentialsHelper } from '../core/credentials-helper.cts';
import { createSingleNode } from './single-node.cts';
import { describeNode } from '../stand-ins/describe-node.cts';

export interface TestCredentialOptions {
	credentialType: ICredentialType;
	/** What the user typed into the credential. */
	data: ICredentialDataDecryptedObject;
	/** The package's nodes: the test may be one of their methods. */
	nodes?: INodeType[];
}

/**
 * Tests a credential as n8n does when a user saves it: by the credential's own `test` request, or else by
 * the request or method that a node names as `testedBy`.
 *
 * @returns the status and message shown to the user
 */
export async function testCredential(
	options: TestCredentialOptions,
): Promise<INodeCredentialTestResult> {
	const { credentialType, nodes = [] } = options;
	const data = new CredentialsHelper({}, [credentialType]).withDefaults(
		options.data,
		credentialType.name,
	);
	const decrypted = { id: 'test', name: credentialType.name, type: credentialType.name, data };

	const test = credentialType.test ?? findTest(credentialType.name, nodes);
	if (!test) return { status: 'Error', message: 'No testing function found for this credential.' };
	return typeof test === 'function'
		? await test.call(new CredentialTestContext(), decrypted)
		: await runRequest(test, decrypted, credentialType);
}

function findTest(
	credentialName: string,
	nodes: INodeType[],
): ICredentialTestFunction | ICredentialTestRequest | undefined {
	for (const { description, methods } of nodes) {
		const usage = description.credentials?.find(({ name }) => name === credentialName);
		const test = usage?.testedBy;
		if (test) return typeof test === 'string' ? methods?.credentialTest?.[test] : test;
	}
	return undefined;
}

async function runRequest(
	test: ICredentialTestRequest,
	decrypted: ICredentialsDecrypted,
	credentialType: ICredentialType,
): Promise<INodeCredentialTestResult> {
	try {
		const [[item] = []] = (await request(test, decrypted, credentialType)) ?? [];
		const message = refusedByBody(test, item);
		return message === undefined
			? { status: 'OK', message: 'Connection successful!' }
			: { status: 'Error', message };
	} catch (error) {
		return { status: 'Error', message: explain(test, error) };
	}
}

/** n8n puts the test's request into a node with nothing else in it, and runs that. */
async function request(
	test: ICredentialTestRequest,
	decrypted: ICredentialsDecrypted,
	credentialType: ICredentialType,
): Promise<INodeExecutionData[][] | undefined> {
	const nodeType: INodeType = {
		description: describeNode({
			name: 'credentialTest',
			version: 1,
			credentials: [{ name: credentialType.name, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		}),
	};
	const { workflow, node, additionalData } = createSingleNode({
		nodeType,
		credentials: { [credentialType.name]: decrypted.data ?? {} },
		credentialTypes: [credentialType],
	});
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	return await new RoutingNode(context, nodeType, decrypted).runNode();
}

/**
 * What the editor shows of a failed request. n8n reads it from the error's cause, which n8n-workflow
 * 2.8.0 loses (its error class redeclares `cause`); `httpCode` holds the status or, without an answer,
 * the code of the network error.
 */
function explain({ rules = [] }: ICredentialTestRequest, error: unknown): string {
	const { httpCode, message } = error as Partial<NodeApiError>;
	const status = Number(httpCode);
	if (!httpCode || httpCode === 'none') return message ?? 'Unknown error';
	if (Number.isNaN(status)) return httpCode;

	for (const rule of rules) {
		if (rule.type === 'responseCode' && rule.properties.value === status) {
			return rule.properties.message;
		}
	}
	return STATUS_CODES[status] ?? `Received HTTP status code: ${status}`;
}

function refusedByBody(
	{ rules = [] }: ICredentialTestRequest,
	item: INodeExecutionData | undefined,
): string | undefined {
	for (const rule of rules) {
		if (rule.type !== 'responseSuccessBody') continue;
		if (item?.json[rule.properties.key] === rule.properties.value) return rule.properties.message;
	}
	return undefined;
}
