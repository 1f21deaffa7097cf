/** Advocate Upload as it comes: items as they are, checked, written as JSON Lines, streamed. */
import { advocateUpload } from './upload-node.cts';
import { measureRows } from './row-run.cts';

measureRows(async (surroundings) => await advocateUpload(surroundings, 'asIs'));
