import type { HostWords } from '../../advocate/host-texts.ts';

/** What Node-RED calls the things that texts of advocate/ have to name. */
export const NODE_RED_WORDS: HostWords = {
	product: 'Node-RED',
	tenantSettings: 'the advocate tenant',
	moreTime: 'raise "Request timeout (s)"',
	trustCertificate: 'start Node-RED with NODE_EXTRA_CA_CERTS set to its certificate',
	stopped: 'The work was stopped',
};
