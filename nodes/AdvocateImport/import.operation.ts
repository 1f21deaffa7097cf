import type { IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { AdvocateError } from '../../advocate/errors';
import { dryRunResult } from '../../advocate/imports/dry-run';
import { preparedFromFile, type PreparedImport } from '../../advocate/imports/prepared';
import { failure } from '../../advocate/imports/results';
import { sentRows } from '../../advocate/imports/limit-reached';
import { runImport, type RunResult } from '../../advocate/imports/run-import';
import { attempted, settled } from '../../advocate/settled';
import { itemGroups, type ItemGroup } from '../AdvocateUpload/item-groups';
import { continuesOnFailure } from '../runtime/for-each-item';
import { nodeError } from '../runtime/node-error';
import { noRowsCame } from '../runtime/nothing-came';
import { checkedFile } from './file-source';
import { afterOthers, binaryOf, ImportOutputs, type DoneBefore } from './import-outputs';
import {
	importingOf,
	importSettings,
	type Importing,
	type ImportSettings,
} from './import-settings';
import { ItemSources } from './item-sources';
import { rowSource } from './rows-from';
import { noteJob } from './run-of';

/**
 * Imports all input items, or the files on them. Every row is imported, or leaves on Rejected, or is in a file that leaves
 * on Failed. Throws n8n's errors.
 */
export async function importAll(context: IExecuteFunctions): Promise<ImportOutputs> {
	const importer = new Importer(context);
	const outcome = await settled(importer.run());
	if ('value' in outcome) return importer.outputs;
	const failed = await nodeError(context, outcome.thrown);
	if (!continuesOnFailure(context)) throw failed;
	importer.addUnrun(failed);
	return importer.outputs;
}

/** One run of the node. */
class Importer {
	readonly outputs: ImportOutputs;
	/** How many users this run has sent to be deleted. */
	private deleted = 0;
	/** How many files this run has imported. */
	private imported = 0;
	/** Whether this run may have sent anything. */
	private hasSent = false;

	constructor(private readonly context: IExecuteFunctions) {
		this.outputs = new ImportOutputs(context);
	}

	/** What this run has done so far. */
	private get before(): DoneBefore {
		return { imported: this.imported, hasSent: this.hasSent };
	}

	/** What failed before it could be imported, while the node continues. */
	addUnrun(failed: NodeApiError | NodeOperationError, itemIndex?: number): void {
		if (this.hasSent) this.outputs.noteSent();
		this.outputs.addUnrun(failed, { itemIndex, safeToRunAgain: !this.hasSent });
	}

	/** @throws {AdvocateError} for settings that can't be right, before anything is sent */
	async run(): Promise<void> {
		const { context } = this;
		const isWithoutInput = noRowsCame(context);
		if (isWithoutInput && 'thrown' in attempted(() => importSettings.read(context, 0))) {
			this.outputs.addNothing();
			return;
		}
		const groups = await itemGroups(context, importSettings);
		const [first] = groups;
		if (first === undefined) return;
		const source = isWithoutInput ? 'items' : rowSource(context, first.type);
		if (source === 'binary') return await this.importFiles(groups);
		const imports = groups.map((group) => {
			const { itemIndexes } = group;
			const kept = isWithoutInput ? [] : itemIndexes;
			const sources =
				source === 'list' ? ItemSources.ofLists(context, kept) : ItemSources.ofItems(context, kept);
			return { group, sources, prepared: sources.prepared(context, group) };
		});
		for (const [part, { group, sources, prepared }] of imports.entries()) {
			await this.importRows({ group, sources, prepared, part });
		}
	}

	private async importRows({ group, sources, prepared, part }: RowsImport): Promise<void> {
		const { itemIndexes, tenantAlias } = group;
		const [firstItem] = itemIndexes;
		const importing = await importingOf(this.context, group, {
			itemIndex: tenantAlias === undefined ? undefined : firstItem,
			part,
			rowsAt: (rowIndexes) => Promise.resolve(sources.at(rowIndexes)),
		});
		await this.importPrepared(prepared, importing, group, {
			itemsOf: (rowIndexes) =>
				rowIndexes === undefined ? itemIndexes : sources.itemsOf(rowIndexes),
			addRejected: (row) => {
				if (row.rowIndex === undefined) return this.outputs.addRejected(row, itemIndexes);
				const itemIndex = sources.itemOf(row.rowIndex);
				this.outputs.addRejected(row, [itemIndex], binaryOf(this.context, itemIndex));
			},
		});
	}

	private async importFiles(groups: Array<ItemGroup<ImportSettings>>): Promise<void> {
		const { context } = this;
		const files = groups
			.flatMap((group) => group.itemIndexes.map((itemIndex) => ({ group, itemIndex })))
			.sort((a, b) => a.itemIndex - b.itemIndex);
		for (const { group, itemIndex } of files) {
			const outcome = await settled(this.importFile(group, itemIndex));
			if ('value' in outcome) continue;
			const { thrown } = outcome;
			const told = thrown instanceof AdvocateError ? afterOthers(thrown, this.before) : thrown;
			const failed = await nodeError(context, told, itemIndex);
			if (!continuesOnFailure(context)) throw failed;
			this.addUnrun(failed, itemIndex);
		}
	}

	private async importFile(group: ItemGroup<ImportSettings>, itemIndex: number): Promise<void> {
		const { context } = this;
		const file = await checkedFile(context, itemIndex, group, this.outputs.isEmpty);
		const isRefused = file instanceof AdvocateError;
		const importing = await importingOf(context, group, {
			itemIndex,
			part: itemIndex,
			rowsAt: async (rowIndexes) => (isRefused ? new Map() : await file.rowsAt(rowIndexes)),
		});
		if (isRefused) {
			const { failed, thrown } = failure(importing.facts, file, { rows: 0, isUntouched: true });
			await this.outputs.addFailed({ failed, thrown }, [itemIndex], this.before);
			return;
		}
		await this.importPrepared(preparedFromFile(file, group.type), importing, group, {
			itemsOf: () => [itemIndex],
			addRejected: (row) => {
				const { rowIndex } = row;
				const number = rowIndex === undefined ? {} : { rowNumber: rowIndex + 1 };
				this.outputs.addRejected(row, [itemIndex], number);
			},
		});
	}

	private async importPrepared(
		prepared: PreparedImport,
		{ plan, facts }: Importing,
		{ type, dryRun }: ImportSettings,
		{ itemsOf, addRejected }: Destination,
	): Promise<void> {
		const deletedBefore = this.deleted;
		if (type === 'MUTATION/DELETE_USER') this.deleted += sentRows(prepared);
		let hasSent = this.hasSent;
		// In case that it throws.
		this.hasSent ||= !dryRun;
		const results = dryRun
			? [await dryRunResult(prepared, facts, deletedBefore)]
			: runImport(prepared, { plan, facts, deletedBefore });
		for await (const result of results as AsyncIterable<RunResult> | Iterable<RunResult>) {
			const itemIndexes = itemsOf(result.rowIndexes);
			const outcome = 'imported' in result ? result.imported : result.failed;
			if (outcome.job) noteJob(this.context, outcome.job.id);
			if (mayHaveSent(result)) this.outputs.noteSent();
			if ('imported' in result) {
				this.outputs.addImported(result.imported, itemIndexes);
				if (outcome.job) this.imported++;
			} else {
				await this.outputs.addFailed(result, itemIndexes, { ...this.before, hasSent });
			}
			hasSent ||= mayHaveSent(result);
			for (const row of result.rejected) addRejected(row);
		}
		this.hasSent = hasSent;
	}
}

/** Whether rows may have reached Advocate's job, so that running everything again could do something twice. */
function mayHaveSent(result: RunResult): boolean {
	if ('imported' in result) return result.imported.job !== null;
	return result.failed.job !== undefined || !result.failed.safeToRunAgain;
}

/** Rows that become one import. */
interface RowsImport {
	group: ItemGroup<ImportSettings>;
	sources: ItemSources;
	prepared: PreparedImport;
	/** Of the run, from 0. */
	part: number;
}

/** Which input items results belong to. */
interface Destination {
	/** @param rowIndexes of source rows; undefined for all */
	itemsOf: (rowIndexes: readonly number[] | undefined) => readonly number[];
	addRejected: (row: RunResult['rejected'][number]) => void;
}
