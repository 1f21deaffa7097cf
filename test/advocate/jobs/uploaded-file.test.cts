import { uploadedFile, type UploadedFileTexts } from '../../../advocate/jobs/uploaded-file.ts';

/* Which file a step after the upload works on, and as what: taken for a deletion, users would be deleted. */

const texts: UploadedFileTexts = {
	chooseFile: 'choose a file',
	chooseType: 'choose a type',
	chooseSameType: 'choose the same',
	typeNotSaid: 'The type is not said',
};
const given = (chosenType: unknown, uploadedType: unknown, fileRef: unknown = ' imports/a.csv ') =>
	uploadedFile({ fileRef, chosenType, uploadedType }, texts);

it.each([
	['the type it was uploaded as', undefined, 'MUTATION/USER'],
	['the same type, chosen', 'MUTATION/USER', 'MUTATION/USER'],
	['a chosen type, where nothing is known of the upload', 'MUTATION/USER', undefined],
	['a chosen type, where what the upload says is no type', 'MUTATION/USER', 'users'],
])('is taken as %s', (_what, chosen, uploaded) => {
	expect(given(chosen, uploaded)).toEqual({ fileRef: 'imports/a.csv', type: 'MUTATION/USER' });
});

it.each([
	['another type than it was uploaded as', 'MUTATION/DELETE_USER', 'MUTATION/USER', 'the same'],
	['an unknown type', 'MUTATION/ALL', 'MUTATION/USER', 'a type'],
	['an empty choice', '', 'MUTATION/USER', 'a type'],
	['a type that nobody has said', undefined, undefined, 'a type'],
])('is not taken as %s', (_what, chosen, uploaded, hint) => {
	expect(() => given(chosen, uploaded)).toThrow(
		expect.objectContaining({ code: 'SETTINGS_INVALID', hint: `choose ${hint}` }) as Error,
	);
});

it.each([null, '', '  ', 7])('is missing where its reference is %p', (fileRef) => {
	expect(() => given(undefined, 'MUTATION/USER', fileRef)).toThrow(
		expect.objectContaining({ code: 'SETTINGS_INVALID', hint: 'choose a file' }) as Error,
	);
});
