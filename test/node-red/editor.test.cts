import { editorNodes, kindShown, textsOf, type EditorNode } from './support/editor-forms.cts';

const nodes = editorNodes();

function node(type: string): EditorNode {
	const found = nodes.get(type);
	if (found === undefined) throw new Error(`There is no ${type}`);
	return found;
}

const REQUESTS = { attempts: '', timeout: '', retryTimeLimit: '' };
const FILES = {
	includeRowErrors: false,
	includeErrorsFile: false,
	includeResults: false,
	maxRowErrors: '',
	firstRecordNumber: '1',
	sourceRows: '',
	sourceRowsType: 'none',
	sourceItems: '',
	sourceItemsType: 'none',
};

/* Flows of real users hold these names; in the order of a saved flow. */
const SETTINGS: Record<string, Record<string, unknown>> = {
	'advocate-tenant': {
		name: '',
		tenantAlias: '',
		baseUrl: 'https://app.referralsaasquatch.com',
	},
	'advocate-export': {
		name: '',
		tenant: '',
		operation: 'export',
		jobId: 'advocate.jobId',
		jobIdType: 'msg',
		exportType: 'QUERY/USER',
		exportTypeType: 'exportType',
		moreColumns: '',
		moreColumnsType: 'moreColumns',
		filters: '{}',
		filtersType: 'json',
		outputFormat: 'CSV',
		result: 'items',
		rowsPerMessage: '',
		maxRows: '',
		skipRows: '',
		acceptFewerRows: false,
		wait: true,
		timeLimit: '',
		firstPause: '',
		longestPause: '',
		jobName: '',
		jobNameType: 'str',
		requester: 'Node-RED',
		requesterType: 'str',
		mailtoEmail: '',
		mailtoEmailType: 'str',
		attempts: '',
		timeout: '',
		retryTimeLimit: '',
	},
	'advocate-import': {
		name: '',
		tenant: '',
		jobType: 'MUTATION/USER',
		jobTypeType: 'jobType',
		confirmDeletion: false,
		preserveEmptyAccounts: false,
		doNotTrack: false,
		source: 'payload',
		sourceType: 'msg',
		accountId: '',
		accountIdType: 'match',
		userId: '',
		userIdType: 'match',
		eventKey: '',
		eventKeyType: 'match',
		rowMode: 'matched',
		columns: [],
		unfitValues: 'leaveOut',
		dryRun: false,
		textIs: 'auto',
		fileName: '',
		fileNameType: 'str',
		gather: true,
		gatherTimeout: '',
		format: 'jsonl',
		maxRows: '',
		maxSize: '',
		duplicates: 'lastWins',
		emptyText: 'omit',
		nullWords: 'leaveOut',
		loneLanguages: 'reject',
		timeZone: '',
		maxRejected: '',
		maxFailed: '',
		maxDeletions: '',
		wait: true,
		timeLimit: '',
		firstPause: '',
		longestPause: '',
		firstRecordNumber: '1',
		jobName: '',
		jobNameType: 'str',
		requester: 'Node-RED',
		requesterType: 'str',
		mailtoEmail: '',
		mailtoEmailType: 'str',
		programId: '',
		programIdType: 'str',
		segmentsToAdd: '',
		segmentsToAddType: 'str',
		segmentsToRemove: '',
		segmentsToRemoveType: 'str',
		clearSegments: false,
		uploadEncoding: 'multipart',
		...REQUESTS,
	},
	'advocate-upload': {
		name: '',
		tenant: '',
		jobType: 'MUTATION/USER',
		jobTypeType: 'jobType',
		source: 'payload',
		sourceType: 'msg',
		textIs: 'auto',
		fileName: '',
		fileNameType: 'str',
		dryRun: false,
		gather: true,
		gatherTimeout: '',
		rowMode: 'matched',
		columns: [],
		format: 'jsonl',
		prefix: '',
		maxRows: '',
		maxSize: '',
		prepareOnly: false,
		sendAsIs: false,
		checkFile: true,
		onRefused: 'error',
		onRejectedRows: 'continue',
		duplicates: 'lastWins',
		unfitValues: 'reject',
		emptyText: 'omit',
		nullWords: 'leaveOut',
		loneLanguages: 'reject',
		timeZone: '',
		uploadEncoding: 'multipart',
		...REQUESTS,
	},
	'advocate-validate': {
		name: '',
		tenant: '',
		fileRef: 'advocate.fileRef',
		fileRefType: 'msg',
		jobType: '',
		jobTypeType: 'fromUpload',
		...REQUESTS,
	},
	'advocate-create-job': {
		name: '',
		tenant: '',
		fileRef: 'advocate.fileRef',
		fileRefType: 'msg',
		jobType: '',
		jobTypeType: 'fromUpload',
		confirmDeletion: false,
		preserveEmptyAccounts: false,
		doNotTrack: false,
		preventDuplicates: true,
		jobName: '',
		jobNameType: 'str',
		requester: 'Node-RED',
		requesterType: 'str',
		mailtoEmail: '',
		mailtoEmailType: 'str',
		outputFormat: 'CSV',
		programId: '',
		programIdType: 'str',
		segmentsToAdd: '',
		segmentsToAddType: 'str',
		segmentsToRemove: '',
		segmentsToRemoveType: 'str',
		clearSegments: false,
		webhooks: 'default',
		webhookTypes: '',
		webhookTypesType: 'webhookTypes',
		programs: 'default',
		programIds: '',
		programIdsType: 'str',
		analytics: 'default',
		analyticsCollections: '',
		analyticsCollectionsType: 'analyticsCollections',
		...REQUESTS,
	},
	'advocate-job-status': {
		name: '',
		tenant: '',
		operation: 'get',
		jobId: 'advocate.jobId',
		jobIdType: 'msg',
		...FILES,
		listType: '',
		listStatus: '',
		listStatusType: 'statuses',
		createdSince: '',
		createdSinceType: 'str',
		createdBefore: '',
		createdBeforeType: 'str',
		completedSince: '',
		completedSinceType: 'str',
		completedBefore: '',
		completedBeforeType: 'str',
		limit: '50',
		...REQUESTS,
	},
	'advocate-wait': {
		name: '',
		tenant: '',
		mode: 'message',
		inputs: 1,
		jobId: 'advocate.jobId',
		jobIdType: 'msg',
		timeLimit: '',
		firstPause: '',
		longestPause: '',
		interval: '',
		watchType: '',
		watchStatus: '',
		store: '',
		...FILES,
		...REQUESTS,
	},
	'advocate-hook': {
		name: '',
		tenant: '',
		path: '/advocate/jobs',
		publicUrl: '',
		watchType: '',
		watchStatus: '',
		store: '',
		...FILES,
	},
};

