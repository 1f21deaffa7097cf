import { existsSync, readFileSync } from 'node:fs';

/**
 * The most resident memory this process has had, in bytes.
 *
 * On Linux by the kernel's VmHWM: `maxRSS` of `resourceUsage` is never less than what the parent
 * process had when it started this one, which hides how little a small run needs.
 */
export function peakMemory(): number {
	const kib = vmHighWaterMark('self') ?? process.resourceUsage().maxRSS;
	return kib * 1024;
}

/** The same of another process, in bytes; undefined where there is none, or the system is not Linux. */
export function peakMemoryOf(pid: number | undefined): number | undefined {
	const kib = pid === undefined ? undefined : vmHighWaterMark(pid);
	return kib === undefined ? undefined : kib * 1024;
}

function vmHighWaterMark(pid: number | 'self'): number | undefined {
	const status = `/proc/${pid}/status`;
	if (!existsSync(status)) return undefined;
	const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, 'utf8'));
	return line?.[1] === undefined ? undefined : Number(line[1]);
}
