import { DEFAULT_BASE_URL } from '../../advocate/api/tenant.ts';
import type { HostTexts } from '../../advocate/host-texts.ts';

/** The sentences that name Node-RED's own settings and nodes. */
export const NODE_RED_TEXTS: HostTexts = {
	connection: {
		hostNotFound:
			'Check the base URL in the advocate tenant for a typo, and that Node-RED is connected to the internet.',
		certificateNotTrusted:
			'Check the base URL in the advocate tenant. Behind a proxy that inspects traffic, start Node-RED with NODE_EXTRA_CA_CERTS set to the file with the proxy certificate.',
		brokeOff:
			'Try again. If it happens again, check the network between Node-RED and this host (firewall, proxy).',
		unreachable:
			'Check the base URL in the advocate tenant, and that Node-RED can reach this host (firewall, proxy).',
		tooSlow:
			'Try again. If it happens again, check that Node-RED can reach this host, or raise "Request timeout (s)".',
		stopped: 'The work was stopped',
	},
	tenant: {
		enterAlias:
			'Enter the tenant alias in the advocate tenant. You find it in the address of the Advocate portal.',
		correctAlias:
			'A tenant alias is made of letters, digits, "_" and "-", for example "test_abc123". Correct it in the advocate tenant.',
		enterKey:
			'Enter the API key in the advocate tenant. You find it in the settings of the Advocate portal. An imported flow comes without it.',
		correctUserName: 'Correct the user name in the advocate tenant, or leave it empty.',
		enterBaseUrl: `Enter an address such as ${DEFAULT_BASE_URL} in the advocate tenant.`,
		useHttps:
			'The API key is only sent encrypted. Change the base URL in the advocate tenant to begin with https:// (http:// is accepted for localhost only).',
		trimBaseUrl: `Remove any user name, "?" and "#" from the base URL in the advocate tenant, so that it looks like ${DEFAULT_BASE_URL}.`,
		checkBaseUrl: 'Check the base URL in the advocate tenant.',
		checkAliasAndBaseUrl: 'Check the tenant alias and the base URL in the advocate tenant.',
		otherServiceAnswers:
			'Check the base URL in the advocate tenant: a proxy or another service may be answering in its place.',
		useFinalAddress: 'Enter the final address as the base URL in the advocate tenant.',
		keyIsFor: (baseUrl) =>
			`The key in the advocate tenant is for ${baseUrl} only. Use an address that begins with it.`,
		checkWayTo: (address) =>
			`Check the base URL in the advocate tenant, and that Node-RED can reach ${address}.`,
	},
	setting: {
		correct: 'Correct it in this node, or clear it to use its default.',
	},
	file: {
		convertOrRename: 'Convert the file or, if only its name is wrong, set "File name".',
		decompress: 'Decompress the file before it reaches this node, and use the result.',
		readWorkbook:
			'Save it as "CSV UTF-8" and use that file, or read it with a node for workbooks from Node-RED\'s library and give this node its rows as a list of objects.',
		handOnRows:
			'Write each object of that list on a line of its own, or parse the file and give this node the list itself: the objects of an array are rows.',
		setColumn:
			'Name the column so in the file, or set the field under "Columns": to a property of the row, which is another column of the file, or to a value for all rows.',
		rowsInList: (list) =>
			`The object is not a row, but holds rows in its list "${list}": choose that list as the Source of this node`,
		chooseColumn: (field, path) =>
			`Set ${field} under "Columns set by hand", for example to the row's ${path.join('.')}, or remove the column that is not meant before this node.`,
		useColumn: (path) =>
			`To give each row its own value, choose "column of the row" before ${path.join('.')}. If this very text is meant for all rows, enter it as a JSONata expression, in quotes.`,
		useFileColumn:
			'To use a column of the file, choose "column of the row" before its name. To set one text in every row, enter it as a JSONata expression, in quotes.',
		useExpression:
			'Braces do not insert values here. Choose "column of the row" for a property of the row, or "JSONata" for an expression.',
		numbersAsIds:
			'The csv node makes numbers of IDs: 1E5 becomes 100000, and 1.0 becomes 1. In the csv node, untick "parse numerical values".',
		correctRows:
			'Correct the rows, or set "When rows are rejected" to go on without them: they then go to the second output.',
	},
	job: {
		chooseFile:
			'Wire this node after advocate upload, or fill in "File reference" with the fileRef of an uploaded file.',
		chooseType:
			'Choose the type in this node, or wire this node after advocate upload, which puts the type on msg.advocate.',
		chooseSameType: 'Choose the same type in both nodes, or "from upload" here.',
		typeNotSaid: 'The message does not say the type of its file',
		enterJobId:
			'Wire this node after advocate create job, or fill in "Job ID" with the id of a job.',
		checkJobId:
			'Check the job ID, and that the advocate tenant is for the tenant in which the job was created.',
		confirmDeletion:
			'To delete them, set Type to "Delete users" in this node and turn on "Yes, delete these users for good".',
		createUnchecked:
			'To create the job without this check, turn off "Prevent duplicate jobs" in advocate create job.',
		importAgain:
			'To import it again, upload the file again, or turn off "Prevent duplicate jobs" in advocate create job.',
	},
	imports: {
		confirmDeletion: 'To delete them, turn on "Yes, delete these users for good" in this node.',
		runAgain: 'Nothing has been imported, so the same rows can be imported again.',
		correctRejected:
			'Correct the rows, or allow more in "Most rejected rows" of this node. A dry run shows all of them, if that field is empty.',
		correctFailed:
			'See the second output for each of the failed rows. To allow more, change "Most failed rows" of this node.',
		raiseDeletions:
			'Check that these are really the users to delete. If they are, raise "Most deletions" of this node.',
		afterAbort:
			'Look at the job in the Advocate portal before you import its rows again: a user is updated, but an event without an idempotency key counts twice, and a reward is redeemed twice.',
		lookLater:
			'Look at the job later with advocate job status or advocate wait, or raise "Time limit (minutes)" of this node.',
		chooseAccountId:
			'An account is the company or the household that a user belongs to. If your users have none, set "Account ID" to "same as user ID", and each is an account of their own; otherwise choose the property, or a fixed value.',
		chooseColumn: (label) => `Choose the right property of the row as "${label}".`,
		chooseAsColumn: (label) => `To use the property, choose the kind "row" for "${label}".`,
	},
	exports: {
		chooseType:
			'Choose what to export in this node, or use a value of one of its choices, for example QUERY/USER.',
		fetchAgain: (jobId) =>
			`The export itself is complete. To fetch its result without exporting again, send the job ID ${jobId} to an advocate-export node that is set to get a result.`,
		lookLater: (jobId) =>
			`The export itself continues in Advocate. To fetch its result later, send the job ID ${jobId} to an advocate-export node that is set to get a result.`,
		rowsOfWorkbook:
			'Set "Result" to a file, or "Output format" to CSV or JSON Lines before you export.',
		asCsv: 'Or set "Output format" to CSV, in which values are texts.',
		acceptFewer:
			'The file may have been cut off on its way: send the message again. If it is the same again, compare it with the job in the Advocate portal. To accept it as it is, turn on "Accept fewer rows than the job counts".',
	},
	trace: {
		giveSourceRows:
			'Set "Source rows (numbers)" to the sourceRows in the payload that advocate upload sent for this job, unchanged. Keep them on the message with a Change node.',
		giveUploadedList:
			'Set "Source items" to the very array that went into advocate upload. Keep it on the message with a Change node before the upload.',
	},
	hook: {
		starts: 'The flow starts',
		doNotStart: (what) => `${what} do not start this flow`,
		alreadyStarted: (jobId) => `The flow has already been started for the job ${jobId}`,
		cannotReach: (url) => `Advocate can't reach this Node-RED at ${url}`,
		usePublicAddress:
			'Enter the address at which Node-RED is reached from the internet as "Public address", or use advocate wait with "Wait for" set to "every job of the tenant", which needs no such address.',
		ofOtherAddress: 'It was set up for another address of this node',
		mayBeCopy: 'It was left there, because this flow may be a copy of the one that needs it.',
		tenantChanged: 'Another advocate tenant has been chosen in this node since then.',
	},
};
