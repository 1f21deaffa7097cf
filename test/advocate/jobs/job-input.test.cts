import { jobInputFrom, type JobSettings } from '../../../advocate/jobs/job-input.ts';
import { errorOf } from '../support/tenant-under-test.cts';
import { hostTexts } from '../support/host-texts.cts';

const fileRef = 'imports/test_abc/contacts_1.csv';

/** Everything a builder can set, for whichever type. */
const EVERYTHING: Omit<JobSettings, 'type'> = {
	fileRef,
	name: 'May import',
	requester: 'n8n',
	outputFormat: 'CSV',
	mailtoEmail: 'ada@example.com',
	segmentsToAdd: ['vip', 'beta'],
	segmentsToRemove: ['trial'],
	programId: 'referral',
	evaluation: { webhooks: false, programs: { enabledProgramIds: ['referral'] }, analytics: true },
	preserveEmptyAccounts: true,
	doNotTrack: false,
	deletionConfirmed: true,
};

const inputFrom = (settings: JobSettings) => jobInputFrom(settings, hostTexts);

const COMMON = {
	fileRef,
	name: 'May import',
	requester: 'n8n',
	outputFormat: 'CSV',
	mailtoEmail: 'ada@example.com',
};

describe('The JobInput to send', () => {
	test('has of the params only what its type takes', () => {
		const { evaluation } = EVERYTHING;
		expect(inputFrom({ type: 'MUTATION/USER', ...EVERYTHING })).toEqual({
			type: 'MUTATION/USER',
			...COMMON,
			params: {
				segments: ['vip', 'beta', '~trial'],
				programId: 'referral',
				importEvaluationOptions: evaluation,
			},
		});
		expect(inputFrom({ type: 'MUTATION/USER_EVENT', ...EVERYTHING })).toEqual({
			type: 'MUTATION/USER_EVENT',
			...COMMON,
			params: { importEvaluationOptions: evaluation },
		});
		expect(inputFrom({ type: 'MUTATION/DELETE_USER', ...EVERYTHING })).toEqual({
			type: 'MUTATION/DELETE_USER',
			...COMMON,
			params: { preserveEmptyAccounts: true, doNotTrack: false },
		});
		expect(inputFrom({ type: 'MUTATION/REDEEMABLE_REWARD_BALANCE', ...EVERYTHING })).toEqual({
			type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
			...COMMON,
		});
	});

	test('leaves out what is empty', () => {
		const empty = {
			name: ' ',
			requester: '',
			mailtoEmail: '\n',
			programId: '  ',
			segmentsToAdd: [],
			segmentsToRemove: [],
			evaluation: {},
		};
		expect(inputFrom({ type: 'MUTATION/USER', fileRef, ...empty })).toEqual({
			type: 'MUTATION/USER',
			fileRef,
		});
		const nothing = { webhooks: undefined, programs: undefined };
		expect(inputFrom({ type: 'MUTATION/USER_EVENT', fileRef, evaluation: nothing })).toEqual({
			type: 'MUTATION/USER_EVENT',
			fileRef,
		});
	});

	test('has no blank space around texts', () => {
		const input = inputFrom({ type: 'MUTATION/USER', fileRef, name: ' May ', programId: ' p ' });
		expect(input).toMatchObject({ name: 'May', params: { programId: 'p' } });
	});

	test('keeps what is false: it overrides a default of true', () => {
		const evaluation = { webhooks: false, programs: false };
		expect(inputFrom({ type: 'MUTATION/USER', fileRef, evaluation }).params).toEqual({
			importEvaluationOptions: evaluation,
		});
	});
});

describe('Segments', () => {
	const withSegments = (segmentsToAdd: string[], segmentsToRemove: string[]) =>
		inputFrom({ type: 'MUTATION/USER', fileRef, segmentsToAdd, segmentsToRemove });

	test('to add stand as they are, to remove with a ~; each once', () => {
		expect(withSegments(['a', 'b', 'a'], ['c', 'c']).params?.segments).toEqual(['a', 'b', '~c']);
		expect(withSegments([], ['c']).params?.segments).toEqual(['~c']);
	});

	test('both added and removed are refused', async () => {
		expect(await errorOf(() => withSegments(['a', 'b'], ['b']))).toMatchObject({
			code: 'SETTINGS_INVALID',
			message: 'The segment "b" is set to be both added and removed',
			hint: 'Remove it from one of the two lists.',
		});
	});

	test.each([
		[['~vip'], []],
		[[], ['~vip']],
	])(
		'whose key begins with ~ (%j, %j) are refused: it would reverse the operation',
		async (toAdd, toRemove) => {
			expect(await errorOf(() => withSegments(toAdd, toRemove))).toMatchObject({
				code: 'SETTINGS_INVALID',
				message: 'The segment key "~vip" begins with "~"',
			});
		},
	);

	test('are all cleared first, to be set anew', () => {
		const cleared = (segmentsToAdd: string[], segmentsToRemove: string[]) =>
			inputFrom({
				type: 'MUTATION/USER',
				...{ fileRef, segmentsToAdd, segmentsToRemove, clearSegments: true },
			}).params?.segments;
		expect(cleared(['a', 'b'], [])).toEqual(['~*', 'a', 'b']);
		expect(cleared([], ['c'])).toEqual(['~*', '~c']);
		expect(cleared([], [])).toEqual(['~*']);
	});

	test('are cleared first wherever an expression gives ~*', () => {
		expect(withSegments(['a', '~*', 'b'], []).params?.segments).toEqual(['~*', 'a', 'b']);
		expect(withSegments(['a'], ['c', '~*']).params?.segments).toEqual(['~*', 'a', '~c']);
	});

	test('are ignored for other types', () => {
		const input = inputFrom({
			type: 'MUTATION/USER_EVENT',
			fileRef,
			segmentsToAdd: ['a'],
			segmentsToRemove: ['a'],
			clearSegments: true,
		});
		expect(input).toEqual({ type: 'MUTATION/USER_EVENT', fileRef });
	});
});

describe('A deletion', () => {
	test.each([undefined, false, 'true' as unknown as boolean])(
		'with the confirmation %j is refused',
		async (deletionConfirmed) => {
			const error = await errorOf(() =>
				inputFrom({ type: 'MUTATION/DELETE_USER', fileRef, deletionConfirmed }),
			);
			expect(error).toMatchObject({
				code: 'DELETION_NOT_CONFIRMED',
				message: 'The deletion was not started, because it was not confirmed',
				hint: "Deleted users can't be brought back. If they are to be deleted, confirm it.",
			});
		},
	);

	test('that is confirmed says nothing of it to the API', () => {
		expect(inputFrom({ type: 'MUTATION/DELETE_USER', fileRef, deletionConfirmed: true })).toEqual({
			type: 'MUTATION/DELETE_USER',
			fileRef,
		});
	});
});
