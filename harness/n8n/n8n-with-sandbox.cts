import { mkdirSync } from 'node:fs';
import type { SandboxOptions } from '../../sandbox/options.cts';
import type { Sandbox } from '../../sandbox/sandbox.cts';
import { startSandbox } from '../../sandbox/sandbox.cts';
import { TemporaryFolder } from '../processes/temporary-folder.cts';
import { installPackage } from './community-package.cts';
import { installedN8n, type InstalledN8n } from './installed-n8n.cts';
import { N8nProcess } from './n8n-process.cts';
import { RestClient, type Owner } from './rest-client.cts';
import {
	runnableTemplate,
	templateNames,
	type CredentialRef,
	type StoredWorkflow,
	type WorkflowFile,
} from './workflow-files.cts';

export const OWNER: Owner = { email: 'owner@example.com', password: 'Try-Advocate-1' };
const CREDENTIAL = { name: 'Advocate (sandbox)', type: 'advocateApi' };

export interface N8nWithSandboxOptions {
	/** n8n's port, if it is free. */
	port?: number;
	/** The folder in which n8n keeps its data, which stays; by default a temporary one that `close` removes. */
	folder?: string;
	/** For n8n's process. */
	env?: Record<string, string>;
	sandbox?: SandboxOptions;
	/** A sandbox that runs already and goes on, in place of one of its own. */
	sharedSandbox?: Sandbox;
}

/** What the nodes' credential holds. */
export interface AdvocateCredential {
	tenantAlias: string;
	apiKey: string;
	baseUrl: string;
}

type DataFolder = Pick<TemporaryFolder, 'path' | 'remove'>;

/** A whole n8n with this package installed, and a sandbox that its credential points at. */
export class N8nWithSandbox {
	private constructor(
		readonly installed: InstalledN8n,
		readonly n8n: N8nProcess,
		readonly sandbox: Sandbox,
		/** Signed in as OWNER. */
		readonly rest: RestClient,
		readonly credential: CredentialRef,
		private readonly folder: DataFolder,
		/** End what was started, the last one first. */
		private readonly ends: Array<() => Promise<void>>,
	) {}

	/** Installs what is missing, starts both, and creates the owner and the credential. */
	static async start(options: N8nWithSandboxOptions = {}): Promise<N8nWithSandbox> {
		const { port, env, sharedSandbox } = options;
		const folder = dataFolder(options.folder);
		const ends: Array<() => Promise<void>> = [];
		try {
			const installed = await installedN8n();
			await installPackage(folder.path);
			const sandbox = sharedSandbox ?? (await startSandbox(options.sandbox));
			if (sandbox !== sharedSandbox) ends.unshift(async () => await sandbox.close());
			const n8n = await N8nProcess.start({ n8n: installed, userFolder: folder.path, port, env });
			ends.unshift(async () => await n8n.stop());
			const rest = await RestClient.signedIn(n8n.url, OWNER);
			const credential = await chosenCredential(rest, sandboxCredential(sandbox));
			return new N8nWithSandbox(installed, n8n, sandbox, rest, credential, folder, ends);
		} catch (error) {
			for (const end of ends) await end();
			folder.remove();
			throw error;
		}
	}

	/** What the credential in n8n holds. */
	get credentialData(): AdvocateCredential {
		return sandboxCredential(this.sandbox);
	}

	/** Puts a workflow into n8n. */
	async add(workflow: WorkflowFile): Promise<StoredWorkflow> {
		return await this.rest.post<StoredWorkflow>('/workflows', { ...workflow, active: false });
	}

	/** Puts every template into n8n, ready to be run, except those whose names are there already. */
	async addTemplates(): Promise<Map<string, StoredWorkflow>> {
		const there = await this.rest.get<StoredWorkflow[]>('/workflows');
		const known = new Set((Array.isArray(there) ? there : []).map(({ name }) => name));
		const added = new Map<string, StoredWorkflow>();
		for (const file of templateNames()) {
			const workflow = runnableTemplate(file, this.credential);
			if (!known.has(workflow.name)) added.set(file, await this.add(workflow));
		}
		return added;
	}

	/** The workflow as it is stored now, with what its triggers remember. */
	async stored({ id }: Pick<StoredWorkflow, 'id'>): Promise<StoredWorkflow> {
		return await this.rest.get<StoredWorkflow>(`/workflows/${id}`);
	}

	/** Publishes a workflow, so that its trigger works. */
	async activate({ id, versionId }: StoredWorkflow): Promise<void> {
		await this.rest.post(`/workflows/${id}/activate`, { versionId });
	}

	/** Takes a published workflow back. */
	async deactivate({ id }: StoredWorkflow): Promise<void> {
		await this.rest.post(`/workflows/${id}/deactivate`);
	}

	async close(): Promise<void> {
		for (const end of this.ends) await end();
		this.folder.remove();
	}
}

/** The given folder, which is kept, or a temporary one. */
function dataFolder(kept?: string): DataFolder {
	if (kept === undefined) return new TemporaryFolder('advocate-n8n');
	mkdirSync(kept, { recursive: true });
	return { path: kept, remove: () => undefined };
}

function sandboxCredential({ baseUrl, tenants: [tenant] }: Sandbox): AdvocateCredential {
	if (tenant === undefined) throw new Error('The sandbox has no tenant');
	return { tenantAlias: tenant.alias, apiKey: tenant.apiKey, baseUrl };
}

/** Creates the credential, or points the one in a kept folder at this run's sandbox. */
async function chosenCredential(
	rest: RestClient,
	data: AdvocateCredential,
): Promise<CredentialRef> {
	const all = await rest.get<Array<CredentialRef & { type: string }>>('/credentials');
	const there = all.find(({ name, type }) => name === CREDENTIAL.name && type === CREDENTIAL.type);
	const { id, name } = await (there === undefined
		? rest.post<CredentialRef>('/credentials', { ...CREDENTIAL, data })
		: rest.patch<CredentialRef>(`/credentials/${there.id}`, { ...CREDENTIAL, data }));
	return { id, name };
}
