import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/packed-tarball.cts';
import type { CheckList } from '../check-list.cts';
import type { Editor } from './editor.cts';
import type { Gallery } from './gallery.cts';

/** The sizes in which n8n shows an icon: in a list, on the canvas. */
const SIZES = [16, 24, 60];
const BACKGROUNDS = { light: '#ffffff', dark: '#2b2b2b' };

/** Every icon of the package side by side, to be looked at. */
export async function checkIcons(list: CheckList, editor: Editor, gallery: Gallery): Promise<void> {
	await list.check('every icon is drawn, light and dark, at the sizes n8n shows', async () => {
		const icons = iconFiles();
		assert.equal(icons.filter((file) => file.endsWith('.dark.svg')).length * 2, icons.length);
		const row = (theme: keyof typeof BACKGROUNDS) => {
			const own = icons.filter((file) => file.endsWith('.dark.svg') === (theme === 'dark'));
			const pictures = own.flatMap((file) => {
				const url = `data:image/svg+xml;base64,${readFileSync(file).toString('base64')}`;
				return SIZES.map((size) => `<img src="${url}" width="${size}" style="margin:8px">`);
			});
			return `<div style="background:${BACKGROUNDS[theme]};padding:12px">${pictures.join('')}</div>`;
		};
		await editor.page.setContent(row('light') + row('dark'));
		await gallery.part(editor, 'icons', { x: 0, y: 0, width: 1400, height: 220 });
	});
}

function iconFiles(): string[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.svg'))
			.map((name) => join(root, folder, name)),
	);
}
