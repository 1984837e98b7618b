import { createHash } from 'node:crypto';
import { encodeTime, ulid } from 'ulid';

/*
 * A grid as it lies on the server: households, their dwellings and residents, and visits to them. Invented, visits about
 * 1.2 KB, always the same but for the day: what lies in the window depends on it.
 */
const DAY = 86_400_000;
const NOTE = '楼道堆放杂物，已当面劝导，答应本周内清理；老人独居，腿脚不便，药由邻居代取。';

let state = 20261121;
const random = () => {
	state = (state + 0x6d2b79f5) | 0;
	let t = Math.imul(state ^ (state >>> 15), 1 | state);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const head = (/** @type {string} */ type, /** @type {number} */ time, /** @type {string} */ user) => ({
	_id: `${type}:${encodeTime(time, 10)}${ulid(time, random).slice(10)}`,
	type,
	v: 1,
	createdAt: new Date(time).toISOString(),
	createdBy: user,
	device: '01JQ0000000000000000000000',
	stamp: `${time.toString(36).padStart(9, '0')}.0000.01JQ0000000000000000000000`
});

/** Answers differ from visit to visit, or a packed page would weigh nothing. */
const answers = (/** @type {number} */ n) => ({
	lift: 'works',
	corridor: n % 3 ? 'clear' : 'blocked',
	gas: 'ok',
	smokeAlarm: n % 5 ? 'fine' : 'none',
	meals: 'self',
	medicine: n % 7 ? 'self' : 'neighbour',
	mood: 'calm',
	danger: n % 4 ? [] : ['charging', 'corridor'],
	remarks: `${NOTE}${createHash('sha256').update(String(n)).digest('base64')}${NOTE}`
});

/** Most doors open; a refusal is rare. */
const outcome = (/** @type {number} */ dice) =>
	dice < 0.75 ? 'met' : dice < 0.85 ? 'metFamily' : dice < 0.99 ? 'noAnswer' : 'refused';

/** Documents that a household brings along: itself, its dwelling, three residents. */
export const PER_HOUSEHOLD = 5;

/**
 * @param {{ households: number, visits: number, days: number, user: string, now?: number }} size visits spread evenly
 *   over the last `days`
 */
export function gridDocuments({ households, visits, days, user, now = Date.now() }) {
	const born = now - 6 * 365 * DAY;
	const homes = Array.from({ length: households }, (_, n) => ({
		...head('household', born + n * 1000, user),
		dwelling: `dwelling:${ulid(born, random)}`,
		tenure: n % 4 ? 'owner' : 'tenant',
		note: NOTE.repeat(4)
	}));
	const dwellings = homes.map(({ dwelling }, n) => ({
		...head('dwelling', born, user),
		_id: dwelling,
		building: `building:${ulid(born, () => 0.5)}`,
		stairUnit: String((n % 3) + 1),
		floor: (n % 18) + 1,
		room: `${(n % 18) + 1}0${(n % 4) + 1}`,
		use: 'home',
		note: NOTE
	}));
	const residents = homes.flatMap((home, n) =>
		Array.from({ length: 3 }, (_, who) => ({
			...head('resident', born + n * 1000 + who, user),
			household: home._id,
			name: `王${String.fromCharCode(0x4e00 + ((n * 3 + who) % 5000))}`,
			sex: who % 2 ? 'male' : 'female',
			birthYear: 1940 + (n % 70),
			phone: `138${String(10_000_000 + n * 3 + who)}`,
			relationToHead: who ? 'child' : 'head',
			careCategories: n % 6 ? [] : [{ category: 'aloneElder', since: '2024-05-01' }],
			status: 'living',
			note: NOTE.repeat(3)
		}))
	);
	return [...dwellings, ...homes, ...residents, ...visitsTo(homes, { visits, days, user, now })];
}

/**
 * @param {{ _id: string, dwelling: string }[]} homes
 * @param {{ visits: number, days: number, user: string, now?: number }} size spread evenly over the last `days`
 */
export function visitsTo(homes, { visits, days, user, now = Date.now() }) {
	return Array.from({ length: visits }, (_, n) => {
		const time = Math.floor(now - days * DAY + ((n + 0.5) / visits) * days * DAY);
		const home = homes[Math.floor(random() * homes.length)];
		return {
			...head('visit', time, user),
			subject: home?._id,
			dwelling: home?.dwelling,
			method: 'home',
			outcome: outcome(random()),
			startedAt: new Date(time).toISOString(),
			endedAt: new Date(time + 600_000).toISOString(),
			purposes: ['routine'],
			note: NOTE,
			form: { id: 'visit', version: '1', hash: 'a'.repeat(64) },
			answers: answers(n)
		};
	});
}
