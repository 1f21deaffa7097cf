import { cleaned, cleanedWell, refusal } from '../../support/cleaned.cts';
import { CleanedRows } from '../../../../advocate/rows/write/cleaned-rows.ts';

const HEADER = 'accountId,id\n';

describe('A file of which too much would be left out to hand it on row by row', () => {
	const limits = { rows: 5, bytes: 1_000 };

	/** What is said of users, each with or without an ID, and of some length. */
	function problemOf(ids: string[], name = ''): string | undefined {
		const rows = new CleanedRows({
			...{ type: 'MUTATION/USER', duplicates: 'lastWins', mostRejected: limits },
		});
		for (const [index, id] of ids.entries()) {
			const user = { accountId: 'acme', id };
			const line = { line: `acme,${id}\n`, bytes: 6 + id.length };
			if (id === '') rows.reject(index + 1, { ...user, name }, ['id is required']);
			else rows.accept(index + 1, line, user, () => user);
			if (rows.problem !== undefined) return rows.problem;
		}
		return undefined;
	}

	test('is refused at the first row beyond the limit, and the first bad row is named', () => {
		expect(problemOf(Array<string>(100).fill(''))).toBe(
			'Too many of its rows are rejected to pass them on one by one: 6 so far, the first is row 1 (id is required).',
		);
	});

	test('is cleaned while the limit is kept, however many good rows it has', () => {
		const good = Array.from({ length: 100 }, (_, i) => `u${i}`);

		expect(problemOf([...good, ...Array<string>(5).fill('')])).toBeUndefined();
	});

	test('is refused for rows that are few but long', () => {
		expect(problemOf(['', ''], 'x'.repeat(600))).toMatch(/one by one: 2 so far/);
	});

	test('counts the rows of a user who comes again', () => {
		expect(problemOf(Array<string>(7).fill('ann'))).toMatch(
			/: 6 so far, the first is row 2 \(the same user as an earlier row\)\.$/,
		);
	});
});

describe('Rows of the same user', () => {
	const rows = 'acme,ann\nacme,Zoë\nacme,ann\nother,ann\nacme,ann\nacme,Zoë\nacme,bob';

	test.each([undefined, 7])('give way to the last one (pieces of %s bytes)', async (chunk) => {
		const { content, ranges, rejected } = await cleanedWell(HEADER + rows, { chunk });

		expect(content).toBe(`${HEADER}other,ann\nacme,ann\nacme,Zoë\nacme,bob\n`);
		expect(ranges.written()).toBe('4-7');
		expect(rejected.map(({ rowNumber, row, reasons }) => [rowNumber, row, ...reasons])).toEqual([
			[1, { accountId: 'acme', id: 'ann' }, expect.stringContaining('again in row 5')],
			[2, { accountId: 'acme', id: 'Zoë' }, expect.stringContaining('again in row 6')],
			[3, { accountId: 'acme', id: 'ann' }, expect.stringContaining('again in row 5')],
		]);
	});

	test('give way to the first one, if that is what is wanted', async () => {
		const { content, rejected } = await cleanedWell(HEADER + rows, { duplicates: 'reject' });

		expect(content).toBe(`${HEADER}acme,ann\nacme,Zoë\nother,ann\nacme,bob\n`);
		expect(rejected.map(({ rowNumber }) => rowNumber)).toEqual([3, 5, 6]);
	});

	test('are told apart however the file writes them', async () => {
		const file = 'accountId;id\nacme;"a;b"\n"acme";"a;b"\nac;mea;b\n';
		const { content, rejected } = await cleanedWell(file);

		expect(content).toBe('accountId,id\n"acme","a;b"\n');
		expect(rejected).toHaveLength(2);
	});

	test('of JSON Lines give way too', async () => {
		const lines = ['{"accountId":"acme","id":1}', '{"accountId":"acme","id":"1"}'];
		const { content, rejected } = await cleanedWell(`${lines.join('\n')}\n`);

		expect(content).toBe(`${lines[1]}\n`);
		expect(rejected).toMatchObject([{ rowNumber: 1, row: { id: 1 } }]);
	});

	test('count as one each among events', async () => {
		const file = 'accountId,userId,event.key\nacme,ann,a\nacme,ann,a\n';
		const { content } = await cleanedWell(file, { type: 'MUTATION/USER_EVENT' });

		expect(content).toBe(file);
	});
});

test('A header among the rows is none of them, whatever its capitals', async () => {
	const { content, rejected } = await cleanedWell('accountId,id\na,1\nACCOUNTID,Id\na,2\n');

	expect(content).toBe('accountId,id\na,1\na,2\n');
	expect(rejected.map(({ reasons }) => reasons[0])).toEqual([
		expect.stringMatching(/^The row repeats the column names/),
	]);
});

