import type { Finding } from '../contract';
import type { FormDefinition } from './definition';

/** JSON with sorted keys and no spaces: the same definition gives the same text whoever wrote it. */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map((each) => canonicalJson(each ?? null)).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const parts = Object.entries(value)
		.filter(([, each]) => each !== undefined)
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`);
	return `{${parts.join(',')}}`;
}

/** SHA-256 of the canonical JSON, hex: what a record keeps beside form id and version. */
export async function definitionHash(definition: FormDefinition): Promise<string> {
	const bytes = new TextEncoder().encode(canonicalJson(definition));
	const digest = await crypto.subtle.digest('SHA-256', bytes);
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What identifies a published form. */
export interface Published {
	readonly form: string;
	readonly version: string;
	readonly hash: string;
}

/** Versions are digits that grow; of different length, the longer is newer. */
export function compareVersions(one: string, other: string): number {
	if (one.length !== other.length) return one.length - other.length;
	return one < other ? -1 : one > other ? 1 : 0;
}

/** The version that new records use. */
export const newest = <P extends Published>(versions: readonly P[], form: string): P | undefined =>
	versions
		.filter((each) => each.form === form)
		.sort((one, other) => compareVersions(one.version, other.version))
		.at(-1);

/** (id, version) is immutable: the same pair with other content is refused; the same content again is fine. */
export function immutability(candidate: Published, published: readonly Published[]): Finding | null {
	const taken = published.some(
		(each) =>
			each.form === candidate.form && each.version === candidate.version && each.hash !== candidate.hash
	);
	if (!taken) return null;
	return {
		path: '/version',
		code: 'version_taken',
		params: { version: candidate.version },
		severity: 'error'
	};
}
