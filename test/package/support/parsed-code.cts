import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { root } from '../../../harness/project.cts';

export interface ParsedFile {
	path: string;
	source: ts.SourceFile;
}

const parsedByFolder = new Map<string, ParsedFile[]>();

/** The code of a folder; what is built of it is left out. */
export function parsedFiles(folder: string): ParsedFile[] {
	const parsed =
		parsedByFolder.get(folder) ??
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((path) => /\.(c?ts|js)$/.test(path) && !/(^|\/)(dist|node_modules)\//.test(path))
			.map((name) => {
				const path = join(folder, name);
				const code = readFileSync(join(root, path), 'utf8');
				return { path, source: ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true) };
			});
	parsedByFolder.set(folder, parsed);
	return parsed;
}

/** The members of a union of texts, such as that of the error codes. */
export function unionOf(typeName: string, folder: string): string[] {
	const members: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isTypeAliasDeclaration(node) && node.name.text === typeName) {
			const types = ts.isUnionTypeNode(node.type) ? node.type.types : [node.type];
			for (const type of types) {
				if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) {
					members.push(type.literal.text);
				}
			}
		}
		ts.forEachChild(node, visit);
	};
	for (const { source } of parsedFiles(folder)) visit(source);
	return members;
}
