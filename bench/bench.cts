/** `npm run bench -- NAME [options]`: measures one thing against what a user would do without us. */
import { benchExport } from './export.cts';
import { benchFiles } from './files.cts';
import { benchNodeRedFiles } from './node-red-files.cts';
import { benchNodeRed } from './node-red.cts';
import { benchRows } from './rows.cts';
import { benchUpload } from './upload.cts';

const BENCHES: Record<string, (args: string[]) => Promise<void>> = {
	export: benchExport,
	files: benchFiles,
	'node-red': benchNodeRed,
	'node-red-files': benchNodeRedFiles,
	rows: benchRows,
	upload: benchUpload,
};

async function main(): Promise<void> {
	const [name = '', ...args] = process.argv.slice(2);
	const bench = BENCHES[name];
	if (bench === undefined) {
		throw new Error(`Which bench? npm run bench -- ${Object.keys(BENCHES).join(' | ')}`);
	}
	await bench(args);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
