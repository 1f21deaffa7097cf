/** What can be done in the host about a file that is not right. */
export interface FileAdvice {
	/** How the file gets another name, to stand after "if only its name is wrong,". */
	rename: string;
	/** How a compressed file is unpacked, to stand between "Decompress it" and "and use what comes out". */
	decompress: string;
	/** How the objects in a list come in as rows without a file, to stand after "or". */
	handOnRows: string;
}
