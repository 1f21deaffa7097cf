import { readFileSync } from 'node:fs';

/**
 * The most resident memory this process has had, in bytes.
 *
 * On Linux by the kernel's VmHWM: `maxRSS` of `resourceUsage` is never less than what the parent
 * process had when it started this one, which hides how little a small run needs.
 */
export function peakMemory(): number {
	const kib = vmHighWaterMark() ?? process.resourceUsage().maxRSS;
	return kib * 1024;
}

function vmHighWaterMark(): number | undefined {
	if (process.platform !== 'linux') return undefined;
	const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
	return line?.[1] === undefined ? undefined : Number(line[1]);
}
