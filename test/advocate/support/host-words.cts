import type { HostWords } from '../../../advocate/host-texts.ts';

/** A host that is neither n8n nor Node-RED. */
export const hostWords: HostWords = {
	product: 'the host',
	tenantSettings: 'its settings',
	moreTime: 'give it more time',
	trustCertificate: 'trust it (proxy)',
	stopped: 'The work was stopped',
};
