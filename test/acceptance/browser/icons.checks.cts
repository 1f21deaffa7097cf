import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../../../harness/project.cts';
import type { CheckList } from '../check-list.cts';
import type { Editor } from './editor.cts';
import type { Gallery } from './gallery.cts';

/** The sizes in which n8n shows an icon: in a list, on the canvas. */
const SIZES = [16, 24, 60];
const BACKGROUNDS = { light: '#ffffff', dark: '#2b2b2b' };

/**
 * Run in the page: the names of the pictures that are broken or show nothing. A picture that can't be read has
 * no width; one that says nothing but `<svg>` has, and leaves its canvas empty.
 */
const BLANK_PICTURES = `(async () => {
	const isDrawn = async (picture) => {
		await picture.decode().catch(() => undefined);
		if (picture.naturalWidth === 0) return false;
		const { width, height } = picture;
		const canvas = new OffscreenCanvas(width, height).getContext('2d');
		canvas.drawImage(picture, 0, 0, width, height);
		const { data } = canvas.getImageData(0, 0, width, height);
		return data.some((value, index) => index % 4 === 3 && value > 0);
	};
	const blank = [];
	for (const picture of document.images) if (!(await isDrawn(picture))) blank.push(picture.alt);
	return blank;
})()`;

/** Every icon of the package side by side, to be looked at; none of them is blank. */
export async function checkIcons(list: CheckList, editor: Editor, gallery: Gallery): Promise<void> {
	await list.check('every icon is drawn, light and dark, at the sizes n8n shows', async () => {
		const icons = iconFiles();
		assert.ok(icons.length > 0, 'there are icons');
		assert.equal(icons.filter((file) => file.endsWith('.dark.svg')).length * 2, icons.length);
		await editor.page.setContent(row(icons, 'light') + row(icons, 'dark'));
		await gallery.part(editor, 'icons', { x: 0, y: 0, width: 1400, height: 220 });
		const shown = await editor.page.evaluate<number>('document.images.length');
		assert.equal(shown, icons.length * SIZES.length, 'pictures in the page');
		assert.deepEqual(await editor.page.evaluate<string[]>(BLANK_PICTURES), [], 'blank pictures');
	});
}

/** The icons of a theme on its background, in every size, as HTML. */
function row(icons: string[], theme: keyof typeof BACKGROUNDS): string {
	const own = icons.filter((file) => file.endsWith('.dark.svg') === (theme === 'dark'));
	const pictures = own.flatMap((file) => {
		const url = `data:image/svg+xml;base64,${readFileSync(file).toString('base64')}`;
		return SIZES.map((size) => {
			const name = `${basename(file)} at ${size} px`;
			return `<img src="${url}" alt="${name}" width="${size}" height="${size}" style="margin:8px">`;
		});
	});
	return `<div style="background:${BACKGROUNDS[theme]};padding:12px">${pictures.join('')}</div>`;
}

function iconFiles(): string[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.svg'))
			.map((name) => join(root, folder, name)),
	);
}
