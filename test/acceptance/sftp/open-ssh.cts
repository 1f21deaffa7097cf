import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { atExit } from '../../../harness/processes/end-of-process.cts';
import { ensurePrograms, programPath } from '../../../harness/packages/debian-packages.cts';
import { freePort } from '../../../harness/processes/free-port.cts';
import { makeKeyPair } from './ssh-keys.cts';

const startsWithinMs = 10_000;

export interface OpenSshOptions {
	/** The name of the system user to make, who may log in: the tenant alias. */
	user: string;
	/** As in authorized_keys. */
	publicKey: string;
}

/** A running OpenSSH server of one user, who is locked into a folder and can do nothing but SFTP. */
export interface OpenSsh {
	port: number;
	/** What the users see as `/`: a folder for each, named as the user. The login lands in it. */
	filesFolder: string;
	/** What the server logged so far. */
	log: () => string;
	/** Ends the server, and removes its files and the user. */
	stop: () => Promise<void>;
}

/**
 * Makes sure that Debian's OpenSSH server is installed.
 * @throws Error saying what is missing where this cannot be done
 */
export async function installOpenSsh(): Promise<void> {
	if (process.getuid?.() !== 0) {
		throw new Error(
			'The SFTP test needs root: OpenSSH locks users into a folder, and a user is made for it. ' +
				'Run "sudo npm run test:sftp", or run it in a container.',
		);
	}
	await ensurePrograms({ sshd: 'openssh-server' }, 'to receive a file over SFTP');
}

/** Starts OpenSSH on a free port of 127.0.0.1, with keys, settings and files of its own. */
export async function startOpenSsh({ user, publicKey }: OpenSshOptions): Promise<OpenSsh> {
	// sshd wants every folder above the one it locks users into to be writable by root only; /tmp is not.
	const folder = mkdtempSync('/srv/advocate-sftp-');
	chmodSync(folder, 0o755);
	const filesFolder = join(folder, 'files');
	let server: ChildProcess | undefined;
	let log = '';
	const remove = () => {
		removeUser(user);
		rmSync(folder, { recursive: true, force: true });
	};
	const forget = atExit(() => {
		server?.kill();
		remove();
	});
	const stop = async (): Promise<void> => {
		if (server) await ended(server);
		remove();
		forget();
	};
	try {
		makeUser(user);
		makeFolders(folder, filesFolder, user, publicKey);
		const port = await freePort();
		const settings = join(folder, 'sshd_config');
		writeFileSync(settings, settingsFor({ folder, filesFolder, user, port }));
		// By its whole path, as it starts itself anew for each connection.
		server = spawn(programPath('sshd') ?? 'sshd', ['-D', '-e', '-f', settings], {
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		server.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
		await listening(server, port, () => log);
		return { port, filesFolder, log: () => log, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

function makeFolders(folder: string, filesFolder: string, user: string, publicKey: string): void {
	// Where sshd puts the process that speaks to somebody who has not logged in yet.
	mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
	mkdirSync(join(folder, 'keys'));
	writeFileSync(join(folder, 'keys', user), publicKey);
	makeKeyPair(join(folder, 'host_key'));
	mkdirSync(join(filesFolder, user), { recursive: true });
	chownSync(join(filesFolder, user), idOf('-u', user), idOf('-g', user));
	chmodSync(join(filesFolder, user), 0o700);
}

interface ServerSettings {
	folder: string;
	filesFolder: string;
	user: string;
	port: number;
}

function settingsFor({ folder, filesFolder, user, port }: ServerSettings): string {
	return [
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${join(folder, 'host_key')}`,
		'PidFile none',
		`AuthorizedKeysFile ${join(folder, 'keys/%u')}`,
		'AuthenticationMethods publickey',
		'UsePAM no',
		`AllowUsers ${user}`,
		`ChrootDirectory ${filesFolder}`,
		'ForceCommand internal-sftp -d /%u',
		'Subsystem sftp internal-sftp',
		'AllowTcpForwarding no',
		'X11Forwarding no',
		'LogLevel VERBOSE',
		'',
	].join('\n');
}

function makeUser(user: string): void {
	// A password of "*" fits none, and unlike "!" it does not lock the account against keys.
	const flags = ['--no-create-home', '--home-dir', '/', '--shell', '/usr/sbin/nologin'];
	execFileSync('useradd', [...flags, '--user-group', '--password', '*', user]);
}

function removeUser(user: string): void {
	spawnSync('userdel', ['--force', user]);
}

function idOf(which: '-u' | '-g', user: string): number {
	return Number(execFileSync('id', [which, user]).toString());
}

async function listening(server: ChildProcess, port: number, log: () => string): Promise<void> {
	const deadline = Date.now() + startsWithinMs;
	while (Date.now() < deadline && server.exitCode === null) {
		if (await answers(port)) return;
		await setTimeout(50);
	}
	throw new Error(`OpenSSH did not start:\n${log()}`);
}

async function answers(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		return await new Promise((done) => {
			socket.once('connect', () => done(true));
			socket.once('error', () => done(false));
		});
	} finally {
		socket.destroy();
	}
}

async function ended(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null || server.signalCode !== null) return;
	const exit = new Promise((done) => server.once('exit', done));
	server.kill();
	await exit;
}
