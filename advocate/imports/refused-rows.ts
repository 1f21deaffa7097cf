/** The fields that a row is given when it is not imported, and that are no data of its own if it comes in again. */
const OWN_FIELDS = new Set(['reasons', 'stage', 'rowNumber']);

/** A row without the fields that it was given when an earlier run did not import it. */
export function asCameIn<Row extends Record<string, unknown>>(row: Row): Row {
	if (!Array.isArray(row['reasons'])) return row;
	if (row['stage'] !== 'checked' && row['stage'] !== 'imported') return row;
	const own = Object.entries(row).filter(([name]) => !OWN_FIELDS.has(name));
	return Object.fromEntries(own) as Row;
}