/** What can't be known before somebody fills it in. */
const NEEDED: Record<string, string[]> = {
	'advocate-tenant': ['tenantAlias'],
	'advocate-hook': ['tenant', 'publicUrl'],
};

it('has the nodes of the package', () => {
	expect([...nodes.keys()].sort()).toEqual(Object.keys(SETTINGS).sort());
});

describe.each(Object.entries(SETTINGS))('%s', (type, settings) => {
	it('saves its settings under the names they have always had, in the same order', () => {
		const { defaults } = node(type);
		const values = Object.entries(defaults).map(([name, { value }]) => [name, value]);
		expect(values).toEqual(Object.entries(settings));
	});

	it('needs nothing filled in but its tenant, or what only the user can know', () => {
		const { defaults } = node(type);
		const fresh = Object.fromEntries(
			Object.entries(defaults).map(([name, { value }]) => [name, value]),
		);
		const marked = Object.entries(defaults).filter(
			([, { value, required, validate }]) =>
				(required && value === '') || validate?.call(fresh, value) === false,
		);
		expect(marked.map(([name]) => name)).toEqual(NEEDED[type] ?? ['tenant']);
	});

	it('has a field for each setting', () => {
		const { form, defaults } = node(type);
		const prefix = type === 'advocate-tenant' ? 'node-config-input' : 'node-input';
		const missing = Object.keys(defaults).filter(
			(name) => !form.includes(`id="${prefix}-${name}"`) && name !== 'columns',
		);
		expect(missing).toEqual([]);
	});

	it('has every text that its form asks for', () => {
		const asked = [...node(type).form.matchAll(/data-i18n="(?:\[\w+\])?([^"]+)"/g)];
		const texts = textsOf(type);
		const shared = textsOf('advocate-tenant');
		const missing = asked
			.map(([, key = '']) => key)
			.filter((key) => {
				const [of, inTenant] = key.split(':');
				return inTenant === undefined ? !texts.has(of ?? '') : !shared.has(inTenant);
			});
		expect(asked.length).toBeGreaterThan(3);
		expect(missing).toEqual([]);
	});
});

