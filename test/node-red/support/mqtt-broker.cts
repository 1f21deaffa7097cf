import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { generate, parser, type Packet } from 'mqtt-packet';

/** As much of an MQTT broker as one subscriber needs: what is published at least once, and its acknowledgement. */
export class MqttBroker {
	/** IDs of the publications that the subscriber has acknowledged. */
	readonly acknowledged: number[] = [];
	private subscriber?: Socket;
	private topic = '';
	private lastId = 0;

	private constructor(private readonly server: Server) {}

	static async start(): Promise<MqttBroker> {
		const server = createServer();
		const broker = new MqttBroker(server);
		server.on('connection', (socket) => broker.attend(socket));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return broker;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** The topic that is subscribed; empty before that. */
	get subscribed(): string {
		return this.topic;
	}

	publish(payload: object): void {
		const packet = { cmd: 'publish', topic: this.topic, payload: JSON.stringify(payload) } as const;
		this.answer({ ...packet, qos: 1, messageId: ++this.lastId, dup: false, retain: false });
	}

	stop(): void {
		this.subscriber?.destroy();
		this.server.close();
	}

	private attend(socket: Socket): void {
		this.subscriber = socket;
		const packets = parser();
		packets.on('packet', (packet) => this.take(packet));
		socket.on('data', (data) => packets.parse(data));
		socket.on('error', () => socket.destroy());
	}

	private take(packet: Packet): void {
		if (packet.cmd === 'connect') {
			this.answer({ cmd: 'connack', returnCode: 0, sessionPresent: false });
		} else if (packet.cmd === 'subscribe') {
			const { messageId, subscriptions } = packet;
			this.answer({ cmd: 'suback', messageId, granted: [1] });
			this.topic = subscriptions[0]?.topic ?? '';
		} else if (packet.cmd === 'pingreq') this.answer({ cmd: 'pingresp' });
		else if (packet.cmd === 'puback') this.acknowledged.push(packet.messageId ?? 0);
		else if (packet.cmd === 'disconnect') this.topic = '';
	}

	private answer(packet: Packet): void {
		this.subscriber?.write(generate(packet));
	}
}
