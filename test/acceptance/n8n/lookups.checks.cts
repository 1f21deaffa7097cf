import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import type { N8nWithSandbox } from '../../../harness/n8n/n8n-with-sandbox.cts';
import type { CheckList } from '../check-list.cts';
import { ourNodeTypes } from './package.checks.cts';

interface Lookup {
	node: string;
	version: number;
	/** `loadOptionsMethod` or `resourceMapperMethod`, and where the parameter is. */
	method: string;
	path: string;
}

interface Choice {
	name: string;
	value: unknown;
}

interface MapperFields {
	fields: Array<{ id: string; displayName: string; required: boolean }>;
}

/** What fills drop-downs and the list of columns, asked for as the editor does. */
export async function checkLookups(list: CheckList, running: N8nWithSandbox): Promise<void> {
	const types = await ourNodeTypes(running);
	const lookupsBy = (kind: string) =>
		types.flatMap(({ name, version, properties }) => {
			const newest = Array.isArray(version) ? Math.max(...version) : version;
			return lookupsIn(properties, kind).map((found) => ({
				node: name,
				version: newest,
				...found,
			}));
		});
	const ask = async <T,>(
		where: string,
		{ node, version, method, path }: Lookup,
		type = 'MUTATION/USER',
	) =>
		await running.rest.post<T>(`/dynamic-node-parameters/${where}`, {
			nodeTypeAndVersion: { name: node, version },
			path,
			methodName: method,
			currentNodeParameters: { type, source: 'items' } satisfies INodeParameters,
			credentials: { advocateApi: running.credential },
		});

	await list.check('every drop-down that asks Advocate is filled', async () => {
		const lookups = lookupsBy('loadOptionsMethod');
		assert.ok(lookups.length > 0, 'there are drop-downs that ask Advocate');
		for (const lookup of lookups) {
			const choices = await ask<Choice[]>('options', lookup);
			assert.ok(choices.length > 0, `${lookup.node} ${lookup.method} gives choices`);
			for (const { name } of choices) assert.notEqual(name, '');
		}
	});

	await list.check("the list of columns has Advocate's fields and the tenant's own", async () => {
		const lookups = lookupsBy('resourceMapperMethod');
		assert.ok(lookups.length > 0, 'there is a list of columns');
		for (const lookup of lookups) {
			const users = await ask<MapperFields>('resource-mapper-fields', lookup);
			const required = users.fields.filter((field) => field.required).map(({ id }) => id);
			// Advocate Import asks for these by themselves.
			const areApart = lookup.node.endsWith('advocateImport');
			assert.deepEqual(required.sort(), areApart ? [] : ['accountId', 'id']);
			const [own] = running.sandbox.tenants[0]?.customFields ?? [];
			const ids = users.fields.map(({ id }) => id);
			assert.ok(
				ids.includes(`customFields.${own?.key}`),
				`${ids.join(', ')} has customFields.${own?.key}`,
			);

			const events = await ask<MapperFields>(
				'resource-mapper-fields',
				lookup,
				'MUTATION/USER_EVENT',
			);
			const hasKey = events.fields.some(({ id, required: must }) => id === 'event.key' && must);
			assert.equal(hasKey, !areApart);
		}
	});
}

/** Every parameter of a description, at any depth, whose `typeOptions` name a method of a kind. */
function lookupsIn(
	value: unknown,
	kind: string,
	path = 'parameters',
): Array<Omit<Lookup, 'node' | 'version'>> {
	if (typeof value !== 'object' || value === null) return [];
	const { name, typeOptions, ...rest } = value as Record<string, unknown>;
	const here = typeof name === 'string' ? `${path}.${name}` : path;
	const method = methodOf(typeOptions, kind);
	const found = method === undefined ? [] : [{ method, path: here }];
	return [...found, ...Object.values(rest).flatMap((inner) => lookupsIn(inner, kind, here))];
}

function methodOf(typeOptions: unknown, kind: string): string | undefined {
	if (typeof typeOptions !== 'object' || typeOptions === null) return undefined;
	const options = typeOptions as Record<string, unknown>;
	const found =
		options[kind] ?? (options.resourceMapper as Record<string, unknown> | undefined)?.[kind];
	return typeof found === 'string' ? found : undefined;
}
