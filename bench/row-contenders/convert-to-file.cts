/**
 * What one would do without us. Convert to File makes dotted columns of nested fields, so no other node is needed
 * before it.
 */
import { measureRows } from './row-run.cts';
import { n8nUpload } from './n8n-nodes.cts';

measureRows(async (surroundings) => await Promise.resolve(n8nUpload(surroundings)));
