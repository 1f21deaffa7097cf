/**
 * `npm run test:browser:node-red`: Node-RED's editor as a person uses it, in a headless Chromium, against
 * the sandbox. Prints a line for each check and ends with 1 unless all of them pass. With `--screenshots`
 * the pictures that the documentation uses are taken again. With `--if-installed` nothing is installed:
 * without Chromium it says so and ends with 0.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserMissing, launchedBrowser } from '../../../harness/browser/chromium.cts';
import { eventually, until } from '../../../harness/processes/until.cts';
import {
	startNodeRedWithSandbox,
	type NodeRedWithSandbox,
} from '../../../harness/node-red/node-red-with-sandbox.cts';
import { root } from '../../../harness/project.cts';
import { CheckList } from '../check-list.cts';
import { Editor } from './editor.cts';

/** The nodes in the order in which they are dragged in. */
const CHAIN = [
	'inject',
	'advocate-upload',
	'advocate-validate',
	'advocate-create-job',
	'advocate-wait',
];

async function main(): Promise<void> {
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({ options: { screenshots: flag, 'if-installed': flag } });
	const missing = browserMissing();
	if (values['if-installed'] && missing !== undefined) {
		return void console.log(`test:node-red-browser was not run. ${missing}`);
	}
	const pictures = values.screenshots
		? join(root, 'docs/images')
		: mkdtempSync(join(tmpdir(), 'advocate-node-red-screens-'));
	const running = await startNodeRedWithSandbox();
	try {
		const cache = join(homedir(), '.cache/impact-advocate-browser');
		const browser = await launchedBrowser({ cache });
		try {
			const list = new CheckList();
			await checkEditor(list, await Editor.open(browser, running.red.url), running, pictures);
			await checkHook(list, await Editor.open(browser, running.red.url), running, pictures);
			await checkImport(list, await Editor.open(browser, running.red.url), pictures);
			const german = await Editor.open(browser, running.red.url, 'de');
			await checkGerman(list, german);
			for (const language of ['de', 'fr', 'ja']) {
				const editor = await Editor.open(browser, running.red.url, language);
				await checkLanguage(list, editor, language, pictures);
			}
			console.log(`\nPictures in ${pictures}`);
			if (!list.close()) process.exitCode = 1;
		} finally {
			await browser.close();
		}
	} finally {
		await running.stop();
	}
}

