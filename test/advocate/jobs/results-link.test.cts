import { openResultsLink } from '../../../advocate/jobs/results-link.ts';
import {
	errorOf,
	FakeTransport,
	storedFile,
	tenantAt,
	type StoredFile,
} from '../support/tenant-under-test.cts';

const BASE = 'https://advocate.example';

/** Opens a link; each address answers with the file given for it. */
function open(link: string, files: Record<string, StoredFile>, baseUrl = BASE) {
	const transport = new FakeTransport(({ url }) => files[url] ?? storedFile(404));
	const asked = () => transport.sent.map(({ url }) => url);
	return { answer: openResultsLink(transport, link, tenantAt(baseUrl)), asked };
}

const redirect = (location: string, status = 302) => storedFile(status, '', { location });

describe('The file behind a results link', () => {
	test('is opened without asking anything else', async () => {
		const file = storedFile(200, 'id\n1\n');
		const { answer, asked } = open('https://files.example/1?sig=x', {
			'https://files.example/1?sig=x': file,
		});
		expect(await answer).toBe(file);
		expect(file.content.destroyed).toBe(false);
		expect(asked()).toEqual(['https://files.example/1?sig=x']);
	});

	test.each([301, 302, 303, 307, 308])('may be elsewhere (%i)', async (status) => {
		const first = redirect('https://store.example/a', status);
		const { answer, asked } = open('https://files.example/1', {
			'https://files.example/1': first,
			'https://store.example/a': redirect('/b'),
			'https://store.example/b': storedFile(200),
		});
		expect((await answer).status).toBe(200);
		expect(first.content.destroyed).toBe(true);
		expect(asked()).toEqual([
			'https://files.example/1',
			'https://store.example/a',
			'https://store.example/b',
		]);
	});

	test.each([403, 404, 410, 500, 304])('%i: is not there any more', async (status) => {
		const file = storedFile(status, '<Error>secret</Error>');
		const { answer } = open('https://files.example/1', { 'https://files.example/1': file });
		expect(await errorOf(async () => await answer)).toMatchObject({
			code: 'LINK_REFUSED',
			message: `The job's file could not be fetched (${status})`,
			hint: 'Run the node again; if the problem persists, download the file in the Advocate portal.',
			status,
		});
		expect(file.content.destroyed).toBe(true);
	});

	test('five redirects are followed, a sixth is not', async () => {
		const files = Object.fromEntries(
			Array.from({ length: 9 }, (_, step) => [
				`https://files.example/${step}`,
				redirect(`https://files.example/${step + 1}`),
			]),
		);
		const { answer, asked } = open('https://files.example/0', files);
		const error = await errorOf(async () => await answer);
		expect(error.message).toBe("The link to the job's file redirects without end");
		expect(asked()).toHaveLength(6);
		const ending = { ...files, 'https://files.example/5': storedFile(200) };
		expect((await open('https://files.example/0', ending).answer).status).toBe(200);
	});
});

