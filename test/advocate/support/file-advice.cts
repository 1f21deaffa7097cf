import type { FileAdvice } from '../../../advocate/file-check/file-advice.ts';

/** Advice of a host that is neither n8n nor Node-RED. */
export const fileAdvice: FileAdvice = {
	rename: 'call it something else',
	decompress: 'by hand',
	handOnRows: 'hand them on',
};
