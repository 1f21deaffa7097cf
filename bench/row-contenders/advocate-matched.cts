/** Advocate Upload with names as a CRM has them, and values to convert: everything as it comes. */
import { crmExport } from '../crm-items.cts';
import { advocateUpload } from './upload-node.cts';
import { measureRows } from './row-run.cts';

measureRows(async (surroundings) => await advocateUpload(surroundings, 'matched'), crmExport);
