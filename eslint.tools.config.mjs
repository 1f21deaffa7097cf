// What runs in plain Node (sandbox, engine, tests, bench, scripts) is .cts, which n8n's own strict
// lint (eslint.config.mjs, kept exactly as n8n ships it) passes over. This config is for those files.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist', 'coverage', 'node_modules'] },
	{
		files: ['**/*.cts'],
		extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: './tsconfig.tools.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			eqeqeq: 'error',
			'prefer-const': 'error',
		},
	},
	{
		// The same care for the shipped code, beside n8n's own rules.
		files: ['advocate/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: './tsconfig.tools.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			// Types of Node are named by `import('stream')`: n8n allows no import statement of it.
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			eqeqeq: 'error',
		},
	},
);
