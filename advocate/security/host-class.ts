/**
 * Where a host is, as far as its name or address says: on the internet, in a private network, on this
 * machine, or at an address where no results are ever kept (a cloud's metadata, link-local, multicast,
 * unassigned, …).
 */
export type HostClass = 'public' | 'private' | 'loopback' | 'never';

/** The first bits of an address, and what the addresses with these bits are. */
type Network<T> = [address: string, bits: number, what: T];

/**
 * IANA's registry of special-purpose IPv4 addresses, and where clouds keep metadata. The first match
 * counts.
 */
const IPV4_NETWORKS: Array<Network<HostClass>> = [
	['100.100.100.200', 32, 'never'], // Alibaba Cloud's metadata
	['168.63.129.16', 32, 'never'], // Azure's platform
	['0.0.0.0', 8, 'never'],
	['10.0.0.0', 8, 'private'],
	['100.64.0.0', 10, 'private'], // shared among a carrier's customers
	['127.0.0.0', 8, 'loopback'],
	['169.254.0.0', 16, 'never'], // link-local, with the metadata of most clouds
	['172.16.0.0', 12, 'private'],
	['192.0.0.0', 24, 'never'], // with Oracle Cloud's metadata
	['192.0.2.0', 24, 'never'],
	['192.88.99.0', 24, 'never'],
	['192.168.0.0', 16, 'private'],
	['198.18.0.0', 15, 'never'],
	['198.51.100.0', 24, 'never'],
	['203.0.113.0', 24, 'never'],
	['224.0.0.0', 3, 'never'], // multicast, reserved, broadcast
	['0.0.0.0', 0, 'public'],
];

/** The same for IPv6; a number says how many bits follow the IPv4 address that is meant. */
const IPV6_NETWORKS: Array<Network<HostClass | number>> = [
	['::', 128, 'never'],
	['::1', 128, 'loopback'],
	['::', 96, 0], // IPv4-compatible
	['::ffff:0:0', 96, 0], // IPv4-mapped
	['::ffff:0:0:0', 96, 0], // IPv4-translated
	['64:ff9b::', 96, 0], // NAT64
	['64:ff9b:1::', 48, 'private'], // a network's own NAT64
	['2002::', 16, 80], // 6to4
	['fd00:ec2::254', 128, 'never'], // AWS's metadata
	['fd20:ce::254', 128, 'never'], // Google Cloud's metadata
	['fc00::', 7, 'private'], // unique local
	['fec0::', 10, 'private'], // site-local, now deprecated
	['2001::', 23, 'never'], // Teredo and other protocols
	['2001:db8::', 32, 'never'],
	['3fff::', 20, 'never'],
	['2000::', 3, 'public'], // all that is assigned
	['::', 0, 'never'],
];

/** Names under which clouds serve metadata to their own machines. */
const METADATA_NAMES = [
	'instance-data',
	'instance-data.ec2.internal',
	'metadata',
	'metadata.azure.internal',
	'metadata.goog',
	'metadata.google.internal',
	'metadata.tencentyun.com',
];

const LOOPBACK_NAME = /^(.+\.)?localhost(\.localdomain)?$/;

/** A single label, or an ending that the public DNS does not have. */
const PRIVATE_NAME =
	/^[^.]+$|\.(corp|home|home\.arpa|internal|intranet|lan|local|localdomain|private)$/;

const SURELY_LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a URL's host is this machine beyond doubt, so that nothing sent there leaves it. */
export function isLoopback(url: URL): boolean {
	return SURELY_LOOPBACK.test(url.hostname);
}

/**
 * The class of a URL's host. A name that only DNS could say more about counts as public.
 *
 * @param url http or https: parsing has reduced the many spellings of an address to one
 */
export function hostClass({ hostname }: URL): HostClass {
	if (hostname.startsWith('[')) return ipv6Class(ipv6Number(hostname.slice(1, -1)));
	if (/^\d+(\.\d+){3}$/.test(hostname)) return ipv4Class(ipv4Number(hostname));
	return classOfName(hostname.replace(/\.+$/, ''));
}

function classOfName(name: string): HostClass {
	if (name === '' || METADATA_NAMES.includes(name)) return 'never';
	if (LOOPBACK_NAME.test(name)) return 'loopback';
	return PRIVATE_NAME.test(name) ? 'private' : 'public';
}

function ipv4Class(address: bigint): HostClass {
	const network = IPV4_NETWORKS.find(([start, bits]) =>
		sameStart(address, ipv4Number(start), 32 - bits),
	);
	return network?.[2] ?? 'never';
}

function ipv6Class(address: bigint): HostClass {
	const network = IPV6_NETWORKS.find(([start, bits]) =>
		sameStart(address, ipv6Number(start), 128 - bits),
	);
	const what = network?.[2] ?? 'never';
	return typeof what === 'string' ? what : ipv4Class((address >> BigInt(what)) & 0xffff_ffffn);
}

function sameStart(one: bigint, other: bigint, bitsBelow: number): boolean {
	return one >> BigInt(bitsBelow) === other >> BigInt(bitsBelow);
}

/** @param address four decimal numbers, as a parsed URL has it */
function ipv4Number(address: string): bigint {
	return address.split('.').reduce((number, part) => (number << 8n) + BigInt(part), 0n);
}

/** @param address groups of hexadecimal digits, one run of zeros left out at most, as a parsed URL has it */
function ipv6Number(address: string): bigint {
	const [before = [], after = []] = address
		.split('::')
		.map((groups) => groups.split(':').filter((group) => group !== ''));
	const zeros = Array<string>(8 - before.length - after.length).fill('0');
	return [...before, ...zeros, ...after].reduce(
		(number, group) => (number << 16n) + BigInt(`0x${group}`),
		0n,
	);
}
