import { ulid } from 'ulid';
import type { Household } from '../people/people';
import type { Visit } from '../visits/visit';
import { nextStamp } from '../stamp';
import { sealerOf, type Sealer } from './sealing';

/** Records for tests: a grid's scope, a household in it, visits to it, of yesterday. Invented. */
export const GRID = 'people-330102016001001';
export const OTHER_GRID = 'people-330102016001002';
/** Yesterday, in full seconds: sync keeps ninety days of what happened. */
const CLOCK = Math.floor(Date.now() / 1000 - 86_400) * 1000;

/** What tests seal with: one key for every page and worker. */
export const testKey = crypto.subtle.importKey('raw', new Uint8Array(32).fill(7), 'AES-GCM', false, [
	'encrypt',
	'decrypt'
]);
const ready = testKey.then(sealerOf);
export const testSealer: Sealer = {
	sealBytes: async (...given) => (await ready).sealBytes(...given),
	openBytes: async (...given) => (await ready).openBytes(...given),
	seal: async (...given) => (await ready).seal(...given),
	open: async (...given) => (await ready).open(...given),
	sealAll: async (items) => (await ready).sealAll(items),
	openAll: async (items) => (await ready).openAll(items)
};

/** A user nobody had before, so that each test starts with an empty device. */
export const newUser = () => `test-${ulid().toLowerCase()}`;

let made = 0;
const common = () => ({
	v: 1,
	createdAt: new Date(CLOCK + made * 1000).toISOString(),
	createdBy: 'wang',
	device: '01JQ0000000000000000000000',
	stamp: nextStamp(CLOCK + made++, '', '01JQ0000000000000000000000')
});

export function household(fields: Partial<Household> = {}): Household {
	const dwelling = `dwelling:${ulid()}`;
	return { _id: `household:${ulid()}`, type: 'household', ...common(), dwelling, tenure: 'owner', ...fields };
}

export function visit(fields: Partial<Visit> = {}): Visit {
	return {
		_id: `visit:${ulid(CLOCK + made)}`,
		type: 'visit',
		...common(),
		subject: `household:${ulid()}`,
		dwelling: `dwelling:${ulid()}`,
		method: 'home',
		outcome: 'met',
		startedAt: new Date(CLOCK + made * 60_000).toISOString(),
		purposes: ['routine'],
		form: { id: 'visit', version: '1', hash: 'a'.repeat(64) },
		answers: {},
		...fields
	};
}
