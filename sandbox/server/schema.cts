import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	GraphQLEnumType,
	GraphQLError,
	GraphQLScalarType,
	Kind,
	buildSchema,
	valueFromASTUntyped,
} from 'graphql';
import type { GraphQLSchema, ValueNode } from 'graphql';
import { isJobType } from '../job-types.cts';

/** Checks a value on its way in or out, and gives the one to pass on. */
type Convert = (value: unknown) => unknown;

const scalars: Readonly<Record<string, Convert>> = {
	// A scalar, not an enum, as in the product's schema: the values contain a slash, which the name of
	// an enum value cannot.
	JobType: (value) => {
		if (isJobType(value)) return value;
		throw new GraphQLError(`JobType cannot represent ${JSON.stringify(value)}`);
	},
	Long: integer('Long'),
	RSDate: integer('RSDate'),
	RSRelativeTimeframe: text('RSRelativeTimeframe'),
	SegmentKey: text('SegmentKey'),
	SegmentOperation: text('SegmentOperation'),
	WebhookType: text('WebhookType'),
	WebhookTypeOperation: text('WebhookTypeOperation'),
	RSJsonNode: (value) => value,
	JsonSchema: (value) => value,
};

/** Reads `schema.graphql` and gives its scalars their meaning. */
export function loadSchema(): GraphQLSchema {
	const schema = buildSchema(readFileSync(join(__dirname, 'schema.graphql'), 'utf8'));
	for (const [name, convert] of Object.entries(scalars)) {
		const scalar = schema.getType(name);
		if (!(scalar instanceof GraphQLScalarType)) throw new Error(`no scalar ${name} in the schema`);
		// A list of jobs may hold types that no request can name.
		scalar.serialize = name === 'JobType' ? String : convert;
		scalar.parseValue = convert;
		scalar.parseLiteral = (node, variables) => convert(literal(node, variables));
	}
	const status = schema.getType('JobStatus');
	if (!(status instanceof GraphQLEnumType)) throw new Error('no enum JobStatus in the schema');
	// So that a status can come which the schema does not have, such as EXPIRED.
	status.serialize = String;
	return schema;
}

function literal(node: ValueNode, variables?: Parameters<typeof valueFromASTUntyped>[1]) {
	// A bare word is not a string: `type: USER` must fail, as it does in Advocate.
	if (node.kind === Kind.ENUM) throw new GraphQLError(`${node.value} must be quoted`);
	return valueFromASTUntyped(node, variables);
}

function integer(name: string): Convert {
	return (value) => {
		if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
		throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}: not an integer`);
	};
}

function text(name: string): Convert {
	return (value) => {
		if (typeof value === 'string' && value !== '') return value;
		throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}: not a string`);
	};
}
