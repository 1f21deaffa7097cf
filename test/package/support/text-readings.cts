import * as ts from 'typescript';
import type { ParsedFile } from './parsed-code.cts';

/** Stands in a text for a value that is only known when the code runs. */
export const HOLE = '\u0000';

/** More readings of one text than this are not told apart: the parts that vary become holes. */
const MOST_READINGS = 16;

/** What the constants of all files stand for, by name; a name that is declared twice may be either: it is left out. */
export type Constants = ReadonlyMap<string, ts.Expression>;

export function constantsOf(files: readonly ParsedFile[]): Constants {
	const constants = new Map<string, ts.Expression>();
	const twice = new Set<string>();
	for (const { source } of files) {
		for (const [name, value] of declaredIn(source.statements)) {
			if (constants.has(name)) twice.add(name);
			if (value !== undefined) constants.set(name, value);
		}
	}
	for (const name of twice) constants.delete(name);
	return constants;
}

/** The variables that statements declare; undefined for one whose value may change, or is taken out of another. */
function declaredIn(statements: readonly ts.Statement[]): Map<string, ts.Expression | undefined> {
	const declared = new Map<string, ts.Expression | undefined>();
	for (const statement of statements.filter(ts.isVariableStatement)) {
		const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
		for (const { name, initializer } of statement.declarationList.declarations) {
			const isPlain = ts.isIdentifier(name) && isConstant;
			for (const each of namesIn(name)) declared.set(each, isPlain ? initializer : undefined);
		}
	}
	return declared;
}

function namesIn(name: ts.BindingName): string[] {
	if (ts.isIdentifier(name)) return [name.text];
	return name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesIn(each.name) : []));
}

/** What a name stands for where it is used; undefined for what is only known when the code runs. */
function valueOf(name: ts.Identifier, constants: Constants): ts.Expression | undefined {
	for (let scope: ts.Node = name.parent; ; scope = scope.parent) {
		if (ts.isFunctionLike(scope)) {
			const isGiven = scope.parameters.some((each) => namesIn(each.name).includes(name.text));
			if (isGiven) return undefined;
		}
		if (ts.isBlock(scope) || ts.isSourceFile(scope)) {
			const declared = declaredIn([...scope.statements]);
			if (declared.has(name.text)) return declared.get(name.text);
		}
		if (ts.isSourceFile(scope)) return constants.get(name.text);
	}
}

/** What an expression may come to as a text: one reading for each of its branches. */
export function readings(node: ts.Expression, constants: Constants, depth = 0): string[] {
	if (depth > 6) return [HOLE];
	const inner = (part: ts.Expression) => readings(part, constants, depth + 1);
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isNumericLiteral(node)) return [Number(node.text).toString()];
	if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return inner(node.expression);
	if (ts.isConditionalExpression(node)) {
		return [HOLE, ...inner(node.whenTrue), ...inner(node.whenFalse)];
	}
	if (ts.isIdentifier(node)) {
		const value = valueOf(node, constants);
		return value === undefined ? [HOLE] : inner(value);
	}
	if (ts.isTemplateExpression(node)) {
		const parts = node.templateSpans.flatMap(({ expression, literal }) => [
			inner(expression),
			[literal.text],
		]);
		return joined([[node.head.text], ...parts]);
	}
	return ts.isBinaryExpression(node) ? ofBinary(node, inner) : [HOLE];
}

function ofBinary(
	{ left, operatorToken, right }: ts.BinaryExpression,
	inner: (part: ts.Expression) => string[],
): string[] {
	switch (operatorToken.kind) {
		case ts.SyntaxKind.PlusToken:
			return joined([inner(left), inner(right)]);
		case ts.SyntaxKind.QuestionQuestionToken:
		case ts.SyntaxKind.BarBarToken:
			return [...inner(left), ...inner(right)];
		case ts.SyntaxKind.SlashToken:
		case ts.SyntaxKind.AsteriskToken: {
			const [a, b] = [Number(inner(left)[0]), Number(inner(right)[0])];
			const value = operatorToken.kind === ts.SyntaxKind.SlashToken ? a / b : a * b;
			return [Number.isFinite(value) ? value.toString() : HOLE];
		}
		default:
			return [HOLE];
	}
}

/** Every way to join one reading of each part. */
function joined(parts: readonly string[][]): string[] {
	const count = parts.reduce((product, choices) => product * choices.length, 1);
	const choices =
		count > MOST_READINGS ? parts.map((part) => (part.length > 1 ? [HOLE] : part)) : parts;
	return choices.reduce<string[]>(
		(starts, ends) => starts.flatMap((start) => ends.map((end) => start + end)),
		[''],
	);
}
