import { readFileSync } from 'node:fs';

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

/**
 * The same of another process, in bytes.
 *
 * @throws where the system is not Linux, which alone tells it
 */
export function peakMemoryOf(pid: number): number {
	const kib = vmHighWaterMark(pid);
	if (kib === undefined) throw new Error('The memory of another process is only told by Linux');
	return kib * 1024;
}

function vmHighWaterMark(pid: number | 'self'): number | undefined {
	if (process.platform !== 'linux') return undefined;
	const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
	return line?.[1] === undefined ? undefined : Number(line[1]);
}
