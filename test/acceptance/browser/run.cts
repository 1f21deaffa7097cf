/**
 * `npm run test:browser`: n8n's editor as a person uses it, in a headless Chromium, against the sandbox.
 * Prints a line for each check and ends with 1 unless all of them pass. With `--screenshots` the pictures
 * that the documentation uses are taken again, otherwise they go to a temporary folder that it names.
 * With `--only TEXT` only the checks with this text in their title run.
 * With `--if-installed` nothing is installed: without n8n or Chromium it says so and ends with 0.
 */
import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import { browserMissing, launchedBrowser } from '../../../harness/browser/chromium.cts';
import type { Browser } from '../../../harness/browser/playwright.cts';
import { n8nMissing } from '../../../harness/n8n/installed-n8n.cts';
import { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import { root } from '../../../harness/project.cts';
import { CheckList } from '../check-list.cts';
import { ourNodeTypes } from '../n8n/package.checks.cts';
import { Editor } from './editor.cts';
import { checkFiveMinutes } from './five-minutes.checks.cts';
import { checkFirstImport } from './first-import.checks.cts';
import { Gallery } from './gallery.cts';
import { checkIcons } from './icons.checks.cts';
import { checkFinishedJob, checkScreens, checkTemplateOnCanvas } from './screens.checks.cts';
import { checkTemplateCanvases } from './template-canvas.checks.cts';

/** The pictures of a tour that the documentation shows, beside those of the templates. */
const DOCUMENTED = [
	'crm-users-import',
	'crm-users-import-dark',
	'first-import',
	'import-imported',
	'import-panel',
	'import-rejected',
	'job-status-output',
	'map-columns',
	'node-panel',
	'refused-file',
	'rejected-rows',
	'rows-as-items',
];

async function main(): Promise<void> {
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		options: { screenshots: flag, 'if-installed': flag, only: { type: 'string' } },
	});
	const missing = n8nMissing() ?? browserMissing();
	if (values['if-installed'] && missing !== undefined) {
		return void console.log(`test:browser was not run. ${missing}`);
	}
	const folder = mkdtempSync(join(tmpdir(), 'advocate-screens-'));
	const running = await N8nWithSandbox.start();
	try {
		const browser = await launchedBrowser(running.installed);
		try {
			console.log(`\nThe editor of n8n ${running.installed.version} in Chromium\n`);
			const list = new CheckList(values.only);
			if (!(await checkEditor(list, browser, running, new Gallery(folder)))) process.exitCode = 1;
			console.log(`Pictures: ${folder}`);
			if (values.screenshots) publish(folder);
		} finally {
			await browser.close();
		}
	} finally {
		await running.close();
	}
}

/** Gives whether every check passed. */
async function checkEditor(
	list: CheckList,
	browser: Browser,
	running: N8nWithSandbox,
	gallery: Gallery,
): Promise<boolean> {
	const nodes = (await ourNodeTypes(running)).filter(({ name }) => !name.endsWith('Tool'));
	const triggers = nodes.filter(({ name }) => name.endsWith('Trigger'));
	const { url } = running.n8n;
	const light = await Editor.signedIn(browser, url, 'light');
	const names = nodes.map(({ displayName }) => displayName);
	await checkFirstImport(list, light, gallery, names);
	await checkFiveMinutes(list, light, gallery, running.credentialData);
	await checkScreens(list, running, light, gallery, triggers);
	await checkTemplateOnCanvas(list, running, light, gallery, '');
	await checkFinishedJob(list, running, light, gallery);
	const large = await Editor.signedIn(browser, url, 'light', { width: 1720, height: 1000 });
	await checkTemplateCanvases(list, running, large, gallery);
	const dark = await Editor.signedIn(browser, url, 'dark');
	await checkTemplateOnCanvas(list, running, dark, gallery, '-dark');
	await checkIcons(list, dark, gallery);
	return list.close();
}

function publish(folder: string): void {
	for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		const documented = dirname(name) === 'workflows' || DOCUMENTED.includes(parse(name).name);
		if (!name.endsWith('.png') || !documented) continue;
		copyFileSync(join(folder, name), join(root, 'docs/images', name));
		console.log(`docs/images/${name}`);
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	// Whatever may still run ends with this process, which would not end by itself.
	process.exit(1);
});
