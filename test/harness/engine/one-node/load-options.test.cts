import type { ILoadOptionsFunctions, INodeType } from 'n8n-workflow';

import { loadOptions, searchList } from '../../../../harness/engine/one-node/load-options.cts';
import { describeNode, property } from '../../../../harness/engine/stand-ins/describe-node.cts';

class Menu implements INodeType {
	description = describeNode({
		name: 'menu',
		version: 1,
		credentials: [{ name: 'chefApi', required: true }],
		properties: [property('meal', 'options', 'lunch'), property('dish', 'options')],
	});

	methods = {
		loadOptions: {
			async getDishes(this: ILoadOptionsFunctions) {
				const { chef } = await this.getCredentials<{ chef: string }>('chefApi');
				const name = `${chef}'s ${this.getCurrentNodeParameter('meal') as string}`;
				return [{ name, value: 1 }];
			},
		},
		listSearch: {
			async findDishes(this: ILoadOptionsFunctions, filter = '', token = 'first') {
				return await Promise.resolve({ results: [{ name: `${filter} on ${token}`, value: 1 }] });
			},
		},
	};
}

const options = {
	nodeType: new Menu(),
	credentials: { chefApi: { chef: 'Ada' } },
	credentialTypes: [
		{ name: 'chefApi', displayName: 'Chef', properties: [property('chef', 'string')] },
	],
};

test('a drop-down is filled from the credential and the other parameters', async () => {
	const dishes = await loadOptions({ ...options, method: 'getDishes' });
	expect(dishes).toEqual([{ name: "Ada's lunch", value: 1 }]);
	const parameters = { meal: 'dinner' };
	const others = await loadOptions({ ...options, method: 'getDishes', parameters });
	expect(others).toEqual([{ name: "Ada's dinner", value: 1 }]);
});

test('a list is searched', async () => {
	const method = 'findDishes';
	const { results } = await searchList({
		...options,
		method,
		filter: 'soup',
		paginationToken: '2',
	});
	expect(results).toEqual([{ name: 'soup on 2', value: 1 }]);
});

test('without a credential the method fails as in the editor', async () => {
	const noCredentials = { ...options, credentials: {}, method: 'getDishes' };
	await expect(loadOptions(noCredentials)).rejects.toThrow(
		'Node does not have any credentials set',
	);
});

test('an unknown method is named', async () => {
	await expect(loadOptions({ ...options, method: 'getWine' })).rejects.toThrow('"getWine"');
});
