/**
 * In place of `@langchain/core/tools`, which n8n-core loads for nodes that an AI agent runs, and with it 376
 * modules, in a fifth of the time that it takes to load itself. Few tests do that, so here the tools are loaded
 * when one of them is first used.
 */
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');

const requireAsCore = createRequire(require.resolve('n8n-core'));
const tools = join(
	dirname(requireAsCore.resolve('@langchain/core/package.json')),
	'dist/tools/index.cjs',
);

module.exports = new Proxy({}, { get: (_, name) => require(tools)[name] });
