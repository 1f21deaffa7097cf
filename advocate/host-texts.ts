/**
 * The sentences that a host (n8n, Node-RED) has to word itself, because they name its settings, its nodes or
 * the program. Each is a whole sentence with its full stop, unless its comment says otherwise.
 */
export interface HostTexts {
	connection: ConnectionTexts;
	tenant: TenantTexts;
	setting: SettingTexts;
	file: FileTexts;
	job: JobTexts;
	imports: ImportTexts;
	exports: ExportTexts;
	trace: TraceTexts;
	hook: HookTexts;
}

/** About requests that got no answer. All but `stopped` are hints. */
export interface ConnectionTexts {
	hostNotFound: string;
	certificateNotTrusted: string;
	brokeOff: string;
	unreachable: string;
	tooSlow: string;
	/** What happened when the user stopped the work; without the full stop. */
	stopped: string;
}

/** Hints about the settings of a tenant. */
export interface TenantTexts {
	enterAlias: string;
	correctAlias: string;
	enterKey: string;
	/** For a user name with a colon. */
	correctUserName: string;
	enterBaseUrl: string;
	/** For an address that does not begin with https://. */
	useHttps: string;
	/** For an address with a user name, a query or a fragment. */
	trimBaseUrl: string;
	checkBaseUrl: string;
	checkAliasAndBaseUrl: string;
	/** For an answer that does not come from Advocate. */
	otherServiceAnswers: string;
	/** For an answer that redirects. */
	useFinalAddress: string;
	/** @param baseUrl the only address to which the key is sent */
	keyIsFor(baseUrl: string): string;
	/** @param address an Advocate address that could not be read */
	checkWayTo(address: string): string;
}

/** Hints about a node's settings. */
export interface SettingTexts {
	/** For a value that a setting can't have. */
	correct: string;
}

/** About files and rows with something wrong. */
export interface FileTexts {
	/** For a file name with another extension. */
	convertOrRename: string;
	/** For a compressed file. */
	decompress: string;
	/** For a workbook: how else its rows get here. */
	readWorkbook: string;
	/** For a JSON document with the rows in a list. */
	handOnRows: string;
	/** For a file without a required column, or with it under a name that nobody knows. */
	setColumn: string;
	/** A reason, for an object that holds rows instead of being one; without the full stop. */
	rowsInList(list: string): string;
	/** A hint, for when several columns may be meant. @param path of the one that says most, for an example */
	chooseColumn(field: string, path: readonly string[]): string;
	/** A hint, for a column's name that was entered as the value of a field. */
	useColumn(path: readonly string[]): string;
	/** The same for a file, of which a row is not what an expression reads. */
	useFileColumn: string;
	/** A hint, for an expression that was entered as a text. */
	useExpression: string;
	/** What to do about IDs that may have been made into numbers on their way. */
	numbersAsIds: string;
	/** A hint, for when a rejected row stops everything. */
	correctRows: string;
}

/** About the steps after an upload. All but `typeNotSaid` are hints or notes. */
export interface JobTexts {
	chooseFile: string;
	chooseType: string;
	/** For a type other than the one the file was uploaded as. */
	chooseSameType: string;
	/** What happened when the upload did not say the type; without the full stop. */
	typeNotSaid: string;
	enterJobId: string;
	checkJobId: string;
	confirmDeletion: string;
	/** How to create a job without looking for an earlier one for the same file. */
	createUnchecked: string;
	/** What to do about a file whose job was aborted. */
	importAgain: string;
}

/** Hints about a whole import, from rows to result. */
export interface ImportTexts {
	/** For a deletion that is not confirmed. */
	confirmDeletion: string;
	/** For a failure after which nothing has been imported. */
	runAgain: string;
	/** For more rejected rows than the limit allows. */
	correctRejected: string;
	/** For more failed rows than the limit allows. */
	correctFailed: string;
	/** For more deletions than one run may make. */
	raiseDeletions: string;
	/** For a job that Advocate aborted. */
	afterAbort: string;
	/** For a job that is still going on. */
	lookLater: string;
	/** For rows in which no column was recognized as the account ID. */
	chooseAccountId: string;
	/** For rows in which no column was recognized as a field that is required. @param label the setting's name */
	chooseColumn(label: string): string;
	/** For a fixed value that is the name of a column. @param label the setting's name */
	chooseAsColumn(label: string): string;
}

/** Hints about an export, from the job to its rows. */
export interface ExportTexts {
	/** For a type that is none. */
	chooseType: string;
	/** For an export that is complete, but whose result could not be had. @param jobId of the export */
	fetchAgain(jobId: string): string;
	/** For an export of which it is not known how it goes on. @param jobId of the export */
	lookLater(jobId: string): string;
	/** For a workbook where rows are wanted. */
	rowsOfWorkbook: string;
	/** For JSON that can't be read without loss. */
	asCsv: string;
	/** For a result with fewer rows than the job counts. */
	acceptFewer: string;
}

/** Hints about what failed rows are traced by. */
export interface TraceTexts {
	/** For source rows that are not those of the job's upload. */
	giveSourceRows: string;
	/** For a list that is not the one that was uploaded. */
	giveUploadedList: string;
}

/** About webhooks: answers to them and what happened, without the full stop, and hints. */
export interface HookTexts {
	starts: string;
	/** @param what the kind that starts nothing, in the plural */
	doNotStart(what: string): string;
	alreadyStarted(jobId: string): string;
	cannotReach(url: string): string;
	/** A hint, for an address that Advocate can't reach. */
	usePublicAddress: string;
	/** Of a subscription for an address that the node does not have now. */
	ofOtherAddress: string;
	/** A hint, for that subscription. */
	mayBeCopy: string;
	/** A hint, for a subscription in another tenant than the node's. */
	tenantChanged: string;
}