describe('A link at the base URL that wants the key', () => {
	const LINK = `${BASE}/api/v1/test_abc/export/1/download`;

	/** Opens it with a server that gives what follows only to whoever sends the key. */
	function openWanting(refusal: StoredFile, withKey: StoredFile, link = LINK, baseUrl = BASE) {
		const transport = new FakeTransport((request) =>
			request.withKey ? withKey : request.url === link ? refusal : storedFile(200, 'elsewhere'),
		);
		return { answer: openResultsLink(transport, link, tenantAt(baseUrl)), sent: transport.sent };
	}

	test.each([401, 403])('%i: is asked once more with it', async (status) => {
		const refusal = storedFile(status);
		const file = storedFile(200, 'id\n');
		const { answer, sent } = openWanting(refusal, file);
		expect(await answer).toBe(file);
		expect(sent).toEqual([{ url: LINK }, { url: LINK, withKey: true }]);
		expect(refusal.content.destroyed).toBe(true);
	});

	test.each(['https://storage.googleapis.com/1?sig=x', '/signed/1', `${BASE}/signed/1`])(
		'a redirect to %s is followed without it',
		async (location) => {
			const { answer, sent } = openWanting(storedFile(401), redirect(location, 303));
			expect((await answer).status).toBe(200);
			const url = new URL(location, BASE).href;
			expect(sent).toEqual([{ url: LINK }, { url: LINK, withKey: true }, { url }]);
		},
	);

	test.each(['http://store.example/1', 'https://10.0.0.1/1', 'https://u:p@store.example/1'])(
		'a redirect to %s is not followed',
		async (location) => {
			const { answer, sent } = openWanting(storedFile(401), redirect(location, 303));
			const error = await errorOf(async () => await answer);
			expect(error.message).toBe("The link to the job's file was not followed");
			expect(sent).toHaveLength(2);
		},
	);

	test.each([401, 403, 404])('refuses the key too (%i): that is the end', async (status) => {
		const { answer, sent } = openWanting(storedFile(401), storedFile(status));
		const error = await errorOf(async () => await answer);
		expect(error).toMatchObject({ code: 'LINK_REFUSED', status });
		expect(sent).toHaveLength(2);
	});

	test('is refused for having two ways to sign in: what it answered first counts', async () => {
		const withKey = storedFile(400);
		const { answer } = openWanting(storedFile(403), withKey);
		expect((await errorOf(async () => await answer)).status).toBe(403);
		expect(withKey.content.destroyed).toBe(true);
	});

	test.each([
		['https://files.example/1', BASE],
		['https://advocate.example:8443/1', BASE],
		['https://advocate.example.evil.example/1', BASE],
		['https://gateway.example/other/1', 'https://gateway.example/advocate'],
		['https://gateway.example/advocate/..%2fother/1', 'https://gateway.example/advocate'],
	])('%s is elsewhere than %s: the key is not sent', async (link, baseUrl) => {
		const { answer, sent } = openWanting(storedFile(401), storedFile(200), link, baseUrl);
		expect((await errorOf(async () => await answer)).status).toBe(401);
		expect(sent).toEqual([{ url: link }]);
	});

	test('nor is it where another link redirects to the base URL', async () => {
		const { answer, asked } = open('https://files.example/1', {
			'https://files.example/1': redirect(LINK),
			[LINK]: storedFile(401),
		});
		expect((await errorOf(async () => await answer)).status).toBe(401);
		expect(asked()).toEqual(['https://files.example/1', LINK]);
	});

	test.each([404, 410, 500])('%i says nothing of a key: it is not sent', async (status) => {
		const { answer, sent } = openWanting(storedFile(status), storedFile(200));
		expect((await errorOf(async () => await answer)).status).toBe(status);
		expect(sent).toHaveLength(1);
	});
});

