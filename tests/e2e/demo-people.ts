import { expect } from '@playwright/test';
import { pinyin } from 'pinyin-pro';
import type { LinliServer } from './linli-server';

/*
 * The demo's people as the server has them, for journeys that look for somebody of a certain kind.
 */

export type Doc = Record<string, unknown> & { readonly _id: string };

export interface Home {
	readonly household: string;
	readonly path: string;
	readonly building: string;
	/** `3-2-501` */
	readonly number: string;
	/** Of the first resident's name. */
	readonly initials: string;
	/** Owners since long, of whom nobody needs more care: their visits take the ordinary form. */
	readonly ordinary: boolean;
	/** Somebody old lives here alone: visited every week (R-V1). */
	readonly cared: boolean;
}

/** Households of a grid. @param worker who may read them @param scope `people-330102016001002` */
export async function homesOf(server: LinliServer, worker: string, scope: string): Promise<Home[]> {
	const all = async (database: string, type: string) => {
		// CouchDB takes a bare semicolon for the end of a parameter.
		const range = `startkey="${type}:"&endkey="${type}%3B"&include_docs=true`;
		const { rows } = (await askAs(worker, server, `${database}/_all_docs?${range}`)) as {
			rows: { doc: Doc }[];
		};
		return rows.map(({ doc }) => doc);
	};
	const [households, residents, dwellings, buildings] = await Promise.all([
		all(scope, 'household'),
		all(scope, 'resident'),
		all(scope, 'dwelling'),
		all(scope.replace('people', 'org').slice(0, -3), 'building')
	]);
	return households.map((household) => {
		const dwelling = dwellings.find(({ _id }) => _id === household.dwelling);
		const building = buildings.find(({ _id }) => _id === dwelling?.building);
		const people = residents.filter((resident) => resident.household === household._id);
		const kinds = people.flatMap(kindsOf);
		return {
			household: household._id,
			path: `/households/${household._id}`,
			building: String(building?._id),
			number: [String(building?.label).replace(/\D/g, ''), dwelling?.stairUnit, dwelling?.room].join('-'),
			initials: initialsOf(String(people[0]?.name)),
			ordinary:
				household.tenure === 'owner' && !household.since && dwelling?.use === 'home' && kinds.length === 0,
			cared: people.some((one) => isOld(one) && kindsOf(one).includes('aloneElder'))
		};
	});
}

const kindsOf = ({ careCategories }: Doc): string[] =>
	((careCategories ?? []) as { category: string }[]).map(({ category }) => category);
const isOld = (resident: Doc) =>
	kindsOf(resident).includes('oldest80') || new Date().getFullYear() - Number(resident.birthYear) > 80;

/** First letters of a name's reading, as the app's own dictionary has them. */
const initialsOf = (name: string): string =>
	pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' }).join('');

/** Asks as somebody of the demo, through the app's own address. */
export async function askAs(name: string, server: LinliServer, path: string): Promise<unknown> {
	const cookie = await sessionCookie(`${server.origin}/db`, name);
	const answer = await fetch(`${server.origin}/db/${path}`, { headers: { cookie } });
	expect(answer.status, path).toBe(200);
	return answer.json();
}

export async function sessionCookie(base: string, name: string): Promise<string> {
	const session = await fetch(`${base}/_session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name, password: 'linli-demo' })
	});
	expect(session.status, `${name} signs in`).toBe(200);
	return session.headers.get('set-cookie')?.split(';')[0] ?? '';
}
