/*
 * `npm run test:sftp`: the template workflows/users-over-sftp.json from CRM rows to the message that the
 * import has ended, with n8n's own FTP node, a real OpenSSH server, and the sandbox picking the file up as
 * Advocate does. Needs root and Debian's openssh-server (installed where it is missing); without them it
 * fails and says so. n8n's nodes are installed once into a cache folder, as for the bench.
 *
 * In Node's own test runner: jest gives modules another realm than Node's, which SSH's cryptography does
 * not bear.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { INodeParameters } from 'n8n-workflow';
import { installNodesBase, loadFtpNode } from '../../../harness/engine/n8n-nodes-base.cts';
import { AdvocateApi } from '../../../credentials/AdvocateApi.credentials.ts';
import type { FinishedRun } from '../../../harness/engine/finished-run.cts';
import { createNodeTypes, nodesOfPackage } from '../../../harness/engine/node-types.cts';
import { createPoller, type Poller } from '../../../harness/engine/one-node/poll.cts';
import { runWorkflow, type WorkflowJson } from '../../../harness/engine/run-workflow.cts';
import { createStandIns, type SentMessage } from '../../../harness/engine/stand-ins.cts';
import { AdvocateWaitForCompletionTrigger } from '../../../nodes/AdvocateWaitForCompletionTrigger/AdvocateWaitForCompletionTrigger.node.ts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { startSandbox } from '../../../sandbox/sandbox.cts';
import { TemporaryFolder } from '../../../harness/processes/temporary-folder.cts';
import { nodeClasses } from '../../support/advocate-nodes.cts';
import { installOpenSsh, startOpenSsh, type OpenSsh } from './open-ssh.cts';
import { makeKeyPair, type KeyPair } from './ssh-keys.cts';
import { root } from '../../../harness/project.cts';

const tenant = { alias: `test_sftp${process.pid}`, apiKey: 'TEST_key_of_the_sftp_test' };
const prefixes = { users_: 'MUTATION/USER', events_: 'MUTATION/USER_EVENT' } as const;

const temporary = new TemporaryFolder('advocate-sftp-test');
const folder = temporary.path;
let key: KeyPair;
let server: OpenSsh;
let sandbox: Sandbox;
let sent: SentMessage[] = [];

before(async () => {
	await installOpenSsh();
	installNodesBase();
	key = makeKeyPair(join(folder, 'key'));
	server = await startOpenSsh({ user: tenant.alias, publicKey: key.publicKey });
});

after(async () => {
	await server?.stop();
	temporary.remove();
});

beforeEach(async () => {
	sent = [];
	const sftp = { folder: server.filesFolder, prefixes };
	sandbox = await startSandbox({ sftp, tenants: [tenant], jobDurationMs: 200 });
});

afterEach(async () => {
	await sandbox.close();
	for (const name of readdirSync(inbox())) rmSync(join(inbox(), name), { recursive: true });
});

const inbox = () => join(server.filesFolder, tenant.alias);

/** The template, with what a builder sets: the file, and whatever else the test changes. */
function template(changes: Record<string, INodeParameters> = {}): WorkflowJson {
	const file = join(root, 'workflows/users-over-sftp.json');
	const workflow = JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
	for (const { name, parameters } of workflow.nodes) {
		if (name === 'Read CRM Export') {
			parameters.fileSelector = join(root, 'examples/crm-contacts.csv');
		}
		Object.assign(parameters, changes[name]);
	}
	return workflow;
}

function parametersOf(node: string): INodeParameters {
	return template().nodes.find(({ name }) => name === node)?.parameters ?? {};
}

const credentials = () => ({
	advocateApi: { tenantAlias: tenant.alias, apiKey: tenant.apiKey, baseUrl: sandbox.baseUrl },
	sftp: {
		...{ host: '127.0.0.1', port: server.port, username: tenant.alias },
		...{ privateKey: key.privateKey, password: '', passphrase: '' },
	},
});

async function run(
	workflow: WorkflowJson,
	startNode: string,
	sftp: Partial<ReturnType<typeof credentials>['sftp']> = {},
): Promise<FinishedRun> {
	const ftp = loadFtpNode();
	const given = credentials();
	return await runWorkflow({
		workflow,
		startNode,
		nodeTypes: createNodeTypes(
			nodesOfPackage('n8n-nodes-impact-advocate', nodeClasses),
			createStandIns((message) => sent.push(message)),
			ftp.nodes,
		),
		credentialTypes: [new AdvocateApi(), ...ftp.credentialTypes],
		credentials: { ...given, sftp: { ...given.sftp, ...sftp } },
		binaryDataFolder: folder,
	});
}