async function checkEditor(
	list: CheckList,
	editor: Editor,
	{ sandbox, tenant, folder }: NodeRedWithSandbox,
	pictures: string,
): Promise<void> {
	const { page } = editor;
	const fileOf = (name: string) => join(pictures, `node-red-${name}.png`);
	const pictureOfDialog = async (name: string) => await pictureOf(page, fileOf(name));
	writeFileSync(
		join(folder, 'contacts.csv'),
		'accountId,id,email\nacme,ann,ann@example.com\nacme,bob,bob@example.com\n',
	);

	await list.check('the nodes are dragged in from the category advocate', async () => {
		for (const [index, type] of CHAIN.entries()) {
			await editor.drag(type, 140 + index * 212, 170);
		}
		for (let index = 0; index < CHAIN.length - 1; index++) await editor.wire(index, 0, index + 1);
	});
	await list.check('the palette finds the nodes by what they are for', async () => {
		for (const word of ['import', 'csv', 'referral']) {
			await editor.search(word);
			const found = page.locator('[data-palette-type="advocate-upload"]:visible');
			assert.equal(await found.count(), 1, word);
		}
	});
	await list.check('a node without a tenant is marked', async () => {
		await editor.marks(4);
	});
	await list.check('a tenant is added in the dialog of upload', async () => {
		await editor.open(1);
		await page.locator('#node-input-btn-tenant-add').click();
		await page.locator('#node-config-input-tenantAlias').waitFor();
		await page.locator('#node-config-input-tenantAlias').fill(tenant.alias);
		await page.locator('#node-config-input-baseUrl').fill(sandbox.baseUrl);
		await page.locator('#node-config-input-apiKey').fill('a wrong key');
		await editor.checkConnection(/^The API key was not accepted/);
		await page.locator('#node-config-input-apiKey').fill(tenant.apiKey);
		await editor.checkConnection(/^Connected to a test tenant$/);
		await page.locator('#node-config-dialog-ok').click();
		await page.locator('#node-config-dialog-ok').waitFor({ state: 'hidden' });
		await editor.settle();
		await editor.fillTyped('source', 'string', 'contacts.csv');
		await pictureOfDialog('upload');
		await editor.done();
	});
	await list.check('the other nodes take the tenant, and nothing else is to be set', async () => {
		for (const index of [2, 3, 4]) {
			await editor.open(index);
			await page.selectOption('#node-input-tenant', { label: tenant.alias });
			await editor.done();
		}
		await editor.marks(0);
	});
	await list.check('the flow is deployed, and the import runs to its end', async () => {
		await editor.deploy();
		await editor.press(0);
		await until('the job to complete', 20_000, async () =>
			(await editor.statuses()).some((text) => text.startsWith('completed: 2 rows'))
				? true
				: undefined,
		);
		await editor.noticesGone();
		await editor.scrollBack();
		await editor.search('advocate');
		await page.screenshot({
			path: fileOf('import'),
			clip: { x: 0, y: 0, width: 1285, height: 445 },
		});
		const texts = await editor.statuses();
		assert.ok(texts.includes('2 rows uploaded'), texts.join(' | '));
	});
	await list.check('programs and segments come from the tenant', async () => {
		await editor.open(3);
		await page.locator('details.advocate-users summary').click();
		const kinds = await editor.kindsOf('segmentsToAdd', 'segments');
		await editor.settle();
		await pictureOfDialog('create-job');
		await kinds.first().click();
	});
	await list.check('what was chosen of them stays when the list comes in again', async () => {
		const chosen = async () => await page.inputValue('#node-input-segmentsToAdd');
		await editor.chooseTwo('segmentsToAdd');
		const before = await chosen();
		assert.equal(before.split(',').length, 2, before);
		const listed = page.waitForResponse(/\/advocate\/tenants\/[^/]+\/segments$/);
		await page.selectOption('#node-input-tenant', { label: tenant.alias });
		await listed;
		await editor.settle();
		assert.equal(await chosen(), before);
		await editor.done();
		await editor.open(3);
		assert.equal(await chosen(), before);
		assert.equal(await page.inputValue('#node-input-segmentsToAddType'), 'segments');
	});
	await list.check('a choice that lacks what is chosen marks the node', async () => {
		await page.locator('details.advocate-evaluation summary').click();
		await page.selectOption('#node-input-webhooks', { label: 'only chosen ones' });
		await editor.done();
		await editor.marks(1);
		await editor.open(3);
		await page.locator('details.advocate-evaluation summary').click();
		await editor.chooseTwo('webhookTypes');
		assert.equal(
			await page.inputValue('#node-input-webhookTypes'),
			'coupon.created,email.referral.paid',
		);
		await editor.done();
		await editor.marks(0);
	});
	await list.check('a number out of its range marks the node', async () => {
		await editor.open(4);
		await page.fill('#node-input-firstPause', '0.5');
		await editor.done();
		await editor.marks(1);
		await editor.open(4);
		await page.fill('#node-input-firstPause', '${PAUSE}');
		await editor.done();
		await editor.marks(0);
		await editor.open(4);
		await page.fill('#node-input-firstPause', '');
		await editor.done();
	});
	await list.check('the help tells of inputs and outputs', async () => {
		await editor.open(4);
		await pictureOfDialog('wait');
		const help = await editor.help();
		const own = [
			'Waits until an impact.com Advocate job',
			'Inputs',
			'advocate.jobId',
			'Outputs',
			'Aborted',
		];
		const shared = ['Failed rows and files', 'Attempts'];
		for (const text of [...own, ...shared]) {
			assert.ok(help.includes(text), `${text} is not in: ${help}`);
		}
		await editor.cancel();
	});
	await list.check('a list of jobs is narrowed down by statuses and dates', async () => {
		await editor.drag('advocate-job-status', 120, 330);
		await editor.open(CHAIN.length);
		await page.selectOption('#node-input-tenant', { label: tenant.alias });
		await page.selectOption('#node-input-operation', { label: 'a list of jobs' });
		await editor.chooseTwo('listStatus');
		await editor.fillTyped('completedSince', 'string', '2026-11-01');
		await pictureOfDialog('job-list');
		await editor.done();
		await editor.marks(0);
		await editor.open(CHAIN.length);
		assert.equal(await page.inputValue('#node-input-listStatus'), 'COMPLETED,PENDING');
		assert.equal(await page.inputValue('#node-input-completedSince'), '2026-11-01');
		await editor.cancel();
	});
}

