import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeTypes } from 'n8n-workflow';
import type { FinishedRun } from '../../harness/engine/finished-run.cts';
import { createNodeTypes, nodesOfPackage } from '../../harness/engine/node-types.cts';
import type { RunOptions, WorkflowJson } from '../../harness/engine/run-workflow.cts';
import { createStandIns, DataTables, type SentMessage } from '../../harness/engine/stand-ins.cts';
import { root } from '../../harness/project.cts';
import { nodeClasses } from '../support/advocate-nodes.cts';
import { Rig } from '../support/rig.cts';

/**
 * A template, run as it is. In place of Slack, e-mail, Google Sheets, Postgres, SFTP and n8n's data tables
 * there are stand-ins, which note what they would have sent.
 */
export class TemplateRig extends Rig {
	/** What the stand-ins would have sent, in order. */
	sent: SentMessage[] = [];
	/** What Google Sheets reads. */
	sheetRows: IDataObject[] = [];
	dataTables = new DataTables();
	/** What the CRM returns. */
	crmRows: IDataObject[] = [];
	/** What the database answers. */
	databaseRows: IDataObject[] = [];
	/** What the database was last asked. */
	asked?: { query: string; parameters: unknown[] };
	/** What the person clicks who is asked for approval; undefined while nobody has. */
	approval?: boolean;
	/** What was sent over SFTP, by its path. */
	sftpFiles: Record<string, string> = {};
	/** Why the SFTP server takes nothing. */
	sftpRefusal?: string;
	private nodeTypes: INodeTypes = this.pretendedN8n();

	/** @param template its file in workflows/ */
	constructor(private readonly template: string) {
		super();
	}

	override async start(): Promise<void> {
		this.sent = [];
		this.sheetRows = [];
		this.crmRows = [];
		this.databaseRows = [];
		this.asked = undefined;
		this.approval = undefined;
		this.sftpFiles = {};
		this.sftpRefusal = undefined;
		this.dropTables();
		await super.start();
	}

	/** Leaves n8n without a data table. */
	dropTables(): void {
		this.dataTables = new DataTables();
		this.nodeTypes = this.pretendedN8n();
	}

	/** Runs the template on a file; templates read theirs from wherever the builder says. */
	async imported(
		content: string,
		options: Partial<RunOptions> = {},
		fileName = 'contacts.csv',
	): Promise<FinishedRun> {
		const file = join(this.folder, fileName);
		writeFileSync(file, content);
		const workflow = this.workflow();
		for (const node of workflow.nodes) {
			if (node.type === 'n8n-nodes-base.readWriteFile') node.parameters.fileSelector = file;
		}
		return await this.run(workflow, undefined, { nodeTypes: this.nodeTypes, ...options });
	}

	/** Runs the template from one of its triggers. Without data, the trigger finds its own. */
	async runFrom(startNode: string, startData?: IDataObject[]): Promise<FinishedRun> {
		const items = startData?.map((json) => ({ json }));
		const options = { nodeTypes: this.nodeTypes, startNode, startData: items };
		return await this.run(this.workflow(), undefined, options);
	}

	get slack(): SentMessage[] {
		return this.sent.filter(({ nodeName }) => /slack/i.test(nodeName));
	}

	get mails(): SentMessage[] {
		return this.sent.filter(({ nodeName }) => /mail/i.test(nodeName));
	}

	/** What the sandbox was last sent, line by line. */
	sentLines(): Array<Record<string, unknown>> {
		const path = this.sandbox.uploads.list().at(-1)?.path ?? '';
		const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
		return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
	}

	/** Ends the job that is running with one failed row, of the kind that only Advocate can find. */
	endWithFailure(recordNumber: number, message: string, statusCode = 400): void {
		const [job] = this.sandbox.jobs.list();
		if (job === undefined || job.status !== 'PENDING') return;
		this.sandbox.jobs.remove(job.id);
		this.sandbox.jobs.add('test_acme', {
			...job,
			status: 'COMPLETED',
			dateCompleted: this.now,
			stats: { recordsProcessed: 2, errors: 1 },
		});
		const body = `recordNumber,message,apiErrorCode,statusCode\n${recordNumber},${message},X,${statusCode}\n`;
		this.sandbox.faults.add({ on: 'download', kind: 'notJson', body });
	}

	/** What is pinned to a node of the template. */
	pinned(node: string): IDataObject[] {
		return (this.workflow().pinData?.[node] ?? []).map(({ json }) => json);
	}

	private workflow(): WorkflowJson {
		const path = join(root, 'workflows', this.template);
		return JSON.parse(readFileSync(path, 'utf8')) as WorkflowJson;
	}

	private pretendedN8n(): INodeTypes {
		const standIns = createStandIns(
			(message) => this.sent.push(message),
			() => this.sheetRows,
			{
				dataTables: this.dataTables,
				crmRows: () => this.crmRows,
				sleep: (milliseconds) => void (this.now += milliseconds),
				approval: () => this.approval,
				answerQuery: (query, parameters) => {
					this.asked = { query, parameters };
					return this.databaseRows;
				},
				sendFile: (path, content) => {
					if (this.sftpRefusal !== undefined) throw new Error(this.sftpRefusal);
					this.sftpFiles[path] = content.toString();
				},
			},
		);
		return createNodeTypes(nodesOfPackage('n8n-nodes-impact-advocate', nodeClasses), standIns);
	}
}

/** The content of a file in examples/. */
export function example(name: string): string {
	return readFileSync(join(root, 'examples', name), 'utf8');
}

/** How many rows went in, what became of them, and why some were rejected. */
export function counts(run: FinishedRun, rows: string) {
	const [job] = run.json('Advocate Job Status');
	const rejected = run.json('Advocate Upload', 1);
	return {
		rowsIn: run.items(rows).length,
		stats: job?.stats,
		reasons: rejected.map(({ rowNumber, reasons }) => [rowNumber, ...(reasons as string[])]),
	};
}
