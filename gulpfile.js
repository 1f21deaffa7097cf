// Copies what tsc leaves behind, icons and codex files, into dist beside the compiled nodes.
const { src, dest } = require('gulp');

exports['build:assets'] = () =>
	src(['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'credentials/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
