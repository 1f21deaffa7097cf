import type { Tenant } from './tenants.cts';

const createQuery =
	'mutation($jobInput: JobInput!) ' +
	'{ createJob(jobInput: $jobInput) { id type requester dateCreated } }';

/**
 * The four requests of an import as curl commands, to be pasted into a POSIX shell one after the
 * other: upload, validate, create a job, ask for its status. Source: the official bulk-import page.
 */
export function curlExamples(baseUrl: string, { alias, apiKey }: Tenant): string {
	const api = `${baseUrl}/api/v1/${alias}`;
	const curl = `curl -s -u :${apiKey}`;
	const graphql = (query: string, variables: string) =>
		`${curl} ${api}/graphql -H 'Content-Type: application/json' \\\n  -d "${escaped(
			`{"query":"${query}","variables":${variables}}`,
		)}"`;
	const file = '"type":"MUTATION/USER","fileRef":"$FILE_REF"';
	return `# 1. Upload a file of two users
FILE_REF=$(printf 'accountId,id,firstName\\nacme,ann,Ann\\nacme,,Bob\\n' |
  ${curl} ${api}/export/upload -F 'file=@-;filename=users.csv;type=text/csv' |
  sed 's/.*"fileRef":"\\([^"]*\\)".*/\\1/'); echo "$FILE_REF"

# 2. Validate it
${graphql(
	'query($jobInput: JobInput!) { validateJobCreation(jobInput: $jobInput) { errors } }',
	`{"jobInput":{${file}}}`,
)}; echo

# 3. Create the job
JOB_ID=$(${graphql(createQuery, `{"jobInput":{${file},"outputFormat":"CSV"}}`)} |
  sed 's/.*"id":"\\([^"]*\\)".*/\\1/'); echo "$JOB_ID"

# 4. Ask for the status of the job, and again after a while
${graphql(
	'query($id: ID!) { job(id: $id) { status stats { recordsProcessed errors } downloadErrorUrl } }',
	'{"id":"$JOB_ID"}',
)}; echo`;
}

// Inside a shell's double quotes: JSON's quotes and GraphQL's variables stay as they are, and the
// shell's own variables, in capitals, are filled in.
function escaped(text: string): string {
	return text.replaceAll('"', '\\"').replace(/\$(?![A-Z_]+\b)/g, '\\$');
}
