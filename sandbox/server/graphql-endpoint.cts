import { GraphQLError, Kind, execute, parse, validate } from 'graphql';
import type {
	DocumentNode,
	ExecutionResult,
	GraphQLSchema,
	OperationDefinitionNode,
	SelectionSetNode,
} from 'graphql';
import { ApiError } from '../api-error.cts';
import type { ErrorBody } from '../api-error.cts';
import type { ErrorKindPlace } from '../options.cts';
import { jsonAnswer } from './answers.cts';
import type { Answer } from './answers.cts';

/** A GraphQL request as it came: the body of `POST …/graphql`. */
export interface GraphqlRequest {
	query: string;
	variables: Record<string, unknown> | undefined;
	operationName: string | undefined;
	/** Undefined when the query does not parse; `parseError` says why. */
	document: DocumentNode | undefined;
	parseError: GraphQLError | undefined;
	/** The operation's root fields, such as `createJob`; empty when the query does not parse. */
	rootFields: string[];
}

/** More than any query needs; files take another way. */
export const maxGraphqlBytes = 10 * 1024 * 1024;

/**
 * Reads the body of a GraphQL request.
 * @throws ApiError 415 unless it claims to be JSON, 400 unless it is `{query, variables?, …}`
 */
export function readGraphqlRequest(contentType: string | undefined, body: Buffer): GraphqlRequest {
	if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
		throw new ApiError(415, 'The Content-Type must be application/json');
	}
	const { query, variables, operationName } = readFields(body);
	const { document, parseError } = parseQuery(query);
	const rootFields = document ? rootFieldsOf(document, operationName) : [];
	return { query, variables, operationName, document, parseError, rootFields };
}

/**
 * Runs a request. Whatever fails inside GraphQL is answered with HTTP 200 and `errors`. What kind of
 * failure it is goes to the top of the answer, as `extensions.apiError`. Source: the API sheet.
 */
export async function answerGraphql(
	schema: GraphQLSchema,
	request: GraphqlRequest,
	rootValue: unknown,
	kindPlace: ErrorKindPlace,
): Promise<Answer> {
	const { document, parseError } = request;
	if (!document) return jsonAnswer(200, { errors: [parseError] });
	const problems = validate(schema, document);
	if (problems.length > 0) return jsonAnswer(200, { errors: problems });
	const result = await execute({
		schema,
		document,
		rootValue,
		variableValues: request.variables,
		operationName: request.operationName,
	});
	return jsonAnswer(200, withKind(result, kindPlace));
}

function readFields(body: Buffer) {
	const json = parseJson(body);
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		throw new ApiError(400, 'The body must be a JSON object with a query');
	}
	const { query, variables, operationName } = json as Record<string, unknown>;
	if (typeof query !== 'string') throw new ApiError(400, 'The body must have a query string');
	if (typeof (variables ?? {}) !== 'object' || Array.isArray(variables)) {
		throw new ApiError(400, 'variables must be a JSON object');
	}
	return {
		query,
		variables: (variables ?? undefined) as Record<string, unknown> | undefined,
		operationName: typeof operationName === 'string' ? operationName : undefined,
	};
}

function parseJson(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		// Refused below.
	}
	throw new ApiError(400, 'The body is not valid JSON');
}

function parseQuery(query: string): Pick<GraphqlRequest, 'document' | 'parseError'> {
	try {
		return { document: parse(query), parseError: undefined };
	} catch (error) {
		const parseError = error instanceof GraphQLError ? error : new GraphQLError(String(error));
		return { document: undefined, parseError };
	}
}

function rootFieldsOf(document: DocumentNode, operationName: string | undefined): string[] {
	const operation = document.definitions.find(
		(one): one is OperationDefinitionNode =>
			one.kind === Kind.OPERATION_DEFINITION &&
			(operationName === undefined || one.name?.value === operationName),
	);
	return operation ? fieldNames(document, operation.selectionSet, new Set()) : [];
}

function fieldNames(document: DocumentNode, set: SelectionSetNode, seen: Set<string>): string[] {
	return set.selections.flatMap((selection) => {
		if (selection.kind === Kind.FIELD) return [selection.name.value];
		if (selection.kind === Kind.INLINE_FRAGMENT) {
			return fieldNames(document, selection.selectionSet, seen);
		}
		const { value } = selection.name;
		if (seen.has(value)) return [];
		seen.add(value);
		return document.definitions.flatMap((one) =>
			one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === value
				? fieldNames(document, one.selectionSet, seen)
				: [],
		);
	});
}

function withKind(result: ExecutionResult, place: ErrorKindPlace) {
	const { errors } = result;
	if (!errors) return result;
	const refusals = errors.map(({ originalError }) =>
		originalError instanceof ApiError ? originalError.body : undefined,
	);
	if (place === 'perError') {
		return { ...result, errors: errors.map((error, index) => coded(error, refusals[index])) };
	}
	const apiError = place === 'top' ? refusals.find(Boolean) : undefined;
	return { ...result, errors, ...(apiError && { extensions: { apiError } }) };
}

function coded(error: GraphQLError, refusal: ErrorBody | undefined) {
	if (!refusal) return error.toJSON();
	const { apiErrorCode, statusCode } = refusal;
	return { ...error.toJSON(), extensions: { apiErrorCode, statusCode } };
}
