import { readFileSync } from 'node:fs';

/** The most memory a process has had so far, in MB (resident set); undefined when it is not there. */
export function peakMemory(pid: number | undefined): number | undefined {
	if (pid === undefined) return undefined;
	try {
		const [, kilobytes] =
			/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
	} catch {
		return undefined;
	}
}
