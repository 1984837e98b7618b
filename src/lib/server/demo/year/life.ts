import type { Notice } from '../../../org/community';
import type { Building, Compound } from '../../../org/org';
import type { Scope } from '../../../org/scopes';
import type { Dwelling, Household, Resident } from '../../../people/people';
import type { Doc } from '../../../record';
import type { Seen } from '../../../seen';
import type { SurgeCampaign } from '../../../visits/surge-campaign';
import { addDays } from '../../../org/calendar';
import { DEMO_COMMUNITY, demoGrid } from '../accounts';
import { Dice } from '../dice';
import { FIGURES } from '../figures';
import type { CommunityFile } from '../../provision/community';
import { imported } from '../../provision/records';
import type { CodedTeam } from '../../provision/teams';
import { careOf, type DemoElder } from './care';
import { DemoForm } from './filled-form';
import { inspectionsOf } from './inspections';
import { issuesOf } from './issues';
import { Pen } from './pen';
import { demoPlaces, gridNumber, type GridGround } from './places';
import { instant, type Span } from './span';
import { visitsTo, Workload, type DemoDoor } from './visits';
import { wellnessAt } from './wellness';

/** Rental safety letters (domain.md 4.1). */
const RENTAL_LETTERS = 108;
const SEED = 2026;
const MANAGERS = ['manager', 'cadre01', 'cadre02', 'cadre03', 'cadre04'];
const MONITORS = ['monitor01', 'monitor02', 'monitor03'];

/**
 * Adds a year of life to the records of the demo community.
 * @param plan the community's records by database, as `communityRecords` and `addTeams` made them; grows
 */
export function addYear(
	plan: Map<Scope, Doc[]>,
	community: CommunityFile,
	teams: readonly CodedTeam[],
	span: Span
): void {
	const dice = new Dice(SEED);
	const pen = new Pen();
	const org = plan.get(`org-${DEMO_COMMUNITY}`) ?? [];
	const doors = new Map<string, Neighbourhood>();
	for (let number = 1; number <= FIGURES.grids; number += 1) {
		const grid = demoGrid(number);
		const records = plan.get(`people-${grid}`) ?? [];
		doors.set(grid, neighbourhood(number, records, org));
	}
	signLetters(dice, plan);
	const form = new DemoForm('household-visit');
	const load = new Workload();
	for (const [grid, { doors: own }] of doors)
		plan
			.get(`people-${grid}`)
			?.push(...own.flatMap((door) => visitsAndChecks(door, span, { dice, pen, form, load })));
	addCare(plan, doors, teams, span, { dice, pen });
	plan.set(`area-${DEMO_COMMUNITY}`, areaOf(community, doors, span, { dice, pen }));
	org.push(...announcements(pen, span));
}

interface Neighbourhood {
	readonly doors: readonly DemoDoor[];
	readonly elders: readonly DemoElder[];
	readonly ground: GridGround;
}

/** Grids stand in two rows of four, some 400 m apart. */
const groundOf = (number: number) => ({
	lat: 30.26 + ((number - 1) % 4) * 0.0035,
	lng: 120.14 + Math.floor((number - 1) / 4) * 0.004
});

function neighbourhood(number: number, records: readonly Doc[], org: readonly Doc[]): Neighbourhood {
	const grid = demoGrid(number);
	const worker = `grid${String(number).padStart(2, '0')}`;
	const buildings = new Map(ofType<Building>(org, 'building').map((each) => [each._id, each]));
	const compounds = new Map(ofType<Compound>(org, 'compound').map((each) => [each._id, each]));
	const dwellings = new Map(ofType<Dwelling>(records, 'dwelling').map((each) => [each._id, each]));
	const behind = new Map<string, Resident[]>();
	for (const resident of ofType<Resident>(records, 'resident'))
		behind.set(resident.household, [...(behind.get(resident.household) ?? []), resident]);
	const own = [...new Set([...dwellings.values()].map((dwelling) => dwelling.building))];
	const centre = groundOf(number);
	const doors = ofType<Household>(records, 'household').map((household): DemoDoor => {
		const place = own.indexOf(dwellings.get(household.dwelling)?.building ?? '');
		const geo = { lat: centre.lat + Math.floor(place / 4) * 0.0005, lng: centre.lng + (place % 4) * 0.0006 };
		return { household, residents: behind.get(household._id) ?? [], worker, geo };
	});
	const elders = doors.filter(isLookedAfter).map((door): DemoElder => {
		const dwelling = dwellings.get(door.household.dwelling);
		const building = buildings.get(dwelling?.building ?? '');
		const compound = compounds.get(building?.compound ?? '');
		const stair = dwelling?.stairUnit ? ` ${dwelling.stairUnit} 单元` : '';
		return {
			door,
			grid,
			address: `${compound?.name ?? ''} ${building?.label ?? ''}${stair} ${dwelling?.room ?? ''}`
		};
	});
	const ground = { grid, geo: centre, buildings: own.flatMap((id) => buildings.get(id) ?? []) };
	return { doors, elders, ground };
}

/** Who lives alone and old is offered a helper (S1§4). */
const isLookedAfter = ({ residents }: DemoDoor) =>
	residents.some(({ careCategories }) => careCategories.some(({ category }) => category === 'aloneElder'));

