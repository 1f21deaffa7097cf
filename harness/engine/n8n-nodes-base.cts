/*
 * n8n's own nodes, from n8n-nodes-base, apart from the project's dependencies: the package brings 800
 * others (470 MB), so it is installed once, in a minute, into a cache folder outside of the checkout.
 * `$BENCH_CACHE` is that folder, by default ~/.cache/impact-advocate-bench.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICredentialType } from 'n8n-workflow';
import { nodesOfPackage, type NamedNodeTypes, type NodeClass } from './node-types.cts';

/** The release that n8n-core 2.8.1, which the engine runs on, came with. */
export const NODES_BASE_VERSION = '2.8.1';

const DATE_FNS_VERSION = '2.30.0';

const cache = process.env.BENCH_CACHE ?? join(homedir(), '.cache/impact-advocate-bench');
const folder = join(cache, `n8n-nodes-base-${NODES_BASE_VERSION}`);
const modules = join(folder, 'node_modules');
/** npm writes this last, so it tells that an installation was not broken off. */
const installed = join(modules, '.package-lock.json');

/** Installs n8n-nodes-base unless it is there. */
export function installNodesBase(): void {
	if (!existsSync(installed)) install();
	sharePackages();
}

/** Nodes of n8n's own and types of credentials, to be handed to the engine. */
interface NodesBase {
	nodes: NamedNodeTypes;
	credentialTypes: ICredentialType[];
}

/** The classes of Convert to File and HTTP Request, and of the credential for Basic auth. */
export function loadNodesBase(): NodesBase {
	const load = nodesBaseRequire();
	const { ConvertToFile } = load('./dist/nodes/Files/ConvertToFile/ConvertToFile.node.js') as {
		ConvertToFile: NodeClass;
	};
	const { HttpRequest } = load('./dist/nodes/HttpRequest/HttpRequest.node.js') as {
		HttpRequest: NodeClass;
	};
	const { HttpBasicAuth } = load('./dist/credentials/HttpBasicAuth.credentials.js') as {
		HttpBasicAuth: new () => ICredentialType;
	};
	return {
		nodes: nodesOfPackage('n8n-nodes-base', [ConvertToFile, HttpRequest]),
		credentialTypes: [new HttpBasicAuth()],
	};
}

/** The classes with which one would import a file without us, and of the credential for Basic auth. */
export function loadFileNodes(): NodesBase {
	const load = nodesBaseRequire();
	const classOf = (path: string, name: string) =>
		(load(`./dist/nodes/${path}/${name}.node.js`) as Record<string, NodeClass>)[name];
	const classes = [
		classOf('Files/ExtractFromFile', 'ExtractFromFile'),
		classOf('Filter', 'Filter'),
		classOf('Set', 'Set'),
	].filter((one) => one !== undefined);
	const { nodes, credentialTypes } = loadNodesBase();
	return { nodes: { ...nodes, ...nodesOfPackage('n8n-nodes-base', classes) }, credentialTypes };
}

/** The class of the FTP node, and of its credential for SFTP. */
export function loadFtpNode(): NodesBase {
	const load = nodesBaseRequire();
	const { Ftp } = load('./dist/nodes/Ftp/Ftp.node.js') as { Ftp: NodeClass };
	const { Sftp } = load('./dist/credentials/Sftp.credentials.js') as {
		Sftp: new () => ICredentialType;
	};
	return { nodes: nodesOfPackage('n8n-nodes-base', [Ftp]), credentialTypes: [new Sftp()] };
}

function nodesBaseRequire(): NodeRequire {
	return createRequire(join(modules, 'n8n-nodes-base/package.json'));
}

function install(): void {
	console.error(`Installing n8n-nodes-base ${NODES_BASE_VERSION} into ${folder} …`);
	// What a broken installation has left may lead into a checkout (see sharePackages), where npm would write.
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const manifest = {
		name: 'n8n-nodes-base-for-the-bench',
		private: true,
		// Extract From File loads a package that leaves it to others to bring date-fns.
		dependencies: { 'n8n-nodes-base': NODES_BASE_VERSION, 'date-fns': DATE_FNS_VERSION },
		// It asks for SheetJS from SheetJS's own site; this is the same release from the registry, which
		// n8n itself has since changed to.
		overrides: { xlsx: 'npm:@e965/xlsx@0.20.2' },
	};
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
	const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
	execFileSync('npm', ['install', ...flags, '--loglevel=error'], {
		cwd: folder,
		stdio: ['ignore', 2, 2],
	});
}

/**
 * Packages of which the engine and the nodes must have the same copy, as in n8n: they tell errors and
 * forms by their class.
 */
function sharePackages(): void {
	const requireAsCore = createRequire(require.resolve('n8n-core'));
	for (const name of ['n8n-workflow', 'form-data']) {
		const engines = dirname(requireAsCore.resolve(`${name}/package.json`));
		const own = join(modules, name);
		if (existsSync(own) && realpathSync(own) === realpathSync(engines)) continue;
		rmSync(own, { recursive: true, force: true });
		symlinkSync(engines, own, 'junction');
	}
}
