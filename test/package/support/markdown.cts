/** A page in Markdown, as far as its links, headings and tables go. */
export class MarkdownPage {
	/** The text without its code blocks. */
	private readonly prose: string;

	constructor(readonly text: string) {
		this.prose = text.replace(/^( *)(```|~~~)[^]*?^\1\2.*$/gm, '');
	}

	/** The anchors that GitHub gives its headings. */
	anchors(): string[] {
		const seen = new Map<string, number>();
		return [...this.prose.matchAll(/^#{1,6} +(.+?)( +#+)?$/gm)].map(([, heading = '']) => {
			const slug = slugOf(heading);
			const earlier = seen.get(slug) ?? 0;
			seen.set(slug, earlier + 1);
			return earlier === 0 ? slug : `${slug}-${earlier}`;
		});
	}

	/** Where its links and images lead. */
	links(): string[] {
		const text = this.prose.replace(/`[^`\n]*`/g, '');
		return [
			...[...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(([, target = '']) => target),
			...[...text.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, target = '']) => target),
			...[...text.matchAll(/^\[[^\]]+\]: +(\S+)/gm)].map(([, target = '']) => target),
		];
	}

	/** The part below a heading, down to the next one of its level or above. */
	section(heading: string): MarkdownPage {
		const lines = this.text.split('\n');
		const start = lines.findIndex(
			(line) => line.replace(/^#+ /, '') === heading && line !== heading,
		);
		if (start < 0) throw new Error(`There is no heading "${heading}"`);
		const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
		const isEnd = (line: string) => (/^(#+) /.exec(line)?.[1]?.length ?? Infinity) <= level;
		const length = lines.slice(start + 1).findIndex(isEnd);
		const end = length < 0 ? lines.length : start + 1 + length;
		return new MarkdownPage(lines.slice(start, end).join('\n'));
	}

	/** Its tables, the head first; a cell is what stands between two bars. */
	tables(): Table[] {
		const blocks = this.prose.match(/^\|.*\|\n\|[-:| ]+\|\n(?:\|.*\|(?:\n|$))*/gm) ?? [];
		return blocks.map((block) => {
			const [head = [], , ...rows] = block.trimEnd().split('\n').map(cellsOf);
			return { head, rows };
		});
	}

	/** The phrases in bold, anywhere. */
	bold(): string[] {
		return boldIn(this.prose.replace(/`[^`\n]*`/g, ''));
	}
}

export interface Table {
	head: string[];
	rows: string[][];
}

export function codeIn(text: string): string[] {
	return [...text.matchAll(/(`+) ?(.+?) ?\1(?!`)/g)].map(([, , code = '']) => code);
}

export function boldIn(text: string): string[] {
	return [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, phrase = '']) =>
		phrase.replace(/\s+/g, ' '),
	);
}

export function italicIn(text: string): string[] {
	const rest = text.replace(/`[^`\n]*`/g, '').replace(/\*\*[^*]+\*\*/g, '');
	return [...rest.matchAll(/\*([^*]+)\*/g)].map(([, phrase = '']) => phrase.replace(/\s+/g, ' '));
}

function cellsOf(line: string): string[] {
	return line
		.slice(1, -1)
		.split(/(?<!\\)\|/)
		.map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** By GitHub's rule: small letters, no marks but hyphens and underscores, hyphens for blanks. */
export function slugOf(heading: string): string {
	return heading
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/[`*]/g, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
		.replaceAll(' ', '-');
}
