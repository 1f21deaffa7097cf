/** The beginning of a ZIP file whose first entry has this name (PKWARE's APPNOTE, 4.3.7), and some of it. */
export function zipStart(firstName: string, content = 'x'.repeat(100)): Buffer {
	const header = Buffer.alloc(30);
	header.write('PK\u0003\u0004\u0014', 'latin1');
	header.writeUInt16LE(Buffer.byteLength(firstName), 26);
	return Buffer.concat([header, Buffer.from(firstName + content)]);
}
