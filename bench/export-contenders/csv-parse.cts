/** The least one would do by hand: the same stream through csv-parse, to objects. */
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { request } from 'undici';
import { measureExport } from './export-run.cts';

measureExport(({ link }) =>
	Promise.resolve(async () => {
		const { body } = await request(link);
		let rows = 0;
		for await (const row of (body as Readable).pipe(parse({ columns: true }))) if (row) rows++;
		return rows;
	}),
);
