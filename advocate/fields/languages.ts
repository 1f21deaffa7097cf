let names: Intl.DisplayNames | undefined;

/**
 * The code of a language (ISO 639), as a locale begins with it, for a text that is nothing but that: `en` for `EN`.
 *
 * @returns undefined for any other text, and for letters that are no language's
 */
export function languageCode(text: string): string | undefined {
	const code = text.trim().toLowerCase();
	if (!/^[a-z]{2,3}$/.test(code)) return undefined;
	names ??= new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
	return names.of(code) === undefined ? undefined : code;
}
