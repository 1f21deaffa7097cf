import * as ts from 'typescript';
import { parsedFiles } from './parsed-code.cts';
import { constantsOf, readings } from './text-readings.cts';

/** A text as the code writes it: a string, or a template with a HOLE for each value. */
export interface SourceText {
	text: string;
	/** From the project's folder. */
	path: string;
	node: ts.Node;
}

/** Every text in the code of these folders; imports are none. */
export function sourceTexts(folders: readonly string[]): SourceText[] {
	const files = folders.flatMap(parsedFiles);
	const constants = constantsOf(files);
	return files.flatMap(({ path, source }) => {
		const texts: SourceText[] = [];
		const visit = (node: ts.Node): void => {
			if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
			const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
			if (isText) {
				for (const text of readings(node, constants)) texts.push({ text, path, node });
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
		return texts;
	});
}

/**
 * Whether a text tells somebody what happened: it is the message of an error, a reason against a file, a row or a value,
 * or a warning. What to do about it (a `hint`) is no such text, nor is a part of another text.
 */
export function tellsWhatHappened({ node, path, text }: SourceText): boolean {
	if (!hasWords(text)) return false;
	const user = userOf(node);
	if (ts.isNewExpression(user)) return isCallOf(user, /Error$/);
	if (ts.isCallExpression(user)) return isCallOf(user, /^(refused?|warn|push)$/);
	if (ts.isPropertyAssignment(user) || ts.isVariableDeclaration(user)) {
		const name = user.name.getText();
		if (/^(message|reason|problem|note)$/.test(name)) return true;
		return path.startsWith('advocate/') && /^[A-Z_]+$/.test(name) && isSentence(text);
	}
	// What a host words by functions (HostTexts) is mostly what to do.
	const isReturned =
		ts.isReturnStatement(user) ||
		(ts.isArrowFunction(user) && !ts.isPropertyAssignment(user.parent));
	return isReturned && isSentence(text);
}

/** Whether it says anything by itself: an addition begins with a blank, and a code has none. */
function hasWords(text: string): boolean {
	return text.indexOf(' ') > 0 && (text.match(/\p{L}{2,}/gu) ?? []).length >= 3;
}

/** What a text is used for, beyond the choices and lists that it is one of. */
function userOf(node: ts.Node): ts.Node {
	const { parent } = node;
	const isBetween =
		ts.isConditionalExpression(parent) ||
		ts.isBinaryExpression(parent) ||
		ts.isArrayLiteralExpression(parent) ||
		ts.isSpreadElement(parent) ||
		ts.isParenthesizedExpression(parent);
	return isBetween ? userOf(parent) : parent;
}

function isCallOf({ expression }: ts.CallExpression | ts.NewExpression, name: RegExp): boolean {
	const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
	return name.test(called.getText());
}

function isSentence(text: string): boolean {
	return /^[\p{Lu}"\0]/u.test(text) && text.split(' ').length >= 4 && !text.includes('\n');
}
