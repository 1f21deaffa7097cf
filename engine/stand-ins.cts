import type { NamedNodeTypes } from './node-types.cts';
import { nodesOfPackage } from './node-types.cts';
import { EditFields } from './stand-ins/edit-fields.cts';
import { If } from './stand-ins/if.cts';
import type { OnMessage } from './stand-ins/messages.cts';
import { emailSend, slack } from './stand-ins/messages.cts';
import { NoOp, StickyNote } from './stand-ins/plain-nodes.cts';
import { ReadWriteFile } from './stand-ins/read-write-file.cts';
import { ManualTrigger, ScheduleTrigger } from './stand-ins/triggers.cts';

export type { SentMessage } from './stand-ins/messages.cts';

/**
 * Stand-ins for those of n8n's own nodes that our templates use, since n8n-nodes-base is not
 * installed. Each does the part a template needs, as n8n's does it.
 *
 * @param onMessage told what Slack and Send Email would have sent
 */
export function createStandIns(onMessage: OnMessage): NamedNodeTypes {
	return {
		...nodesOfPackage('n8n-nodes-base', [
			ManualTrigger,
			ScheduleTrigger,
			NoOp,
			StickyNote,
			ReadWriteFile,
			EditFields,
			If,
		]),
		'n8n-nodes-base.slack': slack(onMessage),
		'n8n-nodes-base.emailSend': emailSend(onMessage),
	};
}

/** The stand-ins, for runs that do not look at what would be sent. */
export const standIns: NamedNodeTypes = createStandIns(() => {});
