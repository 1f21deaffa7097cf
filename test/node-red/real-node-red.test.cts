import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.cts';
import { startSandbox } from '../../sandbox/sandbox.cts';
import { exampleFlow } from '../../harness/node-red/example-flow.cts';
import {
	installInto,
	NodeRedProcess,
	type FlowNode,
} from '../../harness/node-red/node-red-process.cts';
import { root } from '../../harness/project.cts';
import { packNodeRed } from '../../harness/packages/packed-node-red.cts';

const folder = mkdtempSync(join(tmpdir(), 'advocate-real-node-red-'));
const userDir = join(folder, 'user');
const reports = join(folder, 'reports.jsonl');
const settings = {
	adminAuth: {
		type: 'credentials',
		// The password of each is its name, hashed with bcrypt.
		users: [
			{
				username: 'admin',
				password: '$2b$04$Su02gsplN0a1rqlOuSAJFenz7FBLa4osgUKpSA.xMuV77UWM6qhfq',
				permissions: '*',
			},
			{
				username: 'reader',
				password: '$2b$04$XB8pbFpQ9Qkno5ish/YYcuInPZP/cCAS3cEQYVghjHhnsB2Zuh93K',
				permissions: 'read',
			},
		],
	},
};
let tarball: string;
let sandbox: Sandbox;
let red: NodeRedProcess;
let token: string;

beforeAll(async () => {
	tarball = packNodeRed(folder);
	installInto(userDir, tarball);
	sandbox = await startSandbox({ jobDurationMs: 0 });
	red = await NodeRedProcess.start({ userDir, settings });
	token = await tokenOf('admin');
}, 600_000);

