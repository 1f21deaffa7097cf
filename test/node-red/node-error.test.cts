import { util } from '@node-red/util';
import { AdvocateError, FileRefusedError } from '../../advocate/errors.ts';
import { NodeError } from '../../node-red/runtime/node-error.cts';

const as = (thrown: unknown) => new NodeError(thrown, (text) => text);
const refused = new AdvocateError('KEY_REFUSED', 'The API key was not accepted', {
	hint: 'Check it.',
	status: 401,
});

it('is shown by a debug node with what to do as its cause', () => {
	const { msg } = util.encodeObject({ msg: as(refused) }, { maxLength: 1000 }) as { msg: string };
	const { data } = JSON.parse(msg) as { data: { message: string; cause: string } };
	expect(data).toMatchObject({
		message: 'The API key was not accepted. Check it.',
		cause: 'Check it.',
	});
});

it('gives flows its parts', () => {
	expect(JSON.parse(JSON.stringify(as(refused).cause))).toEqual({
		message: 'The API key was not accepted',
		hint: 'Check it.',
		status: 401,
	});
});

it.each([
	[refused, 'The API key was not accepted'],
	[new FileRefusedError('contacts of 2026.csv', ['It is empty.']), 'It is empty.'],
	[
		new AdvocateError(
			'FORBIDDEN',
			'Could not create the job: this API key is not allowed to do that',
			{
				hint: '',
			},
		),
		'this API key is not allowed to do that',
	],
	[
		new AdvocateError('SETTINGS_INVALID', 'There is no file to upload: the source is null', {
			hint: '',
		}),
		'the source is null',
	],
])('has a reason that a status has room for: %#', (error, reason) => {
	expect(as(error).reason).toBe(reason);
});
