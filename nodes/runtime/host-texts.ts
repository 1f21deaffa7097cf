import { DEFAULT_BASE_URL } from '../../advocate/api/tenant';
import type { HostTexts } from '../../advocate/host-texts';

/** The sentences that name n8n's own settings and nodes. */
export const N8N_TEXTS: HostTexts = {
	connection: {
		hostNotFound:
			'Check the base URL in the Advocate API credential for a typo, and that n8n is connected to the internet.',
		certificateNotTrusted:
			"Check the base URL in the Advocate API credential. Behind a proxy that inspects traffic, n8n must be set up to trust the proxy's certificate.",
		brokeOff:
			'Try again. If it happens again, check the network between n8n and this host (firewall, proxy).',
		unreachable:
			'Check the base URL in the Advocate API credential, and that n8n can reach this host (firewall, proxy).',
		tooSlow:
			'Try again. If it happens again, check that n8n can reach this host, or raise "Request Timeout (Seconds)" in the options.',
		stopped: 'The execution was cancelled',
	},
	tenant: {
		enterAlias:
			'Enter the tenant alias in the Advocate API credential. You find it in the address of the Advocate portal.',
		correctAlias:
			'A tenant alias is made of letters, digits, "_" and "-", for example "test_abc123". Correct it in the Advocate API credential.',
		enterKey:
			'Enter the API key in the Advocate API credential. You find it in the settings of the Advocate portal.',
		correctUserName:
			'Correct "User Name" in the Advocate API credential, or turn off "Advanced" there.',
		enterBaseUrl: `Enter an address such as ${DEFAULT_BASE_URL} in the Advocate API credential.`,
		useHttps:
			'The API key is only sent encrypted. Change the base URL in the Advocate API credential to begin with https:// (http:// is accepted for localhost only).',
		trimBaseUrl: `Remove any user name, "?" and "#" from the base URL in the Advocate API credential, so that it looks like ${DEFAULT_BASE_URL}.`,
		checkBaseUrl: 'Check the base URL in the Advocate API credential.',
		checkAliasAndBaseUrl: 'Check the tenant alias and the base URL in the Advocate API credential.',
		otherServiceAnswers:
			'Check the base URL in the Advocate API credential: a proxy or another service may be answering in its place.',
		useFinalAddress: 'Enter the final address as the base URL in the Advocate API credential.',
		keyIsFor: (baseUrl) =>
			`The key in the Advocate API credential is for ${baseUrl} only. Use an address that begins with it.`,
		checkWayTo: (address) =>
			`Check the base URL in the Advocate API credential, and that n8n can reach ${address}.`,
	},
	setting: {
		correct: 'Correct it in the options of this node, or remove it there to use its default.',
	},
	file: {
		convertOrRename:
			'Convert the file or, if only its name is wrong, set "File Name" in the options.',
		decompress:
			'Decompress the file first, for example with the Compression node, and use the result.',
		readWorkbook:
			'Turn it into items with the Extract from File node (operation Extract From XLSX, or XLS or ODS), and choose "Input Items" as the source here. Or save it as "CSV UTF-8" and use that file.',
		handOnRows:
			'Write each object of that list on a line of its own, or turn the objects into items with the Split Out node and choose "Input Items" as the source here.',
		setColumn:
			'Name the column so in the file, or set the field under "Additional Columns": to another column of the file, or to a value for all rows.',
		rowsInList: (list) =>
			`The item is not a row, but holds rows in its list "${list}": use the Split Out node on "${list}" first`,
		chooseColumn: (field, path) =>
			`Set ${field} under "Additional Columns", for example to ${expressionFor(path)}, choose "Map Each Column Manually", or remove the column that is not meant before this node.`,
		useColumn: (path) =>
			`To give each row its own value, enter the expression ${expressionFor(path)}. If this very text is meant for all rows, enter it as an expression too: {{ "text" }}.`,
		useFileColumn:
			'To use a column of the file, name it under "Column in the File". To set one text in every row, enter it as an expression: {{ "text" }}.',
		useExpression: 'Switch the value from "Fixed" to "Expression", or remove the braces.',
		numbersAsIds:
			'A spreadsheet makes numbers of IDs, and 00123 becomes 123. Format the column as plain text there, or, if the IDs are numbers, make them text by an expression such as {{ String($json.id) }}.',
		correctRows:
			'Correct the rows, or set "When Rows Are Rejected" to go on without them: they then go to the Rejected output.',
	},
	job: {
		chooseFile:
			'Connect this node after Advocate Upload, or fill in "File Reference" with the "fileRef" of an uploaded file.',
		chooseType:
			'Choose the Type in this node, or connect this node after Advocate Upload, which puts the type on the item.',
		chooseSameType: 'Choose the same Type in both nodes, or "From the Input Item" here.',
		typeNotSaid: 'The input item does not say its type',
		enterJobId:
			'Connect this node after Advocate Create Job, or fill in "Job ID" with the "id" of a job.',
		checkJobId:
			'Check the job ID, and that the Advocate API credential is for the tenant in which the job was created.',
		confirmDeletion:
			'To delete them, set Type to "Delete Users" in this node and turn on "Confirm Deletion".',
		createUnchecked:
			'To create the job without this check, turn off "Prevent Duplicate Jobs" in the options of Advocate Create Job.',
		importAgain:
			'To import it again, upload the file again, or turn off "Prevent Duplicate Jobs" in the options of Advocate Create Job.',
	},
	imports: {
		confirmDeletion: 'To delete them, turn on "Confirm Deletion" in this node.',
		runAgain: 'Nothing has been imported, so the same rows can be imported again.',
		correctRejected:
			'Correct the rows, or allow more in the option "Maximum Rejected Rows" of this node. A dry run shows all of them, if that option is removed.',
		correctFailed:
			'See the Rejected output for each of the failed rows. To allow more, change the option "Maximum Failed Rows" of this node.',
		raiseDeletions:
			'Check that these are really the users to delete. If they are, raise the option "Maximum Deletions" of this node.',
		afterAbort:
			'Look at the job in the Advocate portal before you import its rows again: a user is updated, but an event without an idempotency key counts twice, and a reward is redeemed twice.',
		lookLater:
			'Look at the job later with Advocate Job Status, or raise the option "Time Limit (Minutes)" of this node.',
		chooseAccountId:
			'An account is the company or the household that a user belongs to. If your users have none, set "Account ID" to "Same as User ID", and each is an account of their own; otherwise choose the column, or a fixed value.',
		chooseColumn: (label) => `Set "${label}" to "A Column", and enter the name of the right one.`,
		chooseAsColumn: (label) => `To use the column, set "${label}" to "A Column".`,
	},
	exports: {
		chooseType:
			'Choose the Type from the list, or use an expression that gives one of its values, for example QUERY/USER.',
		fetchAgain: (jobId) =>
			`The export itself is complete. To fetch its result without exporting again, use the operation "Get Result" of Advocate Export with the job ID ${jobId}.`,
		lookLater: (jobId) =>
			`The export itself continues in Advocate. To fetch its result later, use the operation "Get Result" of Advocate Export with the job ID ${jobId}.`,
		rowsOfWorkbook:
			'Set "Result" to "File", or set "Output Format" to "CSV" or "JSON Lines" before you export.',
		asCsv: 'Or set "Output Format" to "CSV", in which values are texts.',
		acceptFewer:
			'The file may have been cut off on its way: run this node again. If it is the same again, compare it with the job in the Advocate portal. To accept it as it is, turn on "Accept Fewer Rows" in the options.',
	},
	trace: {
		giveSourceRows:
			'Set "Source Rows" to the "sourceRows" of the very item that this job was created from, unchanged: {{ $(\'Advocate Upload\').item.json.sourceRows }}.',
		giveUploadedList:
			"Set \"Source Items\" to exactly the items that went into Advocate Upload, which are those of the node right before it: {{ $('CRM Rows').all() }}. In a loop, these are only the current batch: {{ $('Loop Over Items').all() }}.",
	},
	hook: {
		starts: 'The workflow starts',
		doNotStart: (what) => `${what} do not start this workflow`,
		alreadyStarted: (jobId) => `The workflow has already been started for the job ${jobId}`,
		cannotReach: (url) => `Advocate can't reach this n8n at ${url}`,
		usePublicAddress:
			"Set n8n's WEBHOOK_URL to its address on the internet, or use Advocate Wait for Completion Trigger, which needs no such address.",
		ofOtherAddress: 'It was set up for another address of n8n',
		mayBeCopy: 'It was left there, because this n8n may be a copy of the one that needs it.',
		tenantChanged: 'The Advocate API credential has been changed since then.',
	},
};

/** The expression for what an item has along a path of names. */
function expressionFor(path: readonly string[]): string {
	const steps = path.map((name) =>
		/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`,
	);
	return `{{ $json${steps.join('')} }}`;
}
