/** @type {import('jest').Config} */
module.exports = {
	rootDir: __dirname,
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	moduleFileExtensions: ['cts', 'ts', 'js', 'cjs', 'mjs', 'json', 'node'],
	transform: {
		'^.+\\.c?ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.jest.json', diagnostics: false }],
	},
	collectCoverageFrom: [
		'advocate/**/*.ts',
		'credentials/**/*.ts',
		'nodes/**/*.ts',
		'node-red/!(dist)/**/*.cts',
	],
	coverageDirectory: 'coverage',
	coverageReporters: ['text-summary', 'text', 'lcovonly'],
	coverageThreshold: { global: { lines: 90 } },
	// As many as there are cores; by default jest leaves one idle.
	maxWorkers: '100%',
	// Ends only what hangs: no test takes so long, however busy the machine is.
	testTimeout: 120_000,
};
