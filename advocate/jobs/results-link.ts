import { hostClass, isLoopback } from '../security/host-class';
import { isTransientStatus } from '../api/response';
import { AdvocateError } from '../errors';
import type { AdvocateClient } from '../api/client';
import type { FileAnswer, Transport } from '../api/transport';
import type { ByteStream } from '../files/content';

const MOST_REDIRECTS = 5;

/**
 * Reads the file behind one of a job's links, without the key (see openResultsLink).
 *
 * @param read takes in the content; called again with the content from its start when it broke off
 */
export async function readResults<T>(
	{ tenant, transport, retry }: AdvocateClient,
	link: string,
	read: (content: ByteStream) => Promise<T>,
): Promise<T> {
	return await retry.run(async () => {
		const answer = await openResultsLink(transport, link, tenant.baseUrl);
		return await read(answer.content);
	});
}

/**
 * Opens the file behind a results link. The key is not sent, so redirects (to a file store, say) may be
 * followed; each address on the way is checked: https, on the internet, or in a network of the kind that
 * the base URL is in, and http where both are on this machine.
 *
 * @param link `downloadUrl` or `downloadErrorUrl` of a job
 * @param baseUrl the tenant's base URL
 * @throws {AdvocateError} LINK_REFUSED for another address, or when the link has expired (guide: after
 * 30 days) or leads in circles
 */
export async function openResultsLink(
	transport: Transport,
	link: string,
	baseUrl: string,
): Promise<FileAnswer> {
	let address = checkedLink(link, baseUrl);
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
		const answer = await transport.getFile(address.href);
		if (answer.status >= 200 && answer.status < 300) return answer;
		answer.content.destroy();
		const location = answer.headers['location'];
		if (answer.status < 300 || answer.status >= 400 || location === undefined) {
			throw new AdvocateError(
				'LINK_REFUSED',
				`The file of the job could not be fetched (${answer.status})`,
				{
					hint: 'Links to results expire after 30 days. Run the node again; if it stays so, fetch the file in the Advocate portal.',
					status: answer.status,
					transient: isTransientStatus(answer.status),
					retryAfter: answer.headers['retry-after'],
				},
			);
		}
		const next = URL.canParse(location, address.href) ? new URL(location, address).href : '';
		address = checkedLink(next, baseUrl);
	}
	throw new AdvocateError('LINK_REFUSED', 'The link to the file of the job leads in circles', {
		hint: 'Fetch the file in the Advocate portal.',
	});
}

function checkedLink(link: string, baseUrl: string): URL {
	const url = URL.canParse(link) ? new URL(link) : undefined;
	const reason =
		url === undefined ? 'Advocate gave no web address.' : objection(url, new URL(baseUrl));
	if (url !== undefined && reason === undefined) return url;
	throw new AdvocateError('LINK_REFUSED', 'The link to the file of the job is not one to follow', {
		hint: `${reason} Fetch the file in the Advocate portal.`,
	});
}

/** What there is against an address, without repeating it: it opens the file to whoever holds it. */
function objection(url: URL, base: URL): string | undefined {
	const onThisMachine = isLoopback(url) && isLoopback(base);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && onThisMachine)) {
		return 'Advocate gave an address that does not begin with https://.';
	}
	if (url.username !== '' || url.password !== '') {
		return 'Advocate gave an address with a user name or a password in it.';
	}
	const where = hostClass(url);
	if (where === 'public' || (where !== 'never' && where === hostClass(base))) return undefined;
	return `Advocate gave an address at "${url.hostname}", which is not on the internet, and such a one is only followed where the base URL is in the same kind of network.`;
}
