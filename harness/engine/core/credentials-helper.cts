import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	INodeTypeDescription,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { ICredentialsHelper, NodeHelpers } from 'n8n-workflow';

/** Decrypted credential data by the credential's name or, for nodes that name none, by its type. */
export type CredentialStore = Record<string, ICredentialDataDecryptedObject>;

/** Gives nodes their credentials as n8n does, from memory instead of n8n's database. */
export class CredentialsHelper extends ICredentialsHelper {
	private readonly types: Map<string, ICredentialType>;

	constructor(
		private readonly store: CredentialStore,
		types: ICredentialType[],
	) {
		super();
		this.types = new Map(types.map((type) => [type.name, type]));
	}

	getType(name: string): ICredentialType {
		const type = this.types.get(name);
		if (!type) throw new Error(`Unknown credential type "${name}". Pass its class to the engine.`);
		return type;
	}

	getParentTypes(name: string): string[] {
		const parents = this.types.get(name)?.extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.getType(name);
		const properties: INodeProperties[] = [];
		for (const parent of type.extends ?? []) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(properties, type.properties);
		return properties;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		// n8n passes its simplified options through as if they were the full ones.
		const request = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.getType(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (authenticate?.type !== 'generic') return request;

		const resolve = (value: string) => resolveExpression(value, credentials, workflow, node);
		const parts = request as unknown as Record<string, Record<string, string> | undefined>;
		parts.headers ??= {};
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const target = (parts[part] ??= {});
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				target[resolve(key)] = resolve(value);
			}
		}
		return request;
	}

	/** Fetches a token when the type declares an expirable one and it is missing or was refused. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.getType(typeName);
		const token = type.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		);
		if (!token || !type.preAuthentication) return undefined;
		if (credentials[token.name] !== '' && !credentialsExpired) return undefined;

		const fetched = (await type.preAuthentication.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		const details = node.credentials?.[typeName];
		if (fetched[token.name] === undefined || !details) return undefined;

		await this.updateCredentials(details, typeName, {
			...this.find(details, typeName),
			...fetched,
		});
		return Object.assign(credentials, fetched);
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		values?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.find(nodeCredentials, type);
		if (raw) return await Promise.resolve(structuredClone(stored));

		const filled = this.withDefaults(stored, type);
		if (!values) return filled;
		return values.workflow.expression.getParameterValue(
			// n8n lets credential fields hold expressions, and resolves them like parameters.
			filled as Parameters<typeof values.workflow.expression.getParameterValue>[0],
			values.runExecutionData,
			values.runIndex,
			values.itemIndex,
			values.node.name,
			values.connectionInputData,
			mode,
			{ $vars: additionalData.variables },
			executeData,
		) as ICredentialDataDecryptedObject;
	}

	/** The data with the type's defaults for every field it leaves out. */
	withDefaults(data: ICredentialDataDecryptedObject, type: string): ICredentialDataDecryptedObject {
		const filled = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			structuredClone(data) as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		);
		return (filled ?? {}) as ICredentialDataDecryptedObject;
	}

	getCredentials({ name }: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return Promise.reject(new Error(`"${name}" (${type}) is not kept encrypted in this engine`));
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const key = details.name in this.store ? details.name : type;
		await Promise.resolve((this.store[key] = data));
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.updateCredentials(details, type, { ...this.find(details, type), ...data });
	}

	/** Gives a node the credentials of the types it takes, as a user would: templates name none. */
	assignTo(node: INode, { credentials = [] }: INodeTypeDescription): void {
		for (const { name } of credentials) {
			if (node.credentials?.[name] || !(name in this.store)) continue;
			node.credentials = { ...node.credentials, [name]: { id: name, name } };
		}
	}

	private find(details: INodeCredentialsDetails, type: string): ICredentialDataDecryptedObject {
		const data = this.store[details.name] ?? this.store[type];
		if (!data) {
			const known = Object.keys(this.store).join(', ') || 'none';
			throw new Error(`No credential "${details.name}" of type "${type}" (given: ${known})`);
		}
		return data;
	}
}

function resolveExpression(
	value: string,
	credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
): string {
	if (!value.startsWith('=')) return value;
	const keys = { $credentials: credentials };
	const resolved: unknown = workflow.expression.getSimpleParameterValue(
		node,
		value,
		'internal',
		keys as unknown as Parameters<typeof workflow.expression.getSimpleParameterValue>[3],
		undefined,
		'',
	);
	return resolved ? String(resolved as string | number | boolean) : '';
}