/** The webhook's form says what is missing, and shows the address that Advocate will call. */
async function checkHook(
	list: CheckList,
	editor: Editor,
	{ red, sandbox, tenant }: NodeRedWithSandbox,
	pictures: string,
): Promise<void> {
	const { page } = editor;
	const address = async () =>
		(await page.locator('#advocate-hook-address').allInnerTexts()).join('');
	await list.check('a hook without a public address is marked', async () => {
		await editor.drag('advocate-hook', 300, 440);
		await editor.marks(1);
		await editor.openLast();
		assert.match(await address(), /^Fill in the public address/);
	});
	await list.check('a new node takes the only tenant by itself', async () => {
		const chosen = page.locator('#node-input-tenant option:checked');
		await eventually(async () =>
			assert.deepEqual(await chosen.allInnerTexts(), [tenant.alias], 'the tenant'),
		);
	});
	await list.check('the form of the hook shows the address that Advocate calls', async () => {
		await page.fill('#node-input-publicUrl', 'not an address');
		await page.locator('#node-input-publicUrl.input-error').waitFor();
		await page.fill('#node-input-publicUrl', 'https://red.example.com/');
		assert.equal(await address(), 'Advocate calls https://red.example.com/advocate/jobs');
		await page.keyboard.press('Tab');
		await editor.settle();
		await pictureOf(page, join(pictures, 'node-red-hook.png'));
		await page.fill('#node-input-publicUrl', red.url);
		await editor.done();
		await editor.marks(0);
	});
	await list.check('the deployed hook listens', async () => {
		await editor.deploy();
		await until('the hook to listen', 20_000, async () =>
			(await editor.statuses()).includes('listening') ? true : undefined,
		);
		const [{ endpointUrl } = { endpointUrl: '' }] = sandbox.webhooks.subscriptions(tenant.alias);
		assert.equal(endpointUrl, `${red.url}/advocate/jobs`);
	});
	await list.check('a second hook with the same path is marked, and says why', async () => {
		await editor.drag('advocate-hook', 600, 440);
		await editor.openLast();
		await page.selectOption('#node-input-tenant', { label: tenant.alias });
		await page.fill('#node-input-publicUrl', red.url);
		await page.locator('#node-input-path.input-error').waitFor();
		await page.fill('#node-input-path', '/advocate/other');
		await editor.done();
		await editor.marks(0);
	});
}

