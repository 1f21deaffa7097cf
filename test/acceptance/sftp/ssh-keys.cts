import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface KeyPair {
	/** The file of the private key, readable by its owner only. */
	path: string;
	/** In OpenSSH's own format, as a builder pastes it into n8n's credential. */
	privateKey: string;
	/** One line, as a builder pastes it into the portal. */
	publicKey: string;
}

/** Makes an ED25519 key without a passphrase, of the kind that Advocate asks for. */
export function makeKeyPair(path: string): KeyPair {
	execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'advocate', '-f', path]);
	return {
		path,
		privateKey: readFileSync(path, 'utf8'),
		publicKey: readFileSync(`${path}.pub`, 'utf8'),
	};
}
