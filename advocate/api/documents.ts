/*
 * Every GraphQL document sent. Values travel in variables only, never inside a document, so nothing a
 * user types can change what is asked. Field and argument names: schema, and the official page.
 */

const JOB_FIELDS = `
	id
	type
	status
	name
	requester
	dateCreated
	dateCompleted
	dateExpires
	outputFormat
	mailtoEmail
	fileRef
	params
	stats { recordsProcessed errors }`;

export const VALIDATE_JOB_CREATION = `query validateJobCreation($jobInput: JobInput!) {
	validateJobCreation(jobInput: $jobInput) { errors }
}`;

export const CREATE_JOB = `mutation createJob($jobInput: JobInput!) {
	createJob(jobInput: $jobInput) {${JOB_FIELDS}
	}
}`;

export const DELETE_JOB = `mutation deleteJob($id: ID!) {
	deleteJob(id: $id) { deletedCount }
}`;

export const JOB = `query job($id: ID!) {
	job(id: $id) {${JOB_FIELDS}
	}
}`;

/** Separate from JOB because anyone who has the links can open the files: asked for only when needed. */
export const JOB_LINKS = `query jobLinks($id: ID!) {
	job(id: $id) {
		downloadUrl
		downloadErrorUrl
	}
}`;

export const JOBS = `query jobs($filter: JobFilterInput, $limit: Int!, $offset: Int!) {
	jobs(filter: $filter, limit: $limit, offset: $offset) {
		data {${JOB_FIELDS}
		}
		totalCount
	}
}`;

export const TENANT = `query tenant {
	tenant { tenantAlias isLiveMode }
}`;

export const PROGRAMS = `query programs($limit: Int!, $offset: Int!) {
	programs(limit: $limit, offset: $offset) { data { id name } totalCount }
}`;

export const CUSTOM_FIELDS = `query customFields($limit: Int!, $offset: Int!) {
	customFields(limit: $limit, offset: $offset) { data { key name } totalCount }
}`;

export const USER_EVENT_KEYS = `query userEventKeys($limit: Int!, $offset: Int!) {
	userEventKeys(limit: $limit, offset: $offset) { data totalCount }
}`;

export const SEGMENTS = `query segments($limit: Int!, $offset: Int!) {
	segments(limit: $limit, offset: $offset) { data { key name } totalCount }
}`;

export const WEBHOOK_SUBSCRIPTIONS = `query webhookSubscriptions($limit: Int!, $offset: Int!) {
	webhookSubscriptions(limit: $limit, offset: $offset) {
		data { endpointUrl name webhookTypes }
		totalCount
	}
}`;

export const UPSERT_WEBHOOK_SUBSCRIPTION = `mutation upsertWebhookSubscription(
	$webhookSubscriptionInput: WebhookSubscriptionInput!
) {
	upsertWebhookSubscription(webhookSubscriptionInput: $webhookSubscriptionInput) { endpointUrl }
}`;

export const DELETE_WEBHOOK_SUBSCRIPTION = `mutation deleteWebhookSubscription($endpointUrl: String!) {
	deleteWebhookSubscription(endpointUrl: $endpointUrl) { deletedCount }
}`;
