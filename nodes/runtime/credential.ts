import type { IExecuteFunctions } from 'n8n-workflow';
import type { TenantSettings } from '../../advocate/api/tenant';
import { keyRemover } from '../../advocate/security/redact-key';
import { checkedSignIn, checkedUserName, type SignIn } from '../../advocate/security/sign-in';
import { N8N_TEXTS } from './host-texts';
import type { RequestContext } from './request-context';

/** The name by which nodes ask n8n for the Advocate API credential. */
export const CREDENTIAL_NAME = 'advocateApi';

/** The fields of the credential. One saved by an older version has neither `advanced` nor `userName`. */
export type AdvocateCredential = Required<TenantSettings> & {
	apiKey: string;
	/** Whether the user name is used. */
	advanced?: boolean;
	userName?: string;
};

/**
 * The node's credential as it is for one input item, or for the first. n8n resolves the expressions in it by
 * that item.
 */
export async function credentialFor(
	context: Pick<RequestContext, 'getCredentials'>,
	itemIndex?: number,
): Promise<AdvocateCredential> {
	return await context.getCredentials<AdvocateCredential>(CREDENTIAL_NAME, itemIndex);
}

/** How many items are asked for their credential to find out whether it differs. n8n reads each from its database. */
const MOST_COMPARED = 100;

/**
 * Whether the credential is not the same for all input items, because of an expression in it. n8n does not let a
 * node see the expression, so what it gives is compared: for up to 100 of the items, the first and the last among
 * them, and for an item that there is not, for which an expression about the item gives something else too.
 */
export async function credentialDiffers(context: IExecuteFunctions): Promise<boolean> {
	const { length } = context.getInputData();
	if (length < 2) return false;
	const first = await shapeOfCredential(context, 0);
	const step = Math.max(1, Math.floor((length - 1) / (MOST_COMPARED - 1)));
	for (let itemIndex = length; itemIndex > 0; itemIndex -= itemIndex === length ? 1 : step) {
		if ((await shapeOfCredential(context, itemIndex)) !== first) return true;
	}
	return false;
}

/** A text that is the same for the same credential; empty if there is none. */
async function shapeOfCredential(context: IExecuteFunctions, itemIndex: number): Promise<string> {
	return await credentialFor(context, itemIndex).then(JSON.stringify, () => '');
}

/** The same before it is saved, or with whatever an expression gave. */
type GivenCredential = Partial<Record<keyof AdvocateCredential, unknown>>;

/** @throws {AdvocateError} SETTINGS_INVALID for a missing key or an invalid user name */
export function signInOf(credential: GivenCredential): SignIn {
	const { apiKey } = credential;
	return checkedSignIn({ apiKey, userName: userNameOf(credential) }, N8N_TEXTS);
}

/**
 * The user name; empty unless it is switched on, because n8n keeps what was typed into a hidden field.
 *
 * @throws {AdvocateError} SETTINGS_INVALID for an invalid one
 */
export function userNameOf({ advanced, userName }: GivenCredential): string {
	return advanced === true ? checkedUserName(userName, N8N_TEXTS) : '';
}

/** Redacts the key of a credential, whatever is wrong with its other fields. */
export function keyRemoverOf({ apiKey, userName }: GivenCredential): (text: string) => string {
	return keyRemover(textOf(apiKey), textOf(userName));
}

/** A field as text; empty if it is not one. */
export function textOf(field: unknown): string {
	return typeof field === 'string' ? field : '';
}
