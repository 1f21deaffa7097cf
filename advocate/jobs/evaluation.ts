import { AdvocateError } from '../errors';
import type { ImportEvaluationOptions } from '../api/schema';

/** Kinds of webhook an import can send (TenantJob.schema.json). */
export const WEBHOOK_TYPES = [
	'coupon.created',
	'email.referral.paid',
	'email.referral.rewardLimitReached',
	'email.referral.started',
	'email.referred.reward.earned',
	'referral.automoderation.complete',
	'referral.converted',
	'referral.ended',
	'referral.started',
	'reward.created',
	'theme.publish.finished',
	'user.created',
	'user.reward.balance.changed',
] as const;

/** Collections of analytics events an import can add to (TenantJob.schema.json). */
export const ANALYTICS_COLLECTIONS = [
	'programEvaluated',
	'programGoal',
	'rewardCreated',
	'rewardRedeemed',
	'userActivity',
	'userApprovedReferralConverted',
	'userApprovedReferralCreated',
	'userCreated',
	'userReferralConverted',
	'userReferralCreated',
	'userReferralEnded',
	'userReferralModerated',
	'userReferralProgramEngagement',
	'userReferralProgramLoaded',
	'userReferralShareLinkClicked',
] as const;

/** What an import triggers: Advocate's default, everything, nothing, or a selection. */
export type Evaluation = 'default' | 'on' | 'off' | 'chosen';

/** One of the three kinds of things an import can trigger, as it was set. */
export interface EvaluationSetting {
	/** Undefined means 'default'. */
	evaluation: Evaluation | undefined;
	/** The selection, for 'chosen'. */
	chosen: string[];
	/** The setting's name, as the host shows it. */
	label: string;
}

/**
 * What an import triggers, in the form that a job takes (TenantJob.schema.json).
 *
 * @throws {AdvocateError} SETTINGS_INVALID for 'chosen' with nothing chosen
 */
export function evaluationOptions(
	settings: Record<'webhooks' | 'programs' | 'analytics', EvaluationSetting>,
): ImportEvaluationOptions {
	return {
		webhooks: selection(settings.webhooks, (enabledWebhookTypes) => ({ enabledWebhookTypes })),
		programs: selection(settings.programs, (enabledProgramIds) => ({ enabledProgramIds })),
		analytics: selection(settings.analytics, (names) => ({
			enabledAnalyticsEventCollections: names.map((collectionName) => ({ collectionName })),
		})),
	};
}

function selection<T>(
	{ evaluation = 'default', chosen, label }: EvaluationSetting,
	only: (chosen: string[]) => T,
): boolean | T | undefined {
	if (evaluation === 'default') return undefined;
	if (evaluation !== 'chosen') return evaluation === 'on';
	if (chosen.length > 0) return only(chosen);
	throw new AdvocateError(
		'SETTINGS_INVALID',
		`"${label}" is set to chosen ones, but none is chosen`,
		{ hint: `Choose at least one, or set "${label}" to none.` },
	);
}
