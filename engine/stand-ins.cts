import type { NamedNodeTypes } from './node-types.cts';
import { nodesOfPackage } from './node-types.cts';
import { EditFields } from './stand-ins/edit-fields.cts';
import { ExtractFromFile } from './stand-ins/extract-from-file.cts';
import type { SheetRows } from './stand-ins/google-sheets.cts';
import { googleSheets } from './stand-ins/google-sheets.cts';
import { If } from './stand-ins/if.cts';
import type { OnMessage } from './stand-ins/messages.cts';
import { emailSend, slack } from './stand-ins/messages.cts';
import { NoOp, StickyNote, StopAndError } from './stand-ins/plain-nodes.cts';
import { ReadWriteFile } from './stand-ins/read-write-file.cts';
import { SplitOut } from './stand-ins/split-out.cts';
import { ManualTrigger, ScheduleTrigger } from './stand-ins/triggers.cts';

export type { SentMessage } from './stand-ins/messages.cts';

/**
 * Stand-ins for those of n8n's own nodes that our templates use, since n8n-nodes-base is not
 * installed. Each does the part a template needs, as n8n's does it.
 *
 * @param onMessage told what Slack and Send Email would have sent, and Google Sheets written
 * @param sheetRows the rows that Google Sheets reads
 */
export function createStandIns(
	onMessage: OnMessage,
	sheetRows: SheetRows = () => [],
): NamedNodeTypes {
	return {
		...nodesOfPackage('n8n-nodes-base', [
			ManualTrigger,
			ScheduleTrigger,
			NoOp,
			StickyNote,
			ReadWriteFile,
			ExtractFromFile,
			SplitOut,
			EditFields,
			If,
			StopAndError,
		]),
		'n8n-nodes-base.slack': slack(onMessage),
		'n8n-nodes-base.emailSend': emailSend(onMessage),
		'n8n-nodes-base.googleSheets': googleSheets(onMessage, sheetRows),
	};
}

/** The stand-ins, for runs that do not look at what would be sent. */
export const standIns: NamedNodeTypes = createStandIns(() => {});
