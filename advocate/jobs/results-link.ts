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
 * @param read consumes the content; called again with the content from its start if it broke off
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
 * Opens the file behind a results link, without the key if that is enough (see firstAnswer). Redirects (to a
 * file store, say) are always followed without it; each address on the way is checked. It must be https, and
 * on the internet or in the same kind of network as the base URL; http is allowed if both are on this machine.
 *
 * @param link `downloadUrl` or `downloadErrorUrl` of a job
 * @throws {AdvocateError} LINK_REFUSED for any other address, or if the link yields no file or redirects
 * without end
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
	throw new AdvocateError('LINK_REFUSED', "The link to the job's file redirects without end", {
		hint: 'Download the file in the Advocate portal.',
	});
}

/**
 * The first answer to a link. How links look is not documented: they may need no key, but the REST download
 * of an export is at the base URL, requires the key and redirects to a signed address [2026]. So the key is
 * sent only where it belongs anyway, and only after the server has asked for it.
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
	// A file store rejects a key beside the signature in the link; its first answer says more.
	if (withKey.status !== 400) return withKey;
	withKey.content.destroy();
	return answer;
}

function notFetched({ status, headers }: FileAnswer): AdvocateError {
	return new AdvocateError('LINK_REFUSED', `The job's file could not be fetched (${status})`, {
		hint: 'Run the node again; if the problem persists, download the file in the Advocate portal.',
		status,
		transient: isTransientStatus(status),
		retryAfter: headers['retry-after'],
	});
}

function checkedLink(link: string, baseUrl: string): URL {
	const url = URL.canParse(link) ? new URL(link) : undefined;
	const reason =
		url === undefined ? 'Advocate did not give a web address.' : objection(url, new URL(baseUrl));
	if (url !== undefined && reason === undefined) return url;
	throw new AdvocateError('LINK_REFUSED', "The link to the job's file was not followed", {
		hint: `${reason} Download the file in the Advocate portal.`,
	});
}

/** Why an address is not followed. The address itself is left out: anyone who has it can open the file. */
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
	return `Advocate gave an address at "${url.hostname}", which is not on the internet. Such an address is only followed if the base URL is in the same kind of network.`;
}
