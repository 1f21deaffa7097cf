import { AdvocateError } from './errors';
import { isLoopback } from './tenant';
import type { FileAnswer, Transport } from './transport';

const MOST_REDIRECTS = 5;

/**
 * Opens the file behind a results link. The key is not sent, so redirects (to a file store, say) may be
 * followed; each address on the way is checked.
 *
 * @param link `downloadUrl` or `downloadErrorUrl` of a job
 * @param baseUrl the tenant's base URL: only where that is on this machine may a link be
 * @throws {AdvocateError} LINK_REFUSED for an address that is not https, or when the link has expired
 * (guide: after 30 days) or leads in circles
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
	const local = url !== undefined && isLoopback(url);
	if (url?.protocol === 'https:' && !local) return url;
	if (local && isLoopback(new URL(baseUrl))) return url;
	throw new AdvocateError('LINK_REFUSED', 'The link to the file of the job is not one to follow', {
		hint: 'Advocate gave an address that is not https on the internet. Fetch the file in the Advocate portal.',
	});
}
