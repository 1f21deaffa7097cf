import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../harness/project.cts';
import { MarkdownPage } from './markdown.cts';

/** Folders of others, or of what is made. */
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', 'findings']);

/** Every page in Markdown, from the project's folder. */
export const pages: string[] = pagesBelow('');

function pagesBelow(folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pagesBelow(path);
		return entry.name.endsWith('.md') ? [path] : [];
	});
}

const read = new Map<string, MarkdownPage>();

export function pageAt(path: string): MarkdownPage {
	const page = read.get(path) ?? new MarkdownPage(readFileSync(join(root, path), 'utf8'));
	read.set(path, page);
	return page;
}
