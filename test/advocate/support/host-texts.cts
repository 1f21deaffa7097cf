import type { HostTexts } from '../../../advocate/host-texts.ts';

/** A host that is neither n8n nor Node-RED. */
export const hostTexts: HostTexts = {
	connection: {
		hostNotFound:
			'Check the base URL in its settings for a typing error, and that the host has a connection to the internet.',
		certificateNotTrusted: 'Check the base URL in its settings. Or trust it (proxy).',
		brokeOff:
			'Try again. If the problem persists, check the way from the host to this host (firewall, proxy).',
		unreachable:
			'Check the base URL in its settings, and that the host can reach this host (firewall, proxy).',
		tooSlow:
			'Try again. If the problem persists, check that the host can reach this host, or give it more time.',
		stopped: 'The work was stopped',
	},
	tenant: {
		enterAlias:
			'Enter the tenant alias in its settings. You find it in the address of the Advocate portal.',
		correctAlias:
			'A tenant alias is made of letters, digits, "_" and "-", for example "test_abc123". Correct it in its settings.',
		enterKey: 'Enter the API key in its settings.',
		correctUserName: 'Correct the user name in its settings.',
		enterBaseUrl: 'Enter an address in its settings.',
		useHttps: 'The API key is only sent encrypted.',
		trimBaseUrl: 'Leave out any user name, "?" and "#" from the base URL in its settings.',
		checkBaseUrl: 'Check the base URL in its settings.',
		checkAliasAndBaseUrl: 'Check the tenant alias and the base URL in its settings.',
		otherServiceAnswers:
			'Check the base URL in its settings: a proxy or another service may be answering in its place.',
		useFinalAddress: 'Enter the final address as the base URL in its settings.',
		keyIsFor: (baseUrl) => `The key in its settings is for ${baseUrl} only.`,
		checkWayTo: (address) =>
			`Check the base URL in its settings, and that the host can reach ${address}.`,
	},
	setting: {
		correct: 'Correct it.',
	},
	file: {
		convertOrRename: 'Convert it, or, if only its name is wrong, call it something else.',
		decompress: 'Decompress it, by hand, and use what comes out.',
		readWorkbook: 'Read its rows by something else, or save it as "CSV UTF-8".',
		handOnRows: 'Write each object of that list on a line of its own, or hand them on.',
		setColumn: 'Name the column so, or set the field by hand.',
		rowsInList: (list) => `It has rows in its list "${list}": hand these on`,
		chooseColumn: (field, path) => `Set ${field}, to ${path.join(' in ')} if that is meant.`,
		useColumn: (path) => `Take the value of ${path.join(' in ')}.`,
		useFileColumn: 'Name the column of the file.',
		useExpression: 'Write it as an expression.',
		numbersAsIds: 'Hand IDs on as text.',
		correctRows: 'Correct the rows, or go on without them.',
	},
	job: {
		chooseFile: 'Choose a file.',
		chooseType: 'Choose a type.',
		chooseSameType: 'Choose the same type.',
		typeNotSaid: 'The type is not said',
		enterJobId: 'Enter a job ID.',
		checkJobId:
			'Check the job ID, and that its settings is for the tenant in which the job was created.',
		confirmDeletion: 'If they are to be deleted, confirm it.',
		createUnchecked: 'To create the job without this check, turn it off.',
		importAgain: 'To import it again, upload the file again, or turn the check off.',
	},
	imports: {
		confirmDeletion: 'If they are to be deleted, confirm it.',
		runAgain: 'Nothing has been imported, so the same rows can be imported again.',
		correctRejected: 'Correct the rows, or allow more.',
		correctFailed: 'See each of the failed rows, or allow more.',
		raiseDeletions: 'Check that these are to be deleted, or allow more.',
		afterAbort: 'Look at the job before you import it again.',
		lookLater: 'Look at the job later, or give it more time.',
		chooseAccountId: 'Choose the account, or take the user ID.',
		chooseColumn: (label) => `Choose the column for "${label}".`,
		chooseAsColumn: (label) => `Choose the column for "${label}", not a text.`,
	},
	exports: {
		chooseType: 'Choose what to export.',
		fetchAgain: (jobId) => `Fetch the result of ${jobId} again.`,
		lookLater: (jobId) => `Look at ${jobId} later.`,
		rowsOfWorkbook: 'Export it as CSV, or take the file.',
		asCsv: 'Or export it as CSV.',
		acceptFewer: 'Fetch it again, or accept it.',
	},
	trace: {
		giveSourceRows: 'Give the source rows of the upload.',
		giveUploadedList: 'Give the list that was uploaded.',
	},
	hook: {
		starts: 'The work starts',
		doNotStart: (what) => `${what} do not start this work`,
		alreadyStarted: (jobId) => `The work was started for the job ${jobId} before`,
		cannotReach: (url) => `Advocate can't reach this host at ${url}`,
		usePublicAddress: 'Set its address on the internet.',
		ofOtherAddress: 'It was set up for another address of this host',
		mayBeCopy: 'It was left there, because this host may be a copy.',
		tenantChanged: 'Another tenant has been chosen since then.',
	},
};
