import { uploadedFile } from '../../../advocate/jobs/given.ts';
import { hostTexts } from '../support/host-texts.cts';

/* Which file a step after the upload works on, and as what: taken for a deletion, users would be deleted. */

const given = (chosenType: unknown, uploadedType: unknown, fileRef: unknown = ' imports/a.csv ') =>
	uploadedFile({ fileRef, chosenType, uploadedType }, hostTexts);

it.each([
	['the type it was uploaded as', undefined, 'MUTATION/USER'],
	['the same type, chosen', 'MUTATION/USER', 'MUTATION/USER'],
	['a chosen type, where nothing is known of the upload', 'MUTATION/USER', undefined],
	['a chosen type, where what the upload says is no type', 'MUTATION/USER', 'users'],
])('is taken as %s', (_what, chosen, uploaded) => {
	expect(given(chosen, uploaded)).toEqual({ fileRef: 'imports/a.csv', type: 'MUTATION/USER' });
});

it.each([
	[
		'another type than it was uploaded as',
		'MUTATION/DELETE_USER',
		'MUTATION/USER',
		'Choose the same type.',
	],
	['an unknown type', 'MUTATION/ALL', 'MUTATION/USER', 'Choose a type.'],
	['an empty choice', '', 'MUTATION/USER', 'Choose a type.'],
	['a type that nobody has said', undefined, undefined, 'Choose a type.'],
])('is not taken as %s', (_what, chosen, uploaded, hint) => {
	expect(() => given(chosen, uploaded)).toThrow(
		expect.objectContaining({ code: 'SETTINGS_INVALID', hint }) as Error,
	);
});

it.each([null, '', '  ', 7])('is missing where its reference is %p', (fileRef) => {
	expect(() => given(undefined, 'MUTATION/USER', fileRef)).toThrow(
		expect.objectContaining({ code: 'SETTINGS_INVALID', hint: 'Choose a file.' }) as Error,
	);
});
