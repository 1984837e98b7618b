import { ulid } from 'ulid';
import type { Household } from '../people/people';
import type { Visit } from '../visits/visit';
import { nextStamp } from '../stamp';

/** Records for tests: a grid's scope, a household in it, visits to it, of yesterday. Invented. */
export const GRID = 'people-330102016001001';
export const OTHER_GRID = 'people-330102016001002';
/** Yesterday, in full seconds: sync keeps ninety days of what happened. */
const CLOCK = Math.floor(Date.now() / 1000 - 86_400) * 1000;

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
