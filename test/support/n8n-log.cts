import { createRequire } from 'node:module';
import { services } from '../../harness/engine/core/service-container.cts';

interface Logger {
	warn(text: string): void;
	error(text: string): void;
}

const { Logger } = createRequire(require.resolve('n8n-core'))('@n8n/backend-common') as {
	Logger: new () => Logger;
};

/** What nodes write into n8n's log from now on, at one level. */
export function loggedFromNowOn(level: keyof Logger): () => string[] {
	const spy = jest.spyOn(services.get(Logger), level);
	return () => spy.mock.calls.map(([text]) => text);
}