it.each([
	['attempts', ['', '1', '100', '${ATTEMPTS}'], ['0', '101', '1.5', 'many']],
	['timeout', ['0.1', '3600'], ['0', '3601']],
	['maxRows', ['1', '500000'], ['0', '1.5']],
	['maxSize', ['0.5'], ['0', '-1']],
])('marks a number in "%s" that the runtime refuses', (name, right, wrong) => {
	const { validate } = node('advocate-upload').defaults[name] ?? {};
	const isRight = (value: string) => validate?.call({}, value);
	expect(right.filter((value) => !isRight(value))).toEqual([]);
	expect(wrong.filter(isRight)).toEqual([]);
});

it('marks a deletion that is not confirmed', () => {
	const { validate } = node('advocate-create-job').defaults['confirmDeletion'] ?? {};
	const deletion = { jobType: 'MUTATION/DELETE_USER', jobTypeType: 'jobType' };
	expect(validate?.call(deletion, false)).toBe(false);
	expect(validate?.call(deletion, true)).toBe(true);
	expect(validate?.call({ ...deletion, jobTypeType: 'msg' }, false)).toBe(true);
});

it('marks a choice of some of which none is chosen', () => {
	const { validate } = node('advocate-create-job').defaults['webhooks'] ?? {};
	expect(validate?.call({ webhookTypes: '' }, 'chosen')).toBe(false);
	expect(validate?.call({ webhookTypes: 'coupon.created' }, 'chosen')).toBe(true);
	expect(validate?.call({ webhookTypes: '' }, 'default')).toBe(true);
});

it.each([
	['path', ['/advocate/jobs', 'jobs', '${PATH}'], ['', '/jobs/:id', '/a b', '/a?b', '/*']],
	[
		'publicUrl',
		['https://red.example.com', 'http://127.0.0.1:1880/red/', '${PUBLIC_URL}'],
		['', 'red.example.com', 'https://me:pass@red.example.com', 'https://red.example.com?a'],
	],
])('marks a %s of advocate hook that the runtime refuses', (name, right, wrong) => {
	const { validate } = node('advocate-hook').defaults[name] ?? {};
	const isRight = (value: string) => validate?.call({}, value);
	expect(right.filter((value) => !isRight(value))).toEqual([]);
	expect(wrong.filter(isRight)).toEqual([]);
});

describe('a column set by hand', () => {
	it.each([
		['is a column of the row, when it is new', {}, 'row'],
		['is what it was saved as', { field: 'id', value: 'x', valueType: 'msg' }, 'msg'],
		['is a text, if it was saved without a kind', { field: 'id', value: 'x' }, 'str'],
	])('%s', (_what, column, kind) => {
		expect(kindShown(column)).toBe(kind);
	});

	it.each([
		['is right with both', { field: 'email', value: 'Mail', valueType: 'row' }, undefined],
		['may be an empty text', { field: 'email', value: '', valueType: 'str' }, undefined],
		['needs a field', { field: '', value: 'Mail', valueType: 'row' }, 'columnField'],
		['needs a property of the row', { field: 'id', value: ' ', valueType: 'row' }, 'columnValue'],
		[
			'needs a value that can be read',
			{ field: 'id', value: 'x', valueType: 'num' },
			'columnValue',
		],
	])('%s', (_what, column, fault) => {
		const { validate } = node('advocate-import').defaults['columns'] ?? {};
		expect(validate?.call({}, [column])).toBe(fault === undefined);
		const said = validate?.call({}, [column], {});
		expect(said).toEqual(fault === undefined ? true : expect.stringMatching(`columns.${fault}$`));
	});
});

it.each([
	['advocate-upload', {}, 'uploaded'],
	['advocate-upload', { prepareOnly: true }, 'prepared'],
	['advocate-upload', { dryRun: true }, 'rehearsed'],
	['advocate-import', { wait: true }, 'imported'],
	['advocate-import', { wait: false }, 'started'],
	['advocate-import', { dryRun: true }, 'rehearsed'],
])('the first output of %s with %j is called %s', (type, settings, port) => {
	const labelled = { ...settings, _: (key: string) => key };
	expect(node(type).outputLabels?.call(labelled, 0)).toBe(`ports.${port}`);
	expect(textsOf(type).has(`ports.${port}`)).toBe(true);
});
