import { expect } from 'vitest';
import type { SmallCommunity } from './community';

/** One line of `linli doctor --json`. */
export interface FindingLine {
	readonly severity: string;
	readonly code: string;
	readonly where: string;
	readonly en: string;
	readonly zh: string;
}

/** What `linli doctor` says of this community, and with what exit code. */
export async function diagnose(community: SmallCommunity, ...options: string[]) {
	const run = await community.run('doctor', '--json', '--community', community.code, ...options);
	const { findings: all } = JSON.parse(run.out) as { findings: FindingLine[] };
	// A CouchDB of one's own may hold other communities, and has settings of its own.
	const ours = all.filter(({ where }) => where.includes(community.code) || where.includes(community.folder));
	return { code: run.code, all, ours };
}

/** Every finding tells in both languages what to do about it, after a colon. */
export function sayHow(findings: readonly FindingLine[]): void {
	expect(findings).not.toEqual([]);
	for (const { en, zh } of findings) {
		expect(en).toMatch(/: (run|set|find out|check|turn on|make room|move|start|upgrade|chmod)\b/);
		expect(zh).toMatch(/：(请|先)/);
	}
}
