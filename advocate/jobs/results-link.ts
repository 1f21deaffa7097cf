import { hostClass, isLoopback } from '../security/host-class';
import { isTransientStatus } from '../api/response';
import { AdvocateError } from '../errors';
import type { AdvocateClient } from '../api/client';
import type { Tenant } from '../api/tenant';
import type { FileAnswer, Transport } from '../api/transport';
import type { ByteStream } from '../files/content';

const MOST_REDIRECTS = 5;

/**
 * Reads the file behind one of a job's links (see openResultsLink).
 *
 * @param read takes in the content; called again with the content from its start when it broke off
 */
export async function readResults<T>(
	{ tenant, transport, retry }: AdvocateClient,
	link: string,
	read: (content: ByteStream) => Promise<T>,
): Promise<T> {
	return await retry.run(async () => {
		const answer = await openResultsLink(transport, link, tenant);
		return await read(answer.content);
	});
}

/**
 * Opens the file behind a results link, without the key where that will do (see firstAnswer). Redirects
 * (to a file store, say) are always followed without it; each address on the way is checked: https, on
 * the internet, or in a network of the kind that the base URL is in, and http where both are on this
 * machine.
 *
 * @param link `downloadUrl` or `downloadErrorUrl` of a job
 * @throws {AdvocateError} LINK_REFUSED for another address, or a link that gives no file or leads in
 * circles
 */
export async function openResultsLink(
	transport: Transport,
	link: string,
	tenant: Tenant,
): Promise<FileAnswer> {
	let address = checkedLink(link, tenant.baseUrl);
	for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
		const answer =
			redirects === 0
				? await firstAnswer(transport, address, tenant)
				: await transport.getFile(address.href);
		if (answer.status >= 200 && answer.status < 300) return answer;
		answer.content.destroy();
		const location = answer.headers['location'];
		if (answer.status < 300 || answer.status >= 400 || location === undefined) {
			throw notFetched(answer);
		}
		const next = URL.canParse(location, address.href) ? new URL(location, address).href : '';
		address = checkedLink(next, tenant.baseUrl);
	}
	throw new AdvocateError('LINK_REFUSED', 'The link to the file of the job leads in circles', {
		hint: 'Fetch the file in the Advocate portal.',
	});
}

/**
 * What a link answers. How links look is not documented: some need no key, while the REST download of an
 * export is at the base URL, wants the key and redirects to a signed address [2026]. So the key is only
 * sent where it belongs anyway, and only once the server has asked for it.
 */
async function firstAnswer(
	transport: Transport,
	{ href }: URL,
	tenant: Tenant,
): Promise<FileAnswer> {
	const answer = await transport.getFile(href);
	const wantsKey = answer.status === 401 || answer.status === 403;
	if (!wantsKey || !tenant.owns(href)) return answer;
	answer.content.destroy();
	const withKey = await transport.getFileWithKey(href);
	// A file store refuses a second way to sign in beside that in the link; its first word says more.
	if (withKey.status !== 400) return withKey;
	withKey.content.destroy();
	return answer;
}

function notFetched({ status, headers }: FileAnswer): AdvocateError {
	return new AdvocateError('LINK_REFUSED', `The file of the job could not be fetched (${status})`, {
		hint: 'Run the node again; if it stays so, fetch the file in the Advocate portal.',
		status,
		transient: isTransientStatus(status),
		retryAfter: headers['retry-after'],
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