const ofType = <D extends Doc>(docs: readonly Doc[], type: D['type']) =>
	docs.filter((doc): doc is D => doc.type === type);

function visitsAndChecks(door: DemoDoor, span: Span, tools: Parameters<typeof visitsTo>[2]): Doc[] {
	const { dice, pen } = tools;
	const { tier, visits } = visitsTo(door, span, tools);
	const elder = door.residents.find(({ birthYear }) => birthYear !== undefined && birthYear <= 1966);
	const recent = instant(addDays(span.last, -60), 0);
	return visits.flatMap((visit): Doc[] => {
		const checked =
			tier <= 'B' && elder && visit.outcome === 'met' && visit.method === 'home' && dice.chance(0.75);
		const opened = Date.parse(visit.createdAt) > recent && dice.chance(0.25);
		return [
			visit,
			...(checked ? [wellnessAt(dice, pen, elder, visit)] : []),
			...(opened ? [seenBy(pen, visit, span)].filter((mark) => mark !== undefined) : [])
		];
	});
}

/** The manager has opened the record the morning after. */
function seenBy(pen: Pen, record: Doc, span: Span): Seen | undefined {
	const at = Date.parse(record.createdAt) + 16 * 3_600_000;
	if (at > instant(span.last, 600)) return undefined;
	return { ...pen.sign('seen', at, 'manager', record._id), of: record._id, ofType: record.type };
}

function signLetters(dice: Dice, plan: Map<Scope, Doc[]>): void {
	const rented = [...plan].flatMap(([scope, docs]) =>
		docs.flatMap((doc, index) =>
			doc.type === 'dwelling' && (doc as Dwelling).use === 'rental' ? [{ scope, index }] : []
		)
	);
	for (const { scope, index } of dice.shuffled(rented).slice(0, RENTAL_LETTERS)) {
		const docs = plan.get(scope) ?? [];
		const rentalLetter = addDays('2026-10-31', -dice.between(0, 500));
		docs[index] = { ...(docs[index] as Dwelling), rentalLetter } as Dwelling;
	}
}

function addCare(
	plan: Map<Scope, Doc[]>,
	doors: ReadonlyMap<string, Neighbourhood>,
	teams: readonly CodedTeam[],
	span: Span,
	tools: { dice: Dice; pen: Pen }
): void {
	const elders = [...doors.values()].flatMap((each) => each.elders);
	// Service groups share the old people of their grid.
	const turn = new Map<string, number>();
	const given = new Map<string, DemoElder[]>();
	for (const elder of elders) {
		const able = teams.filter((team) => team.kind === 'service' && team.grids.includes(elder.grid));
		const nth = turn.get(elder.grid) ?? 0;
		turn.set(elder.grid, nth + 1);
		const team = able[nth % able.length];
		if (team) given.set(team.code, [...(given.get(team.code) ?? []), elder]);
	}
	for (const team of teams)
		plan
			.get(`care-${team.code}`)
			?.push(
				...careOf(team, given.get(team.code) ?? [], 1 / elders.length, span, { ...tools, manager: 'manager' })
			);
}

function areaOf(
	community: CommunityFile,
	doors: ReadonlyMap<string, Neighbourhood>,
	span: Span,
	{ dice, pen }: { dice: Dice; pen: Pen }
): Doc[] {
	const places = demoPlaces(dice, [...doors.values()].map((each) => each.ground), span, imported(community.code, community.createdAt)); // prettier-ignore
	const inspections = inspectionsOf(places, span, {
		dice,
		pen,
		// Patrols are the grid workers' own; the monitors share the rest by grid.
		inspector: (place) =>
			place.type === 'inspectionPoint' && place.kind === 'patrolRoute'
				? `grid${String(gridNumber(place.grid)).padStart(2, '0')}`
				: (MONITORS[gridNumber(place.grid) % MONITORS.length] ?? 'monitor01')
	});
	const everywhere = [...doors.values()].flatMap((each) => each.doors);
	const grids = new Map(
		[...doors].flatMap(([grid, { doors: own }]) => (own[0] ? [[own[0].worker, grid] as const] : []))
	);
	const issues = issuesOf(everywhere, grids, span, { dice, pen, monitors: MONITORS, managers: MANAGERS });
	return [...places.templates, ...places.points, ...places.premises, ...inspections, ...issues];
}

function announcements(pen: Pen, { last }: Span): Doc[] {
	const at = (days: number) => instant(addDays(last, -days), 540);
	const notices: readonly (readonly [days: number, title: string, body: string])[] = [
		[3, '入冬用电用气安全提示', '近期气温下降，走访时请提醒独居老人注意取暖设备和燃气安全。'],
		[12, '本月养老服务志愿者培训', '本周五下午两点在社区活动室，内容为量血压和急救常识。'],
		[30, '楼道堆物专项整治', '请各网格在月底前完成一轮楼道巡查。']
	];
	const campaign: SurgeCampaign = {
		...pen.sign('surgeCampaign', at(5), 'manager'),
		title: '寒潮关爱走访',
		kind: 'cold',
		tiers: ['A'],
		from: addDays(last, -4),
		to: addDays(last, 3)
	};
	return [
		...notices.map(([days, title, body]): Notice => ({
			...pen.sign('notice', at(days), 'manager', title),
			...{ title, body, until: addDays(last, 14) }
		})),
		campaign
	];
}
