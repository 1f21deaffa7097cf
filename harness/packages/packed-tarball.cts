import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../project.cts';

/** What npm would publish, unpacked in a place where it finds n8n-workflow as in an installation. */
export class PackedTarball {
	private readonly parent = mkdtempSync(join(tmpdir(), 'advocate-tarball-'));
	readonly folder = join(this.parent, 'package');

	constructor() {
		execFileSync('npm', ['pack', '--silent', '--pack-destination', this.parent], { cwd: root });
		const tarball = readdirSync(this.parent).find((name) => name.endsWith('.tgz'));
		if (tarball === undefined) throw new Error('npm pack made no tarball');
		execFileSync('tar', ['-xzf', tarball], { cwd: this.parent });
		symlinkSync(join(root, 'node_modules'), join(this.parent, 'node_modules'));
	}

	/** Every file, by its path in the tarball. */
	files(): string[] {
		const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true });
		return entries
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1));
	}

	remove(): void {
		rmSync(this.parent, { recursive: true, force: true });
	}
}