test('A header among the rows with its columns in another order stops the file', async () => {
	expect(await refusal('accountId,id\na,1\nid,accountId\n2,a\n')).toEqual([
		expect.stringMatching(/^It can't be trusted: row 2 repeats the column names in another order/),
	]);
});

test('NA is no country where another column has it for nothing, on whatever row', async () => {
	const file = 'accountId,id,countryCode,firstName\na,1,NA,Ann\na,2,DE,NA\n';
	const { content } = await cleanedWell(file);
	expect(content).toBe('accountId,id,countryCode,firstName\na,1,,Ann\na,2,DE,\n');

	const namibia = 'accountId,id,countryCode\na,1,NA\n';
	expect((await cleanedWell(namibia)).content).toBe(namibia);
});

test('a file that is not UTF-8 from somewhere on is read in its own encoding', async () => {
	const rows = Array.from({ length: 20_000 }, (_, i) => `a,${i},Ann\n`).join('');
	const end = Buffer.from('a,x,J\xf6rg\na,y,M\xfcller\na,z,Wei\xdf\n', 'latin1');
	const file = Buffer.concat([Buffer.from(`accountId,id,firstName\n${rows}`), end]);
	const { content, summary } = await cleanedWell(file, { chunk: 60_000 });

	expect(summary.dialect.encoding).toBe('windows-1252');
	expect(content.endsWith('a,x,Jörg\na,y,Müller\na,z,Weiß\n')).toBe(true);
});

describe('A row that is right', () => {
	test('stays as it is, byte for byte', async () => {
		const file =
			'accountId,id,"firstName",customFields.plan\r\nacme,"1","Zoë ""Z""",\r\nacme,2,"a\r\nb",pro';
		const { content } = await cleanedWell(file);

		expect(content).toBe(`${file}\r\n`);
	});

	test('is copied around the values that change and the columns that are not sent', async () => {
		const file =
			'x,accountId,y,z,id,dateCreated,Referable,own\n1,acme,2,3,ann,2024-05-01T00:00:00Z,yes,4\n';
		const { content, summary } = await cleanedWell(file);

		expect(content).toBe('accountId,id,dateCreated,referable\nacme,ann,1714521600000,true\n');
		expect(summary.ignoredColumns).toEqual(['x', 'y', 'z', 'own']);
	});
});

describe('What is set by hand', () => {
	test('is the same in every row, or what another column holds', async () => {
		const columns = [
			{ field: 'accountId', value: 'ac,me' },
			{ field: 'id', column: 'Nr' },
			{ field: 'customFields.nr', column: 'Nr' },
			{ field: 'referable', value: true },
		];
		const { content, summary } = await cleanedWell('Nr,id,Email\n7,x,ann@b.com\n', { columns });

		expect(content).toBe(
			'email,id,customFields.nr,accountId,referable\nann@b.com,7,7,"ac,me",true\n',
		);
		expect(summary.mapping).toEqual({ Email: 'email' });
	});

	test('may be wrong, which each row says', async () => {
		const columns = [{ field: 'referable', value: 'perhaps' }];
		const { rejected } = await cleanedWell('accountId,id\na,b\nc,d\n', { columns });

		expect(rejected.map(({ reasons }) => reasons)).toEqual([
			[expect.stringContaining('referable must be')],
			[expect.stringContaining('referable must be')],
		]);
	});

	test('is missed where it is a column that the file does not have', async () => {
		const columns = [{ field: 'id', column: 'Nr' }];

		expect(await refusal('accountId,id\na,b\n', { columns })).toEqual([
			'It has no column "Nr", which a field is set to.',
		]);
	});
});

describe('Columns that may be the same user', () => {
	const header = 'id,user_id,accountId\n';

	test('are one where they are equal', async () => {
		const { content, summary } = await cleanedWell(`${header}1,1,a\n2,2,a\n`);
		expect(content).toBe('id,accountId\n1,a\n2,a\n');
		expect(summary.mapping).toMatchObject({ id: 'id' });
	});

	test.each([undefined, 9])('stop everything where they differ (%s)', async (chunk) => {
		const file = `${header}1,1,a\n2,3,a\n`;
		await expect(cleaned(file, { chunk })).rejects.toMatchObject({ code: 'FILE_REFUSED' });
	});

	test('are settled by hand', async () => {
		const columns = [{ field: 'id', column: 'user_id' }];
		const { content } = await cleanedWell(`${header}1,9,a\n`, { columns });
		expect(content).toBe('accountId,id\na,9\n');
	});
});

test('A file whose names are nobody’s is refused, and says what it has and what to do', async () => {
	expect(await cleaned('Tier,Contact,\n1,2,\n')).toMatchObject({
		reasons: [
			'The required columns "accountId" and "id" are missing.',
			'No field was found for: "Tier", "Contact".',
			'Name the column so, or set the field by hand.',
		],
	});
});
