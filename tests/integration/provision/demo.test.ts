import type { ServerScope } from 'nano';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_COMMUNITY, demoGrid } from '../../../src/lib/server/demo/accounts';
import { enterDemo } from '../../../src/lib/server/demo/year/create-demo';
import { demoYear, type DemoYear } from '../../../src/lib/server/demo/year/demo-year';
import { examine } from '../../../src/lib/server/doctor/doctor';
import { withPhotos } from '../../../src/lib/server/provision/database';
import { shippedForms } from '../../../src/lib/server/provision/forms';
import type { Grid, Worker } from '../../../src/lib/org/org';
import type { VolunteerTeam } from '../../../src/lib/org/team';
import type { Doc } from '../../../src/lib/record';
import { SmallCommunity } from './community';

/* The demo community as `linli demo create` enters it: here one grid, one team and the last three days. */

const SINCE = '2026-11-18T16:00:00.000Z';
const GRID = demoGrid(1);
const STAFF = ['grid01', 'manager', 'monitor01'];

function fewDays(): DemoYear {
	const year = demoYear(shippedForms());
	const teams = year.teams.slice(0, 1);
	const code = teams[0]?.code ?? '';
	const staff = year.community.staff.filter(({ userName }) => STAFF.includes(userName));
	const stays = (doc: Doc): boolean => {
		if (doc.type === 'worker') return STAFF.includes((doc as Worker).userName);
		if (doc.type === 'volunteerTeam') return (doc as VolunteerTeam).code === code;
		if (doc.type === 'grid') return (doc as Grid).code === GRID;
		return doc.origin !== 'field' || doc.createdAt >= SINCE;
	};
	const scopes = [`org-${DEMO_COMMUNITY}`, `people-${GRID}`, `area-${DEMO_COMMUNITY}`, `care-${code}`];
	const plan = new Map(scopes.map((scope) => [scope, (year.plan.get(scope) ?? []).filter(stays)]));
	return { community: { ...year.community, staff }, teams, plan };
}

let community: SmallCommunity;
/** Whether what stands on the server under the demo's names was made here. */
let made = false;
beforeAll(async () => {
	community = await SmallCommunity.inFolder();
});
afterAll(async () => {
	await community.withServer(async (server) => {
		if (!made) return;
		for (const name of await ourDatabases(server)) await server.db.destroy(name);
		for (const { name, _rev } of await ourAccounts(server))
			await server.db.use('_users').destroy(`org.couchdb.user:${name}`, _rev);
	});
	await community.remove();
});

const userNames = (year: DemoYear) => [
	...year.community.staff.map(({ userName }) => userName),
	...year.teams.flatMap(({ volunteers }) => volunteers.map(({ userName }) => userName))
];
const year = fewDays();
/** Others' tests have databases of their own in this community. */
const databases: string[] = [
	...[...year.plan.keys()].flatMap(withPhotos),
	...userNames(year).map((userName) => `user-${userName}`)
];
const ourDatabases = async (server: ServerScope) =>
	(await server.db.list()).filter((name) => databases.includes(name));
async function ourAccounts(server: ServerScope) {
	const keys = userNames(year).map((name) => `org.couchdb.user:${name}`);
	const { rows } = await server.db.use<{ name: string }>('_users').fetch({ keys });
	return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
}

it('a demo is entered, pleases the doctor, and is not written twice', { timeout: 600_000 }, async () => {
	await community.withServer(async (server, url) => {
		// Never over somebody's own demo.
		expect(await ourDatabases(server)).toEqual([]);
		expect(await ourAccounts(server)).toEqual([]);
		made = true;

		const records = [...year.plan.values()].flat().length;
		const sum = ({ databases }: Awaited<ReturnType<typeof enterDemo>>) =>
			databases.reduce((all, { written }) => all + written, 0);
		const started = performance.now();
		const report = await enterDemo(server, year, { now: Date.now() });
		const seconds = ((performance.now() - started) / 1000).toFixed(1);
		expect(sum(report)).toBe(records);
		expect(new Set(report.accounts.map(({ did }) => did))).toEqual(new Set(['created']));
		console.log(`demo: ${records} records, ${report.accounts.length} accounts in ${seconds} s`);

		const machine = { now: Date.now, freeBytes: () => Promise.resolve(undefined) };
		const patient = { server, url, community: DEMO_COMMUNITY, machine, forms: shippedForms() };
		const ours = [...databases, ...userNames(year)];
		const ill = async () =>
			(await examine(patient)).findings
				.filter(({ where }) => ours.includes(where))
				.map(({ where, text }) => `${where}: ${text('en')}`);
		await expect.poll(ill, { timeout: 60_000 }).toEqual([]);

		const conflicts = async () => {
			const people = server.db.use(`people-${GRID}`);
			const { rows } = await people.list({ include_docs: true, conflicts: true });
			return rows.filter(({ doc }) => doc && '_conflicts' in doc).length;
		};
		const twice = await conflicts();
		expect(twice).toBeGreaterThan(2);
		await expect
			.poll(async () => sum(await enterDemo(server, year, { now: Date.now() })), { timeout: 200_000 })
			.toBe(0);
		expect(await conflicts()).toBe(twice);
	});
});
