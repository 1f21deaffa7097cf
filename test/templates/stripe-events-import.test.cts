import { counts, example, TemplateRig } from './template-rig.cts';

const rig = new TemplateRig('stripe-events-import.json');

beforeEach(async () => await rig.start());
afterEach(async () => await rig.stop());

const events = 'stripe-events.json';

it('imports 46 of the 50 events and says why the others are not right', async () => {
	const run = await rig.imported(example(events), {}, events);

	expect(run.error).toBeUndefined();
	expect(counts(run, 'Events')).toEqual({
		rowsIn: 50,
		stats: { recordsProcessed: 46, errors: 0 },
		reasons: [
			[6, 'accountId is required'],
			[15, 'userId is required'],
			[27, 'event.key is required'],
			[41, 'accountId is required', 'userId is required'],
		],
	});
});

it('sends user events with their amount in the currency, not in cents', async () => {
	await rig.imported(example(events), {}, events);

	expect(rig.sentLines()[0]).toEqual({
		accountId: 'ACC-10437',
		userId: 'cus_SpkI3z2VI5Uk3y',
		event: {
			key: 'purchase',
			dateTriggered: 1751266829000,
			fields: { revenue: 250, currency: 'EUR', stripeId: expect.any(String) as string },
		},
		idempotencyKey: 'evt_16O4cyYZ6RIGJzrH2w5vFptX',
	});
	const started = rig.sentLines().map(({ event }) => event as { key: string; fields: object });
	const [subscription] = started.filter(({ key }) => key === 'subscription_started');
	expect(subscription?.fields).not.toHaveProperty('revenue');
});
