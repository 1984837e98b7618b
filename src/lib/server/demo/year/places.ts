import type { Building } from '../../../org/org';
import type { InspectionPoint } from '../../../places/inspection-point';
import type { InspectionTemplate } from '../../../places/inspection-template';
import { SHIPPED_TEMPLATES } from '../../../places/shipped-templates';
import type { Premises } from '../../../places/premises';
import { addDays } from '../../../org/calendar';
import { demoGrid } from '../accounts';
import type { Dice } from '../dice';
import { givenName, surname } from '../names';
import type { Common, MakeId } from '../../provision/records';
import type { Span } from './span';

/** The places of the demo, and how often each is inspected in its year. */
export interface DemoPlaces {
	readonly templates: readonly InspectionTemplate[];
	readonly points: readonly InspectionPoint[];
	readonly premises: readonly Premises[];
}

/** What belongs to one grid. */
export interface GridGround {
	readonly grid: string;
	readonly buildings: readonly Building[];
	readonly geo: { readonly lat: number; readonly lng: number };
}

const TRADES = [
	'水果店',
	'便利店',
	'理发店',
	'药房',
	'五金店',
	'文具店',
	'服装店',
	'洗衣店',
	'粮油店',
	'花店',
	'打印店',
	'电动车行'
];
const KITCHENS = ['面馆', '小吃店', '早餐店', '饭店', '烧烤店', '奶茶店', '火锅店'];
const WORDS = [
	'东门',
	'柳营',
	'河滨',
	'金桂',
	'育才',
	'广场',
	'新月',
	'福源',
	'家和',
	'顺意',
	'老街',
	'阳光',
	'百姓',
	'一品',
	'春风'
];

/** Counts of domain.md 4.2: they give about 5,200 inspections with the cadences of R-I11. */
const PER_GRID = { shops: 14, restaurants: 4, wastePoints: [3, 3, 3, 3, 2, 2, 2, 2], corridors: 2, noise: 1 };

export function demoPlaces(
	dice: Dice,
	grounds: readonly GridGround[],
	span: Span,
	{ common, id }: { common: Common; id: MakeId }
): DemoPlaces {
	const used = new Set<string>();
	const name = (from: readonly string[]): string => {
		const made = `${dice.pick(WORDS)}${dice.pick(from)}`;
		const free = used.has(made) ? `${surname(dice)}记${dice.pick(from)}` : made;
		if (used.has(free)) return name(from);
		used.add(free);
		return free;
	};
	const day = () => addDays(span.first, -dice.between(30, 900));

	const premisesIn = (ground: GridGround, kind: 'shop' | 'restaurant'): Premises => {
		const called = name(kind === 'shop' ? TRADES : KITCHENS);
		const kitchen = {
			purifier: dice.chance(0.96),
			greaseTrap: dice.chance(0.94),
			cleanEnergy: dice.chance(0.98),
			cleaningLogSeen: addDays(span.last, -dice.between(1, 60))
		};
		return {
			_id: id('premises', ground.grid, called),
			type: 'premises',
			...common,
			name: called,
			kind,
			grid: ground.grid,
			address: `${dice.pick(['东门路', '柳营街', '建设路', '河滨路'])}${dice.between(1, 260)} 号`,
			operator: surname(dice) + givenName(dice, dice.chance(0.5) ? 'male' : 'female', 1980),
			phone: `104${String(dice.between(0, 99_999_999)).padStart(8, '0')}`,
			frontageDuty: { signedAt: day(), bounds: '门前至路沿石，左右至相邻店铺' },
			...(kind === 'restaurant' && kitchen)
		};
	};
	const pointIn = (
		{ grid, geo, buildings }: GridGround,
		kind: InspectionPoint['kind'],
		template: string,
		label: string,
		more: Partial<InspectionPoint> = {}
	): InspectionPoint => {
		const near = (value: number) => Number((value + dice.between(-90, 90) / 100_000).toFixed(6));
		const [building] = kind === 'corridor' ? [dice.pick(buildings)] : [];
		return {
			_id: id('inspectionPoint', grid, label),
			type: 'inspectionPoint',
			...common,
			...{ kind, grid, template },
			name: building ? `${building.label}楼道` : label,
			...(building && { building: building._id }),
			geo: { lat: near(geo.lat), lng: near(geo.lng) },
			...more
		};
	};

	const times = <T>(count: number, make: (nth: number) => T) =>
		Array.from({ length: count }, (_, n) => make(n + 1));
	return {
		templates: SHIPPED_TEMPLATES.map((template): InspectionTemplate => ({
			_id: id('inspectionTemplate', template.code, template.version),
			type: 'inspectionTemplate',
			...common,
			...template
		})),
		points: grounds.flatMap((ground, index) => [
			pointIn(ground, 'patrolRoute', 'patrol', '日常巡查路线'),
			...times(PER_GRID.wastePoints[index] ?? 2, (n) =>
				pointIn(ground, 'wastePoint', 'wastePoint', `${n} 号垃圾投放点`)
			),
			...times(PER_GRID.corridors, (n) => pointIn(ground, 'corridor', 'corridor', `楼道 ${n}`)),
			...times(PER_GRID.noise, () =>
				pointIn(ground, 'noise', 'noise', '路口噪声点', { noiseZone: dice.pick(['1', '2', '4a']) })
			)
		]),
		premises: grounds.flatMap((ground) => [
			...times(PER_GRID.shops, () => premisesIn(ground, 'shop')),
			...times(PER_GRID.restaurants, () => premisesIn(ground, 'restaurant'))
		])
	};
}

export const gridNumber = (grid: string): number =>
	Array.from({ length: 8 }, (_, n) => demoGrid(n + 1)).indexOf(grid) + 1;
