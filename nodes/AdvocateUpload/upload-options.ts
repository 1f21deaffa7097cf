import type { INodeProperties } from 'n8n-workflow';
import type { ImportFormat } from '../../advocate/files/file-name';
import type { PartSettings } from '../../advocate/rows/write/file-parts';
import type { UploadEncoding } from '../../advocate/api/transport';
import {
	attempts,
	requestTimeout,
	retryTimeLimit,
	type RequestOptions,
} from '../parameters/request-options';
import { rowRuleOptions, type RowOptions } from '../parameters/row-rules';

/** Options that say how a file is sent. */
export const sentFileOptions: INodeProperties[] = [
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. contacts.csv',
		description: 'The name to upload the file under, instead of its own',
	},
	{
		displayName: 'Send File As',
		name: 'uploadEncoding',
		type: 'options',
		options: [
			{ name: 'Form Data (Multipart)', value: 'multipart' },
			{ name: 'Raw Body', value: 'raw' },
		],
		default: 'multipart',
		description: 'How the file is put into the request. The API accepts both.',
	},
];

/** Options that both sources share, a file and input items. */
const sharedOptions: INodeProperties[] = [
	attempts,
	requestTimeout,
	retryTimeLimit,
	...rowRuleOptions,
	...sentFileOptions,
];

/** What the builder chose in the options that both sources share. */
export interface UploadOptions extends RowOptions, RequestOptions {
	fileName?: string;
	uploadEncoding?: UploadEncoding;
}

/** The same of Upload with its rows from input items. */
export interface ItemsOptions extends UploadOptions, PartSettings {
	format?: ImportFormat;
	prefix?: string;
	prepareOnly?: boolean;
}

/**
 * The collection "Options" of Upload, in the order of its labels.
 *
 * @param own the options that only one source has
 */
export function uploadOptions(own: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...sharedOptions, ...own].sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}
