import type { NamedNodeTypes } from './node-types.cts';
import { nodesOfPackage } from './node-types.cts';
import { Code } from './stand-ins/code.cts';
import type { CrmRows } from './stand-ins/crm.cts';
import { httpRequest, hubspot } from './stand-ins/crm.cts';
import { CompareDatasets } from './stand-ins/compare-datasets.cts';
import { DataTables, dataTable } from './stand-ins/data-table.cts';
import { EditFields } from './stand-ins/edit-fields.cts';
import { ExtractFromFile } from './stand-ins/extract-from-file.cts';
import type { SendFile } from './stand-ins/ftp.cts';
import { ftp } from './stand-ins/ftp.cts';
import type { SheetRows } from './stand-ins/google-sheets.cts';
import { googleSheets } from './stand-ins/google-sheets.cts';
import { If } from './stand-ins/if.cts';
import { LoopOverItems } from './stand-ins/loop-over-items.cts';
import type { Approval, OnMessage } from './stand-ins/messages.cts';
import { emailSend, slack } from './stand-ins/messages.cts';
import type { Sleep } from './stand-ins/plain-nodes.cts';
import { NoOp, StickyNote, StopAndError, wait } from './stand-ins/plain-nodes.cts';
import type { AnswerQuery } from './stand-ins/postgres.cts';
import { postgres } from './stand-ins/postgres.cts';
import { ReadWriteFile } from './stand-ins/read-write-file.cts';
import { SplitOut } from './stand-ins/split-out.cts';
import {
	ExecuteWorkflowTrigger,
	ManualTrigger,
	ScheduleTrigger,
	Webhook,
} from './stand-ins/triggers.cts';

export { DataTables } from './stand-ins/data-table.cts';
export type { SentMessage } from './stand-ins/messages.cts';

/** What the services behind the stand-ins would do. */
export interface OutsideWorld {
	/** What a CRM returns; no rows by default. */
	crmRows?: CrmRows;
	/** n8n's data tables; none by default. */
	dataTables?: DataTables;
	/** The answer of the Postgres database; no rows by default. */
	answerQuery?: AnswerQuery;
	/** What the person who is asked for approval answers; by default nobody answers. */
	approval?: Approval;
	/** What n8n's Wait does; by default no time passes. */
	sleep?: Sleep;
	/** Where files sent over SFTP go; nowhere by default. */
	sendFile?: SendFile;
}

/**
 * Stand-ins for those of n8n's own nodes that our templates and tests use, since n8n-nodes-base is not installed.
 * Each does what a template needs of it, in the way n8n's node does it.
 *
 * @param onMessage called with what Slack and Send Email would have sent, and Google Sheets would have
 * written
 * @param sheetRows the rows that Google Sheets reads
 * @param outside what the other services do
 */
export function createStandIns(
	onMessage: OnMessage,
	sheetRows: SheetRows = () => [],
	outside: OutsideWorld = {},
): NamedNodeTypes {
	const { dataTables = new DataTables(), answerQuery = () => [] } = outside;
	const { crmRows = () => [], sleep = () => undefined } = outside;
	const { approval = () => undefined, sendFile = () => undefined } = outside;
	return {
		...nodesOfPackage('n8n-nodes-base', [
			ManualTrigger,
			ScheduleTrigger,
			ExecuteWorkflowTrigger,
			Webhook,
			NoOp,
			Code,
			StickyNote,
			ReadWriteFile,
			ExtractFromFile,
			SplitOut,
			EditFields,
			If,
			LoopOverItems,
			StopAndError,
			CompareDatasets,
		]),
		'n8n-nodes-base.slack': slack(onMessage),
		'n8n-nodes-base.emailSend': emailSend(onMessage, approval),
		'n8n-nodes-base.googleSheets': googleSheets(onMessage, sheetRows),
		'n8n-nodes-base.dataTable': dataTable(dataTables),
		'n8n-nodes-base.postgres': postgres(answerQuery),
		'n8n-nodes-base.ftp': ftp(sendFile),
		'n8n-nodes-base.wait': wait(sleep),
		'n8n-nodes-base.hubspot': hubspot(crmRows),
		'n8n-nodes-base.httpRequest': httpRequest(crmRows),
	};
}

/** The stand-ins, for runs that ignore what would be sent. */
export const standIns: NamedNodeTypes = createStandIns(() => {});