describe('A link that is not followed', () => {
	const refused = {
		code: 'LINK_REFUSED',
		message: "The link to the job's file was not followed",
	};

	const LINKS = [
		'http://files.example/1',
		'ftp://files.example/1',
		'file:///etc/passwd',
		'data:text/csv,x',
		'/relative',
		'',
		'https://localhost/1',
		'https://127.0.0.1/1',
		'https://127.1/1',
		'https://[::1]/1',
		'http://localhost:3000/1',
		'https://localhost./1',
		'https://files.localhost/1',
		'https://10.0.0.1/1',
		'https://192.168.0.1:8443/1',
		'https://2886729729/1',
		'https://[fd12::1]/1',
		'https://[::ffff:10.0.0.1]/1',
		'https://files.internal/1',
		'https://files/1',
		'https://0.0.0.0/1',
		'https://[::]/1',
		'https://169.254.169.254/latest/meta-data/',
		'https://metadata.google.internal/1',
		'https://224.0.0.1/1',
		'https://user@files.example/1',
		'https://:secret@files.example/1',
	];

	test.each(LINKS)('%j', async (link) => {
		const { answer, asked } = open(link, {});
		expect(await errorOf(async () => await answer)).toMatchObject(refused);
		expect(asked()).toEqual([]);
	});

	test.each([...LINKS.filter((link) => !['/relative', ''].includes(link)), 'https://', 'http://%'])(
		'nor where another leads to %j',
		async (location) => {
			const first = redirect(location);
			const { answer, asked } = open('https://files.example/1', {
				'https://files.example/1': first,
			});
			expect(await errorOf(async () => await answer)).toMatchObject(refused);
			expect(asked()).toEqual(['https://files.example/1']);
			expect(first.content.destroyed).toBe(true);
		},
	);

	test.each([
		['x', 'Advocate did not give a web address.'],
		['http://a.b/1', 'Advocate gave an address that does not begin with https://.'],
		['https://u@a.b/1', 'Advocate gave an address with a user name or a password in it.'],
		[
			'https://10.0.0.1/1',
			'Advocate gave an address at "10.0.0.1", which is not on the internet. Such an address is only followed if the base URL is in the same kind of network.',
		],
	])('%s: says why, and what to do', async (link, reason) => {
		const { hint } = await errorOf(async () => await open(link, {}).answer);
		expect(hint).toBe(`${reason} Download the file in the Advocate portal.`);
	});

	test.each(['http://files.example/1?sig=x', 'https://sig:x@a.b/1', 'https://10.0.0.1/sig'])(
		'%s is not repeated, as it opens the file to whoever holds it',
		async (link) => {
			const error = await errorOf(async () => await open(link, {}).answer);
			expect(error.message + error.hint).not.toContain('sig');
		},
	);

	test('the port does not matter', async () => {
		const link = 'https://files.example:8443/1';
		expect((await open(link, { [link]: storedFile(200) }).answer).status).toBe(200);
	});
});

describe('In a private network', () => {
	const PRIVATE_BASES = [
		'https://10.0.0.1',
		'https://[fd12::1]',
		'https://100.64.0.1',
		'https://advocate.internal',
		'https://advocate',
	];

	test.each(PRIVATE_BASES)('a link may be where the base URL %s is, too', async (baseUrl) => {
		for (const host of ['10.9.9.9', '192.168.0.1', '[fd99::1]', 'files.local']) {
			const link = `https://${host}/1`;
			const { answer } = open(link, { [link]: storedFile(200) }, baseUrl);
			expect((await answer).status).toBe(200);
		}
	});

	test.each([
		'http://10.9.9.9/1',
		'https://127.0.0.1/1',
		'https://localhost/1',
		'https://169.254.169.254/1',
		'https://[fd00:ec2::254]/1',
		'https://0.0.0.0/1',
	])('but not %s', async (link) => {
		for (const baseUrl of PRIVATE_BASES) {
			const { answer, asked } = open(link, {}, baseUrl);
			expect((await errorOf(async () => await answer)).code).toBe('LINK_REFUSED');
			expect(asked()).toEqual([]);
		}
	});
});

describe('On this machine', () => {
	test.each(['https://10.0.0.1/1', 'https://169.254.169.254/1', 'https://[fe80::1]/1'])(
		'%s is still refused',
		async (link) => {
			const { answer } = open(link, {}, 'http://localhost:3000');
			expect((await errorOf(async () => await answer)).code).toBe('LINK_REFUSED');
		},
	);

	test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'https://[::1]:3000'])(
		'a link may be where the base URL %s is, too',
		async (baseUrl) => {
			for (const link of ['http://127.0.0.1:4000/1', 'http://localhost:3000/1']) {
				const { answer } = open(link, { [link]: storedFile(200) }, baseUrl);
				expect((await answer).status).toBe(200);
			}
		},
	);

	test('http elsewhere is still refused', async () => {
		const { answer } = open('http://files.example/1', {}, 'http://localhost:3000');
		expect((await errorOf(async () => await answer)).code).toBe('LINK_REFUSED');
	});
});
