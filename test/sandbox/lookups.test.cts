import { openSandbox } from './sandbox-client.cts';

test('the lookups have demo data, in pages', async () => {
	const client = await openSandbox();
	const { data } = await client.graphql(`{
		programs(limit: 1, offset: 1) { data { id name } count totalCount }
		segments(limit: 1) { data { key name } count totalCount }
		customFields(limit: 2) { data { key name schema } count totalCount }
		userEventKeys(offset: 3) { data count totalCount }
	}`);
	expect(data).toEqual({
		programs: {
			data: [{ id: 'partner-program', name: 'Partner Program' }],
			count: 1,
			totalCount: 3,
		},
		segments: { data: [{ key: 'vip', name: 'VIP customers' }], count: 1, totalCount: 4 },
		customFields: {
			data: [
				{ key: 'plan', name: 'Plan', schema: { type: 'string', enum: ['free', 'pro', 'team'] } },
				{ key: 'seats', name: 'Seats', schema: { type: 'integer', minimum: 1 } },
			],
			count: 2,
			totalCount: 5,
		},
		userEventKeys: { data: ['trial_started', 'subscription_cancelled'], count: 2, totalCount: 5 },
	});
});

test('a tenant can be given lookups of its own', async () => {
	const programs = [{ id: 'only', name: 'The only one' }];
	const client = await openSandbox({ tenants: [{ alias: 'test_x', apiKey: 'k', programs }] });
	const { data } = await client.graphql('{ programs { data { id } } userEventKeys { count } }');
	expect(data).toEqual({ programs: { data: [{ id: 'only' }] }, userEventKeys: { count: 5 } });
});

test('a tenant without programs may have no list of them at all', async () => {
	const tenants = [{ alias: 'test_x', apiKey: 'k', programs: null }];
	const client = await openSandbox({ tenants });
	const { data } = await client.graphql('{ programs { data { id } count totalCount } }');
	expect(data).toEqual({ programs: { data: null, count: 0, totalCount: 0 } });
});

test('webhook subscriptions are kept, changed by operations, and removed', async () => {
	const client = await openSandbox();
	const endpointUrl = 'https://n8n.example/webhook/1';
	const upsert = async (rest: object) =>
		await client.graphql(
			`mutation($input: WebhookSubscriptionInput!) {
				upsertWebhookSubscription(webhookSubscriptionInput: $input) { endpointUrl name webhookTypes }
			}`,
			{ input: { endpointUrl, ...rest } },
		);
	await upsert({ name: 'n8n', webhookTypes: ['job.completed', 'user.created'] });
	expect((await upsert({ webhookTypes: ['~user.created'] })).data).toEqual({
		upsertWebhookSubscription: { endpointUrl, name: 'n8n', webhookTypes: ['job.completed'] },
	});
	const list =
		'{ webhookSubscriptions { data { endpointUrl source status { type message } } count totalCount } }';
	const only = { endpointUrl, source: null, status: null };
	expect((await client.graphql(list)).data).toEqual({
		webhookSubscriptions: { data: [only], count: 1, totalCount: 1 },
	});
	expect((await client.otherTenant().graphql(list)).data).toMatchObject({
		webhookSubscriptions: { count: 0 },
	});
	const test = `mutation { testWebhookSubscription(endpointUrl: "${endpointUrl}") { subscription { name } } }`;
	expect((await client.graphql(test)).data).toEqual({
		testWebhookSubscription: { subscription: { name: 'n8n' } },
	});
	const remove = `mutation { deleteWebhookSubscription(endpointUrl: "${endpointUrl}") { deletedCount } }`;
	expect((await client.graphql(remove)).data).toEqual({
		deleteWebhookSubscription: { deletedCount: 1 },
	});
	expect((await client.graphql(test)).errors?.[0]?.message).toContain('No webhook subscription');
	const bad = await client.graphql(
		'mutation { upsertWebhookSubscription(webhookSubscriptionInput: {endpointUrl: "x"}) { name } }',
	);
	expect(bad.errors?.[0]?.message).toContain('not an http or https URL');
});