function trigger(): Poller {
	return createPoller({
		nodeType: new AdvocateWaitForCompletionTrigger(),
		parameters: parametersOf('Advocate Wait for Completion Trigger'),
		credentials: { advocateApi: credentials().advocateApi },
		credentialTypes: [new AdvocateApi()],
	});
}

/** What Advocate does: takes the files that are whole, and runs their jobs to the end. */
async function pickUp(): Promise<string[]> {
	await sandbox.sftp.collect();
	const taken = await sandbox.sftp.collect();
	await sandbox.jobs.filesRead();
	await new Promise((done) => setTimeout(done, 250));
	return taken.map(({ jobId }) => jobId);
}

void describe('users over SFTP', () => {
	void it('go from CRM rows to a job that the trigger reports', async () => {
		const watching = trigger();
		assert.equal(await watching.poll(), null);

		const sending = await run(template(), 'Every Night');

		assert.equal(sending.error, undefined);
		assert.equal(sending.items('Sent').length, 1);
		const [fileName = ''] = readdirSync(inbox());
		assert.match(fileName, /^users_users-[-\d]+\.jsonl$/);
		const lines = readFileSync(join(inbox(), fileName), 'utf8').trimEnd().split('\n');
		assert.equal(lines.length, 995);

		const [jobId] = await pickUp();

		assert.deepEqual(readdirSync(inbox()), []);
		const reported = await watching.poll();
		assert.deepEqual(
			reported?.[0]?.map(({ json }) => [json.id, json.type, json.status, json.stats]),
			[[jobId, 'MUTATION/USER', 'COMPLETED', { recordsProcessed: 995, errors: 0 }]],
		);
		assert.equal(await watching.poll(), null);
	});

	void it('are told in Slack once they are imported', async () => {
		await run(template(), 'Every Night');
		await pickUp();
		sent = [];

		const told = await run(template(), 'Advocate Wait for Completion Trigger');

		assert.equal(told.error, undefined);
		assert.match(JSON.stringify(sent), /995 rows, none failed/);
	});

	void it('go under the prefix that is set, which tells the type', async () => {
		const changed = template({
			'Advocate Upload': {
				type: 'MUTATION/USER_EVENT',
				additionalColumns: {
					column: [
						{ field: 'userId', value: '={{ $json.id }}' },
						{ field: 'event.key', value: 'signup' },
					],
				},
				options: { prepareOnly: true, prefix: 'events_' },
			},
		});

		const sending = await run(changed, 'Every Night');
		await pickUp();

		assert.equal(sending.error, undefined);
		assert.deepEqual(
			sandbox.jobs.list().map(({ type }) => type),
			['MUTATION/USER_EVENT'],
		);
	});

	void it('that are too many for one file go in several, each a job', async () => {
		const upload = parametersOf('Advocate Upload');
		const options = { ...(upload.options as INodeParameters), maxRows: 400 };

		await run(template({ 'Advocate Upload': { options } }), 'Every Night');

		assert.equal((await pickUp()).length, 3);
		const rows = sandbox.jobs.list().map(({ stats }) => stats?.recordsProcessed ?? 0);
		assert.equal(
			rows.reduce((sum, count) => sum + count),
			995,
		);
	});

	void it('that the server does not let in are told by email, and make no job', async () => {
		const stranger = makeKeyPair(join(folder, 'stranger'));

		const sending = await run(template(), 'Every Night', { privateKey: stranger.privateKey });

		assert.equal(sending.error, undefined);
		assert.equal(sending.items('Sent').length, 0);
		assert.match(JSON.stringify(sent), /Advocate: the file was not sent/);
		assert.deepEqual(await pickUp(), []);
	});

	void it('that have no place on the server are told by email, too', async () => {
		// `/` belongs to root, as on a server that locks its users in.
		const elsewhere = template({ 'Send over SFTP': { path: '=/{{ $json.fileName }}' } });

		await run(elsewhere, 'Every Night');

		assert.match(JSON.stringify(sent), /Advocate: the file was not sent/);
	});
});