/** The form of advocate import: columns set by hand, and the keyboard. */
async function checkImport(list: CheckList, editor: Editor, pictures: string): Promise<void> {
	const { page } = editor;
	const field = page.locator('.advocate-column-field').last();
	await list.check(
		'a column without a value marks the node, and a field is suggested',
		async () => {
			await editor.drag('advocate-import', 300, 600);
			await editor.openLast();
			await pictureOf(page, join(pictures, 'node-red-import-form.png'));
			await page.locator('.red-ui-editableList-addButton').click();
			await field.click();
			await page.keyboard.type('cust');
			const suggested = page.locator('.red-ui-autoComplete-container:visible a');
			await eventually(async () =>
				assert.deepEqual(await suggested.allInnerTexts(), ['customFields.'], 'suggested fields'),
			);
			await page.keyboard.press('Tab');
			await page.keyboard.type('plan');
			assert.equal(await field.inputValue(), 'customFields.plan');
			await editor.done();
			await editor.marks(1);
		},
	);
	await list.check('a whole column is no mark, and is there again', async () => {
		await editor.openLast();
		await page.locator('#node-input-columns-list .red-ui-typedInput-input:visible').fill('Plan');
		await editor.done();
		await editor.marks(0);
		await editor.openLast();
		assert.equal(await field.inputValue(), 'customFields.plan');
		await editor.cancel();
	});
	await list.check('the form is used with the keyboard alone', async () => {
		await editor.openLast();
		const section = page.locator('details.advocate-limits');
		await section.locator('summary').focus();
		await page.keyboard.press('Enter');
		assert.equal(await section.getAttribute('open'), '');
		await page.keyboard.press('Tab');
		await page.keyboard.type('10%');
		assert.equal(await page.inputValue('#node-input-maxRejected'), '10%');
		await page.locator('#node-input-dryRun').focus();
		await page.keyboard.press('Space');
		assert.equal(await page.locator('#node-input-dryRun').isChecked(), true);
		await page.keyboard.press('Control+Enter');
		await page.locator('#node-dialog-ok').waitFor({ state: 'hidden' });
		await editor.openLast();
		assert.equal(await page.locator('#node-input-dryRun').isChecked(), true);
		await editor.cancel();
	});
}

/** What the English editor says, of a node and of what nodes share. */
function englishTexts(type: string): string[] {
	const path = join(root, 'node-red/nodes/locales/en-US', `${type}.json`);
	const texts: string[] = [];
	JSON.parse(readFileSync(path, 'utf8'), (_key, value: unknown) => {
		if (typeof value === 'string') texts.push(value);
	});
	return texts;
}

/** The form of advocate import, with all that is folded away, has nothing in it that only English says. */
async function checkLanguage(
	list: CheckList,
	editor: Editor,
	language: string,
	pictures: string,
): Promise<void> {
	const { page } = editor;
	await list.check(`nothing in the form of import is English in ${language}`, async () => {
		await editor.drag('advocate-import', 300, 700);
		await editor.openLast();
		// Of a language in letters for which a machine may have no font, a picture shows boxes.
		if (language === 'de') await pictureOf(page, join(pictures, 'node-red-import-form-de.png'));
		for (const heading of await page.locator('.advocate-form details > summary').all()) {
			await heading.click();
		}
		await editor.settle();
		const lines = (await page.locator('.advocate-form').allInnerTexts()).join('\n').split('\n');
		const english = ['advocate-import', 'advocate-tenant'].flatMap(englishTexts);
		// The same in many languages.
		const same = ['Name', 'CSV', 'JSON Lines', '0', '1', 'Job', 'Source', 'Type', 'Tenant'];
		const left = lines
			.map((line) => line.trim())
			.filter((line) => english.includes(line) && !same.includes(line));
		assert.deepEqual(left, []);
		assert.ok(lines.length > 30, lines.join('|'));
		await editor.cancel();
	});
}

/** Whoever reads only the German editor finds their way. */
async function checkGerman(list: CheckList, editor: Editor): Promise<void> {
	const { page } = editor;
	await list.check('the form of the hook is German in a German editor', async () => {
		await editor.drag('advocate-hook', 300, 520);
		await editor.openLast();
		const form = (await page.locator('.advocate-form').allInnerTexts()).join('\n');
		for (const text of ['Mandant', 'Pfad', 'Öffentliche Adresse', 'Endet als', 'Merken in']) {
			assert.ok(form.includes(text), `${text} is not in: ${form}`);
		}
		assert.ok(!/Public address|Remember in|Ends as/.test(form), form);
		const help = await editor.help();
		assert.ok(help.includes('Hinter einem Proxy'), help);
		await editor.cancel();
	});
}

/** Takes a picture of the open dialog. */
async function pictureOf(page: Editor['page'], path: string): Promise<void> {
	await page.locator('.red-ui-tray').last().screenshot({ path });
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