afterAll(async () => {
	await red?.stop();
	await sandbox?.close();
	rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

async function tokenOf(user: string): Promise<string> {
	const answer = await fetch(`${red.url}/auth/token`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({
			...{ client_id: 'node-red-admin', grant_type: 'password' },
			// Node-RED gives no token for more than the user may do.
			scope: user === 'admin' ? '*' : 'read',
			...{ username: user, password: user },
		}),
	});
	const { access_token } = (await answer.json()) as { access_token?: string };
	if (access_token === undefined) throw new Error(`No token for ${user}`);
	return access_token;
}

async function admin(path: string, bearer: string | undefined): Promise<Response> {
	return await fetch(red.url + path, {
		headers: {
			Accept: 'application/json',
			...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
		},
	});
}

function tenant() {
	const [first] = sandbox.tenants;
	if (first === undefined) throw new Error('The sandbox has no tenant');
	return first;
}

/** Sent with the key, as the sandbox accepts any. */
const userName = 'IRSANDBOXacme';

/** GET /import runs the whole chain, every node as it comes, and answers with the outcome. */
function importFlow(): FlowNode[] {
	const chain = ['advocate-upload', 'advocate-validate', 'advocate-create-job', 'advocate-wait'];
	const link = { tenant: 'the-tenant', z: 'the-flow' };
	const csv = 'accountId,id\nacme,ann\nacme,bob\n';
	return [
		{ id: 'the-flow', type: 'tab', label: 'import' },
		{
			...{ id: 'the-tenant', type: 'advocate-tenant', tenantAlias: tenant().alias },
			...{ baseUrl: sandbox.baseUrl, credentials: { apiKey: tenant().apiKey, userName } },
		},
		{
			...{ id: 'http', type: 'http in', z: 'the-flow', method: 'get', url: '/import' },
			wires: [['csv']],
		},
		{
			...{ id: 'csv', type: 'change', z: 'the-flow', wires: [['step0']] },
			rules: [{ t: 'set', p: 'payload', pt: 'msg', to: csv, tot: 'str' }],
		},
		...chain.map((type, index) => ({
			...{ id: `step${index}`, type, ...link },
			...(index === 0 && { jobType: 'MUTATION/USER', jobTypeType: 'jobType' }),
			wires: index < 3 ? [[`step${index + 1}`]] : [['answer', 'report'], [], []],
		})),
		{ id: 'answer', type: 'http response', z: 'the-flow', wires: [] },
		{
			...{ id: 'report', type: 'file', z: 'the-flow', filename: reports, filenameType: 'str' },
			...{ appendNewline: true, overwriteFile: 'false', wires: [[]] },
		},
	];
}

it('runs an import from the packed tarball, every node as it comes, with its texts', async () => {
	await red.deploy(importFlow(), token);
	const answer = await fetch(`${red.url}/import`);

	expect(await answer.json()).toMatchObject({
		status: 'COMPLETED',
		stats: { recordsProcessed: 2, errors: 0 },
	});
	const texts = await admin('/locales/@impact-advocate/node-red-advocate/advocate-wait', token);
	expect(await texts.json()).toMatchObject({ palette: 'advocate wait' });
});

it('keeps the key encrypted, and hands it to nobody', async () => {
	const credentials = readFileSync(join(userDir, 'flows_cred.json'), 'utf8');
	expect(credentials).not.toContain(tenant().apiKey);
	expect(readFileSync(join(userDir, 'flows.json'), 'utf8')).not.toContain(tenant().apiKey);
	const flows = await (await admin('/flows', token)).text();
	expect(flows).not.toContain(tenant().apiKey);
	expect(red.log.join('')).not.toContain(tenant().apiKey);
});

it('keeps the user name with the key, and signs in with it', () => {
	const credentials = readFileSync(join(userDir, 'flows_cred.json'), 'utf8');
	expect(credentials).not.toContain(userName);
	expect(readFileSync(join(userDir, 'flows.json'), 'utf8')).not.toContain(userName);
	const basic = Buffer.from(`${userName}:${tenant().apiKey}`).toString('base64');
	expect(sandbox.requests.at(-1)?.headers.authorization).toBe(`Basic ${basic}`);
});

it('fills lists from the tenant for those who may change flows, and for nobody else', async () => {
	const path = '/advocate/tenants/the-tenant/segments';
	const answer = await admin(path, token);
	const text = await answer.text();

	expect(JSON.parse(text)).toEqual(
		expect.arrayContaining([
			{ id: expect.any(String) as string, name: expect.any(String) as string },
		]),
	);
	expect(text).not.toContain(tenant().apiKey);
	expect((await admin(path, undefined)).status).toBe(401);
	expect((await admin(path, await tokenOf('reader'))).status).toBe(401);
	expect((await admin('/advocate/tenants/nobody/segments', token)).status).toBe(404);
});

describe('Check connection', () => {
	/** Presses it, with what stands in the form; the editor shows a stored key as `__PWRD__`. */
	async function check(typed: object, id = 'the-tenant', bearer = token) {
		const { alias } = tenant();
		const form = { tenantAlias: alias, baseUrl: sandbox.baseUrl, apiKey: '__PWRD__', userName };
		const answer = await fetch(`${red.url}/advocate/tenants/${id}/check`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` },
			body: JSON.stringify({ ...form, ...typed }),
		});
		const text = await answer.text();
		expect(text).not.toContain(tenant().apiKey);
		return [answer.status, answer.ok ? (JSON.parse(text) as object) : text];
	}

	it('tries what is typed, deployed or not', async () => {
		const { apiKey } = tenant();
		expect(await check({})).toEqual([200, { isLiveMode: false }]);
		expect(await check({ apiKey }, 'not-deployed')).toEqual([200, { isLiveMode: false }]);
		expect(await check({ apiKey: 'just typed' })).toEqual([
			502,
			expect.stringContaining('KEY_REFUSED') as string,
		]);
		expect(await check({ tenantAlias: '' })).toEqual([
			502,
			expect.stringContaining('SETTINGS_INVALID') as string,
		]);
	});

	it('sends a stored key nowhere else', async () => {
		const requests = sandbox.requests.length;
		const baseUrl = sandbox.baseUrl.replace('127.0.0.1', 'localhost');
		expect(await check({ baseUrl })).toEqual([
			502,
			expect.stringContaining('The stored API key is for another base URL') as string,
		]);
		expect(sandbox.requests).toHaveLength(requests);
	});

	it('is for those who may change flows', async () => {
		const answer = await check({}, 'the-tenant', await tokenOf('reader'));
		expect(answer[0]).toBe(401);
	});
});

it('takes a wait up again after it was killed in the middle, and reports the job once', async () => {
	rmSync(reports, { force: true });
	sandbox.jobs.hold(true);
	const asked = fetch(`${red.url}/import`).catch(() => undefined);
	const jobs = sandbox.jobs.list().length;
	await until(() => sandbox.jobs.list().length > jobs && contextHolds('"deadline"'));
	await red.stop('SIGKILL');
	await asked;
	sandbox.jobs.hold(false);

	red = await NodeRedProcess.start({ userDir, settings });
	await until(() => existsSync(reports));
	await until(() => !contextHolds('"deadline"'));
	await red.stop();
	red = await NodeRedProcess.start({ userDir, settings });
	token = await tokenOf('admin');
	await (await admin('/flows', token)).text();

	const lines = readFileSync(reports, 'utf8').trim().split('\n');
	expect(lines.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual([
		'COMPLETED',
	]);
});

const EXAMPLES = readdirSync(join(root, 'node-red/examples')).map((file) =>
	file.replace('.json', ''),
);

interface NodeSet {
	module: string;
	name: string;
	types: string[];
	err?: string;
}

it.each(EXAMPLES)('deploys its example %s, or says what has to be installed', async (name) => {
	const sets = (await (await admin('/nodes', token)).json()) as NodeSet[];
	const flow = exampleFlow(name, sandbox.baseUrl, tenant());
	const known = sets.flatMap(({ types }) => types);
	const info = flow.find(({ type }) => type === 'tab')?.['info'];
	const missing = flow.filter(({ type }) => type !== 'tab' && !known.includes(type));
	if (missing.length > 0) {
		expect(info).toMatch(/ Install the palette node node-red-[a-z-]+ first /);
		return;
	}
	expect(info).not.toContain('palette node');
	await red.deploy(flow, token);
	const flows = (await (await admin('/flows', token)).json()) as FlowNode[];
	expect(flows.length).toBeGreaterThan(5);
	const ours = sets.filter(({ module }) => module === '@impact-advocate/node-red-advocate');
	expect(ours.map(({ name }) => name).sort()).toEqual(nodesOfManifest().sort());
	expect(ours.filter(({ err }) => err !== undefined)).toEqual([]);
});

/** The nodes that the package says it has. */
function nodesOfManifest(): string[] {
	const path = join(root, 'node-red/package.json');
	const manifest = JSON.parse(readFileSync(path, 'utf8')) as {
		'node-red': { nodes: Record<string, string> };
	};
	return Object.keys(manifest['node-red'].nodes);
}

/** A node of Node-RED's own, before it has a place in a flow. */
type CoreNode = { type: string } & Record<string, unknown>;

/** Chains of Node-RED's own nodes, as they are dropped, that give users.csv as a sequence; with its rows or lines. */
const SEQUENCES: Record<string, Array<CoreNode>> = {
	'lines of a file': [fileIn('lines')],
	'chunks of a file': [fileIn('stream')],
	'rows of a file by lines': [fileIn('lines'), csv('one')],
	'rows of a file': [fileIn('utf8'), csv('one')],
	'an array of rows': [fileIn('utf8'), csv('mult')],
	'an array of rows of a file by lines': [fileIn('lines'), csv('mult')],
	'lines that were split': [fileIn('utf8'), split()],
	'rows that were split': [fileIn('utf8'), csv('mult'), split()],
	'rows in a batch': [
		fileIn('utf8'),
		csv('one'),
		{ type: 'batch', mode: 'count', count: 2, overlap: 0, honourParts: true },
	],
	'a stream that never ends': [fileIn('utf8'), split(true)],
};

function fileIn(format: string): CoreNode {
	const filename = join(folder, 'users.csv');
	return {
		type: 'file in',
		filename,
		filenameType: 'str',
		format,
		allProps: true,
		encoding: 'none',
		sendError: false,
	};
}

function csv(multi: string): CoreNode {
	return {
		type: 'csv',
		spec: 'rfc',
		sep: ',',
		hdrin: true,
		hdrout: 'none',
		multi,
		ret: '\\r\\n',
		temp: '',
		skip: '0',
		strings: false,
	};
}

function split(stream = false): CoreNode {
	return {
		type: 'split',
		splt: '\\n',
		spltType: 'str',
		arraySplt: 1,
		arraySpltType: 'len',
		stream,
		property: 'payload',
	};
}

const LAST = Object.keys(SEQUENCES).length - 1;

/** GET /sequence/0 and so on runs a chain into advocate-upload, and answers with what left, or was caught. */
function sequenceFlows(): FlowNode[] {
	const chains = Object.values(SEQUENCES).flatMap((nodes, number) => {
		const z = `flow${number}`;
		const id = (index: number) => (index < nodes.length ? `${z}-${index}` : `${z}-upload`);
		const upload = {
			...{ jobType: 'MUTATION/USER', jobTypeType: 'jobType' },
			gatherTimeout: number === LAST ? '2' : '',
		};
		const failed = [{ t: 'set', p: 'payload', pt: 'msg', to: 'error.message', tot: 'msg' }];
		return [
			{ id: z, type: 'tab', label: z },
			{
				...{ id: `${z}-http`, type: 'http in', z, method: 'get', url: `/sequence/${number}` },
				wires: [[id(0)]],
			},
			...nodes.map((node, index) => ({ ...node, id: id(index), z, wires: [[id(index + 1)]] })),
			{
				...{ id: `${z}-upload`, type: 'advocate-upload', z, tenant: 'the-tenant' },
				...upload,
				wires: [[`${z}-answer`], []],
			},
			{ id: `${z}-catch`, type: 'catch', z, scope: null, wires: [[`${z}-failed`]] },
			{ id: `${z}-failed`, type: 'change', z, rules: failed, wires: [[`${z}-answer`]] },
			{ id: `${z}-answer`, type: 'http response', z, wires: [] },
		];
	});
	return [...importFlow().filter(({ id }) => id === 'the-tenant'), ...chains];
}

describe("a sequence of Node-RED's own nodes", () => {
	const text = 'accountId,id\nacme,ann\nacme,bob\n';

	beforeAll(async () => {
		writeFileSync(join(folder, 'users.csv'), text);
		await red.deploy(sequenceFlows(), token);
	});

	it.each(
		Object.keys(SEQUENCES)
			.slice(0, -1)
			.map((name, number) => [name, number]),
	)('is one file: %s', async (_name, number) => {
		const answer = await fetch(`${red.url}/sequence/${number}`);
		const { fileRef } = (await answer.json()) as { fileRef?: string };
		const uploaded = readFileSync(sandbox.uploads.get(fileRef ?? '')?.path ?? '', 'utf8');

		expect(uploaded.match(/ann|bob/g)).toEqual(['ann', 'bob']);
	});

	it('is given up after a time if it never ends', async () => {
		const answer = await fetch(`${red.url}/sequence/${LAST}`);

		expect(await answer.text()).toContain('3 parts came, and no other for 2 s');
	});
});

it('holds compiled nodes, editor files and examples, and nothing else', () => {
	const listed = execFileSync('tar', ['-tzf', tarball]).toString().trim().split('\n');
	const allowed =
		/^package\/(package\.json|README\.md|CHANGELOG\.md|LICENSE|examples\/[a-z-]+\.json|resources\/editor\.js|dist\/(advocate|node-red)\/.+\.(js|json|html|svg))$/;
	expect(listed.filter((file) => !allowed.test(file))).toEqual([]);
	const { dependencies } = JSON.parse(
		execFileSync('tar', ['-xzOf', tarball, 'package/package.json']).toString(),
	) as { dependencies: object };
	expect(Object.keys(dependencies)).toEqual(['form-data', 'undici']);
});

/** Whether what nodes remember on disk has a text in it. */
function contextHolds(text: string): boolean {
	const context = join(userDir, 'context/the-flow/step3.json');
	return existsSync(context) && readFileSync(context, 'utf8').includes(text);
}

async function until(holds: () => boolean): Promise<void> {
	// Ends only what hangs, and before jest does, to show the log.
	const deadline = performance.now() + 100_000;
	while (!holds()) {
		if (performance.now() > deadline) throw new Error(`It never came:\n${red.log.join('')}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
