import type { ImportedFile } from '../imports/imported-file.cts';
import type { ExportType } from '../job-types.cts';
import type { JsonObject } from '../json-object.cts';
import { madeUpRows } from './made-up-rows.cts';

/** An import that has been carried out. */
export interface PastImport {
	readonly file: ImportedFile;
	readonly jobId: string;
	/** When its job was created, in milliseconds by the sandbox's clock. */
	readonly date: number;
	readonly params: unknown;
}

/** The rows of a report: a list, or a function that makes them anew each time. */
export type RowSource = readonly JsonObject[] | (() => Iterable<JsonObject>);

/** What a tenant's reports are made from. */
export interface TenantRecords {
	/** What was imported, oldest first. */
	readonly imports: readonly PastImport[];
	/** What a test has put there, by the type of export. */
	readonly rows: Readonly<Partial<Record<ExportType, RowSource>>>;
}

/** A test's hand on what exports find besides what was imported. */
export interface RecordControl {
	/**
	 * Puts rows there for one type of export, in place of earlier ones.
	 * @param rows rows as the report has them, nested, or how many to make up
	 */
	put(tenantAlias: string, type: ExportType, rows: RowSource | number): void;
}

/** What the tenants of a sandbox have to export. Rows of imports stay in the files that were sent. */
export class Records implements RecordControl {
	readonly #byTenant = new Map<string, TenantRecords>();

	/** A tenant's records as they are now; what happens later does not change them. */
	of(tenantAlias: string): TenantRecords {
		return this.#byTenant.get(tenantAlias) ?? { imports: [], rows: {} };
	}

	/** Adds what an import has brought. */
	addImport(tenantAlias: string, past: PastImport): void {
		const { imports, rows } = this.of(tenantAlias);
		this.#byTenant.set(tenantAlias, { imports: [...imports, past], rows });
	}

	put(tenantAlias: string, type: ExportType, rows: RowSource | number): void {
		const source = typeof rows === 'number' ? () => madeUpRows(type, rows) : rows;
		const { imports, rows: earlier } = this.of(tenantAlias);
		this.#byTenant.set(tenantAlias, { imports, rows: { ...earlier, [type]: source } });
	}
}
