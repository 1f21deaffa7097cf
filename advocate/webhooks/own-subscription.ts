import type { Tenant } from '../api/tenant';
import { AdvocateError } from '../errors';
import { hostClass } from '../security/host-class';

/** The subscription that a node has made, as it remembers it; plain JSON. */
export interface OwnSubscription {
	/** The tenant's `id`. */
	tenant: string;
	url: string;
}

/**
 * Why a subscription is not a node's to remove, though it remembers having made it; undefined if it is.
 *
 * A host that has moved to another address can't be told from a copy of it that runs beside the original,
 * as a staging server restored from a backup does. Left behind by the former, a subscription costs some
 * requests that nobody answers; taken from the latter's original, it would cost every start of a workflow.
 *
 * @param currentUrl the node's address now
 */
export function whyToLeave(
	made: OwnSubscription,
	{ id, texts: { hook } }: Tenant,
	currentUrl: string,
): AdvocateError | undefined {
	if (made.tenant !== id) {
		return new AdvocateError(
			'SETTINGS_INVALID',
			`It was set up in another tenant (${made.tenant})`,
			{
				hint: hook.tenantChanged,
			},
		);
	}
	if (made.url === currentUrl) return undefined;
	return new AdvocateError('SETTINGS_INVALID', hook.ofOtherAddress, { hint: hook.mayBeCopy });
}

/**
 * What the log says about a subscription that stays in the tenant.
 *
 * @param reason whole sentences
 */
export function leftBehind(reason: string, url: string): string {
	return `A webhook could not be removed from Advocate. ${reason} If the subscription of ${url} is still there, and nothing else needs it, remove it in the Advocate portal.`;
}

/**
 * Makes sure that hooks can reach a URL: otherwise nothing would ever happen, and nobody would know why. An
 * API that is not on the internet itself, such as the sandbox, may reach a URL that isn't either.
 *
 * @throws {AdvocateError} SETTINGS_INVALID when Advocate can't reach it
 */
export function assertReachable(url: string, { baseUrl, texts: { hook } }: Tenant): void {
	const isPublic = (address: string) => hostClass(new URL(address)) === 'public';
	if (isPublic(url) || !isPublic(baseUrl)) return;
	throw new AdvocateError('SETTINGS_INVALID', hook.cannotReach(url), {
		hint: hook.usePublicAddress,
	});
}
