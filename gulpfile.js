// Copies what tsc leaves behind, icons, codex files and output schemas, into dist beside the compiled nodes.
const { src, dest } = require('gulp');

exports['build:assets'] = () =>
	src(
		[
			'nodes/**/*.{svg,png}',
			'nodes/**/*.node.json',
			'nodes/**/__schema__/**/*.json',
			'credentials/**/*.{svg,png}',
		],
		{
			base: '.',
			encoding: false,
		},
	).pipe(dest('dist'));
