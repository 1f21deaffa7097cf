import type { ByteStream, FileContent } from '../files/content';

/** An answer of the API, whatever its status. */
export interface Answer {
	/** HTTP status, 200 to 599. */
	status: number;
	/** By lower-case name. */
	headers: Record<string, string | undefined>;
	body: string;
}

/** A file's bytes, as a results link gives them. */
export interface FileAnswer {
	status: number;
	headers: Record<string, string | undefined>;
	/** Ends early with an AdvocateError, where it ends early. */
	content: ByteStream;
}

/** A file on its way to the API. */
export interface UploadFile {
	/** Safe to stand in a header: no path, quotes, control characters; ends in .csv or .jsonl. */
	fileName: string;
	mimeType: string;
	/** Exactly how many bytes `open` will give. */
	sizeBytes: number;
	/** Gives the content from its start; called once for each attempt, as a stream is spent by one. */
	open(): Promise<FileContent>;
}

/** How a file is put into the request (doc names both). */
export type UploadEncoding = 'multipart' | 'raw';

/**
 * The one seam between Advocate's rules and a way to speak HTTP. An implementation sends the tenant's
 * key with every request but `getFile` (HTTP Basic, empty user name, doc), to addresses that the tenant
 * owns and to no other; follows no redirect; gives any status back as an answer; and throws an
 * AdvocateError (UNREACHABLE, CONNECTION_LOST, TIMED_OUT, CANCELLED) only where there is none.
 */
export interface Transport {
	postJson(url: string, body: unknown): Promise<Answer>;
	postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer>;
	/** @param within in which all of it has to come (ms); without it, it may take as long as bytes move */
	getFile(url: string, within?: number): Promise<FileAnswer>;
	getFileWithKey(url: string): Promise<FileAnswer>;
}
