import type { HostWords } from '../../advocate/host-texts';

/** What n8n calls the things that texts of advocate/ have to name. */
export const N8N_WORDS: HostWords = {
	product: 'n8n',
	tenantSettings: 'the Advocate API credential',
	moreTime: 'raise "Request Timeout (Seconds)" in the options',
	trustCertificate: 'n8n must be set up to trust its certificate',
	stopped: 'The execution was cancelled',
};
