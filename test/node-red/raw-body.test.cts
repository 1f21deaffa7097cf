import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { rawBody } from '../../node-red/hook/raw-body.cts';

/** A request with such a body, or one that a parser has read. */
function request(body: string | undefined): IncomingMessage {
	const made = new IncomingMessage(new Socket());
	if (body === undefined) return Object.assign(made, { _body: true });
	made.push(body);
	made.push(null);
	return made;
}

it('is the bytes as they came', async () => {
	const body = await rawBody(request('{ "type":  "test" }'));
	expect(Buffer.from(body as Uint8Array).toString()).toBe('{ "type":  "test" }');
});

it('that is larger than a hook is not read to its end', async () => {
	const large = request('x'.repeat(1024 * 1024 + 1));
	expect(await rawBody(large)).toMatchObject({ status: 413 });
	expect(large.destroyed).toBe(false);
});

it('that breaks off is no hook', async () => {
	const broken = new IncomingMessage(new Socket());
	broken.push('{');
	const body = rawBody(broken);
	broken.destroy(new Error('aborted'));
	expect(await body).toMatchObject({ status: 400 });
});

it('that something outside of Node-RED has read is told of', async () => {
	await expect(rawBody(request(undefined))).rejects.toThrow(
		'Something else had read the webhook before',
	);
});
