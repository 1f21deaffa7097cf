import type { Parts } from '../../node-red/runtime/message.cts';
import { GatheredParts } from '../../node-red/upload/gathered-parts.cts';
import { isPart } from '../../node-red/upload/part-message.cts';

/* Messages of split sequences, gathered until each sequence is whole. */

const NOW = { now: 0, patience: 60_000 };

/** Hands parts over one by one, and gives what each call gave. */
function gathered(
	parts: Array<Partial<Parts> & { index: number; payload: unknown }>,
	most = 0,
): unknown[] {
	const gathering = new GatheredParts(most);
	return parts.map(({ payload, ...rest }) => {
		return gathering.take({ _msgid: '1', parts: { id: 's', ...rest } }, payload, NOW)?.payload;
	});
}

it('puts rows together in their order, whatever order they come in', () => {
	const part = (index: number) => ({ index, count: 3, type: 'array' as const, payload: { index } });
	expect(gathered([part(2), part(0), part(1)])).toEqual([
		undefined,
		undefined,
		[{ index: 0 }, { index: 1 }, { index: 2 }],
	]);
});

it('takes arrays of several rows apart', () => {
	const part = (index: number, payload: number[]) => ({
		...{ index, payload, count: 2, len: 2, type: 'array' as const },
	});
	expect(gathered([part(0, [1, 2]), part(1, [3])])[1]).toEqual([1, 2, 3]);
});

it.each([
	['a text', '\n', 'a\nb'],
	['bytes', Buffer.from('\n'), 'a\nb'],
	['numbers of bytes', [13, 10], 'a\r\nb'],
	['nothing', undefined, 'ab'],
	['null', null, 'ab'],
])('puts back what text and buffers were split at: %s', (_what, ch, whole) => {
	const texts = ['a', 'b'].map((payload, index) => ({
		...{ index, payload, ch, count: 2, type: 'string' as const },
	}));
	expect(gathered(texts)[1]).toBe(whole);
	const buffers = ['a', 'b'].map((payload, index) => ({
		...{ index, payload: Buffer.from(payload), ch, count: 2, type: 'buffer' as const },
	}));
	expect(String(gathered(buffers)[1])).toBe(whole);
});

it('waits for a part that is missing, and for the number of parts where only the last one tells', () => {
	const part = (index: number, count?: number) => ({ index, count, payload: 'x' });
	expect(gathered([part(0, 3), part(2, 3)])).toEqual([undefined, undefined]);
	expect(gathered([part(0), part(2, 3), part(1)])).toEqual([undefined, undefined, 'xxx']);
});

it('refuses a sequence in which a part comes twice: one of the two would be lost', () => {
	const part = (index: number, payload: string) => ({ index, payload, count: 3 });
	expect(() => gathered([part(0, 'a'), part(1, 'b'), part(1, 'c')])).toThrow(
		'The split sequence has part 2 twice',
	);
});

it('is whole with the message by which File In ends a file that fills its last chunk', () => {
	const gathering = new GatheredParts(0);
	const chunk = (index: number, payload: string) =>
		gathering.take(
			{ _msgid: '1', filename: 'a.csv', parts: { id: 's', type: 'buffer', index, ch: '' } },
			Buffer.from(payload),
			NOW,
		);
	chunk(0, 'a');
	chunk(1, 'b');
	const end = { id: 's', type: 'buffer', index: 2, count: 2, ch: '' } as const;
	const whole = gathering.take({ _msgid: '1', parts: end }, undefined, NOW);

	expect(String(whole?.payload)).toBe('ab');
	expect(whole?.message.filename).toBe('a.csv');
});

it('makes an object again of one that was split', () => {
	const part = (index: number, key: string, payload: string) => ({
		...{ index, key, payload, count: 2, type: 'object' as const },
	});
	expect(gathered([part(0, 'accountId', 'acme'), part(1, 'id', 'ann')])[1]).toEqual({
		accountId: 'acme',
		id: 'ann',
	});
});

it('keeps two sequences apart that come mixed', () => {
	const part = (id: string, index: number) => ({ id, index, count: 2, payload: id + index });
	expect(gathered([part('a', 0), part('b', 1), part('b', 0), part('a', 1)])).toEqual([
		undefined,
		undefined,
		'b0b1',
		'a0a1',
	]);
});

it('waits for nothing where the number of parts is 0', () => {
	expect(gathered([{ index: 0, count: 0, payload: 'x' }])).toEqual(['x']);
});

it('drops everything that is waiting, and says so, when more is waiting than Node-RED allows', () => {
	const gathering = new GatheredParts(2);
	const take = (index: number) =>
		gathering.take({ _msgid: '1', parts: { id: 's', index, count: 9 } }, index, NOW)?.payload;
	expect([take(0), take(1)]).toEqual([undefined, undefined]);
	expect(() => take(2)).toThrow('More than 2 messages were waiting to be gathered');
	expect(gathering.countOf({ id: 's', index: 0 })).toBe(0);
	// Its later parts do not start it again.
	expect([3, 4, 5, 6, 7, 8].map(take)).toEqual(Array(6).fill(undefined));
	expect(gathering.countOf({ id: 's', index: 0 })).toBe(0);
	take(0);
	expect(gathering.countOf({ id: 's', index: 0 })).toBe(1);
});

it.each([[undefined], ['s'], [{ id: 's' }], [{ index: 0 }], [{ id: 's', index: 'x' }]])(
	'takes a message with the parts %j for one of its own',
	(parts) => {
		expect(isPart({ _msgid: '1', parts: parts as unknown as Parts })).toBe(false);
	},
);
