import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of whoever signs in here. */
export const PASSWORD = 'a-password-for-benches';
/** Holds one grid of `HOUSEHOLDS` households. */
export const WORKER = 'bench-worker';
/** Holds every grid: more than 10,000 residents. */
export const EVERYWHERE = 'bench-everywhere';
export const HOUSEHOLDS = 500;

/** Columns of the roster: grid, compound, building, stair unit, floor, room, use, household, name, … */
const GRID = 0;
const HOUSEHOLD = 7;
const NAME = 8;

/**
 * Enters the demo's people with the grids cut anew: the first one holds exactly 500 households.
 * @param {string} root folder of the build
 * @param {string} data of the server, which does not run yet
 */
export function createCommunity(root, data) {
	const files = join(data, 'bench');
	linli(root, data, ['demo', 'files', '--out', files]);
	const [head = '', ...rows] = readFileSync(join(files, 'roster.csv'), 'utf8').trimEnd().split(/\r?\n/);
	const community = JSON.parse(readFileSync(join(files, 'community.json'), 'utf8'));
	const [first, second] = community.grids;
	writeFileSync(
		join(files, 'roster.csv'),
		[head, ...cutGrids(rows, first.name, second.name)].join('\n') + '\n'
	);
	const account = { roles: ['gridWorker'], password: PASSWORD };
	const everyGrid = community.grids.map(({ code }) => code);
	community.staff = [
		...community.staff.filter(({ roles }) => roles.includes('manager')),
		{ ...account, userName: WORKER, displayName: '王芳', grids: [first.code] },
		{ ...account, userName: EVERYWHERE, displayName: '李秀梅', grids: everyGrid }
	];
	writeFileSync(join(files, 'community.json'), JSON.stringify(community));
	const [from, roster] = ['community.json', 'roster.csv'].map((name) => join(files, name));
	linli(root, data, ['community', 'create', '--file', from ?? '', '--roster', roster ?? '']);
	return { grid: `people-${first.code}` };
}

/**
 * Whole buildings go to the first grid until it is full; what the last of them has too much is left out, and what else
 * belonged there goes to the second.
 * @param {string[]} rows
 * @param {string} first
 * @param {string} second
 */
function cutGrids(rows, first, second) {
	const held = new Set();
	const buildings = new Set();
	return rows.flatMap((row) => {
		const cells = row.split(',');
		const building = cells.slice(1, 3).join();
		// A vacant dwelling has a row without a name.
		const household = cells[NAME] && cells.slice(1, HOUSEHOLD + 1).join();
		if (held.size < HOUSEHOLDS) buildings.add(building);
		if (buildings.has(building)) {
			if (household && !held.has(household) && held.size === HOUSEHOLDS) return [];
			if (household) held.add(household);
			cells[GRID] = first;
		} else if (cells[GRID] === first) cells[GRID] = second;
		return [cells.join(',')];
	});
}

/**
 * @param {string} root
 * @param {string} data
 * @param {string[]} args
 */
function linli(root, data, args) {
	const env = { ...process.env, LINLI_DATA: data };
	for (const key of ['COUCHDB_URL', 'COUCHDB_USER', 'COUCHDB_PASSWORD']) delete env[key];
	const { status, stderr, stdout } = spawnSync(process.execPath, [join(root, 'build', 'linli.js'), ...args], {
		env,
		encoding: 'utf8'
	});
	if (status !== 0) throw new Error(`linli ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
}
