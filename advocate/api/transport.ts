import type { ByteStream, FileContent } from '../files/content';

/** An answer from the API, whatever its status. */
export interface Answer {
	/** HTTP status, 200 to 599. */
	status: number;
	/** By lower-case name. */
	headers: Record<string, string | undefined>;
	body: string;
}

/** The answer to a results link. */
export interface FileAnswer {
	status: number;
	headers: Record<string, string | undefined>;
	/** Throws an AdvocateError if it ends early. */
	content: ByteStream;
}

/** A file on its way to the API. */
export interface UploadFile {
	/** Safe in a header: no path, quotes or control characters; ends in .csv or .jsonl. */
	fileName: string;
	mimeType: string;
	/** Exactly how many bytes `open` will return. */
	sizeBytes: number;
	/** Opens the content from its start; called for each attempt, as a stream can be read only once. */
	open(): Promise<FileContent>;
}

/** How a file is put into the request (doc names both). */
export type UploadEncoding = 'multipart' | 'raw';

/**
 * The one seam between Advocate's rules and a host's HTTP client. An implementation sends the tenant's key
 * (HTTP Basic, doc) with every request except `getFile`, and only to addresses that the tenant owns; follows
 * no redirect; returns any status as an answer; and throws an AdvocateError (UNREACHABLE, CONNECTION_LOST,
 * TIMED_OUT, CANCELLED) only if no answer comes.
 */
export interface Transport {
	postJson(url: string, body: unknown): Promise<Answer>;
	postFile(url: string, file: UploadFile, encoding: UploadEncoding): Promise<Answer>;
	/**
	 * @param within in which all of it has to come (ms); if left out, it may take as long as bytes keep moving
	 */
	getFile(url: string, within?: number): Promise<FileAnswer>;
	getFileWithKey(url: string): Promise<FileAnswer>;
}
