import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import type { ValidateFunction } from 'ajv';

/** A JSON schema of the npm package `@saasquatch/schema`, by its path below `json/`. */
export function compileSchema(path: string): ValidateFunction {
	const ajv = new Ajv({ strict: false });
	ajv.addMetaSchema(readJson('ajv/dist/refs/json-schema-draft-06.json'));
	return ajv.compile(readJson(`@saasquatch/schema/json/${path}`));
}

function readJson(module: string): object {
	return JSON.parse(readFileSync(require.resolve(module), 'utf8')) as object;
}
