import type { Issue } from '../../../issues/issue';
import type { IssueAction } from '../../../issues/issue-action';
import { addDays } from '../../../org/calendar';
import type { Doc } from '../../../record';
import type { Dice } from '../dice';
import type { Pen } from './pen';
import type { DemoDoor } from './visits';
import { instant, iso, isWorkday, type Span } from './span';

/** domain.md 4.2; two in a hundred are reported twice (4.4). */
const ISSUES = 3_000;
const DUPLICATES = 0.02;

/** Code of the catalogue (R-C7), title, who mends it, hours it takes, how often. */
const TYPES = [
	['exposedRubbish', '垃圾暴露', '环卫所', 5, 420], ['stickers', '小广告乱贴', '城管中队', 16, 260], ['parking', '车辆乱停放', '交警中队', 12, 300],
	['piledGoods', '楼道堆物', '物业服务站', 30, 360], ['facilityRepair', '公共设施损坏', '市政维修', 80, 420], ['deadPlants', '绿化枯死缺株', '园林所', 90, 140],
	['noise', '噪声扰民', '派出所', 60, 180], ['fume', '油烟扰民', '生态环境分局', 80, 80], ['dispute', '邻里纠纷', '人民调解委员会', 120, 180],
	['helpRequest', '居民求助', '社区居委会', 40, 340], ['consult', '政策咨询', '社区居委会', 10, 160], ['illegalBuilding', '违法搭建', '城管中队', 200, 40],
	['utilities', '停水停电停气', '公用事业公司', 12, 80], ['lifeDanger', '危及人身安全', '应急联动', 2, 14], ['fireHazard', '消防隐患', '消防站', 40, 26]
] as const; // prettier-ignore
type IssueKind = (typeof TYPES)[number];
const SOURCES = [['visit', 45], ['inspection', 30], ['hotline', 15], ['self', 10]] as const; // prettier-ignore

export interface IssueTools {
	readonly dice: Dice;
	readonly pen: Pen;
	readonly monitors: readonly string[];
	readonly managers: readonly string[];
}

/** A year of issues with all their actions. */
export function issuesOf(
	doors: readonly DemoDoor[],
	grids: ReadonlyMap<string, string>,
	span: Span,
	tools: IssueTools
): Doc[] {
	const { dice } = tools;
	const docs: Doc[] = [];
	const numbers = new Map<string, number>();
	for (let made = 0; made < ISSUES; made += 1) {
		let day = addDays(span.first, dice.between(0, 363));
		if (!isWorkday(day) && dice.chance(0.7)) day = addDays(day, -2);
		const kind = dice.weighted(TYPES.map((type) => [type, type[4]] as const));
		const at = instant(day < span.first ? span.first : day, dice.between(16 * 30, 36 * 30));
		const door = dice.pick(doors);
		const issue = reported(kind, door, grids.get(door.worker) ?? '', at, numbers, tools);
		docs.push(issue, ...livesOf(issue, kind, span, tools));
		if (!dice.chance(DUPLICATES) || (made += 1) >= ISSUES) continue;
		const later = at + dice.between(20, 60 * 40) * 60_000;
		const again = { ...reported(kind, door, issue.grid, later, numbers, tools), geo: issue.geo };
		const merge = {
			...action(tools, again, 'merge', later + 3_600_000, dice.pick(tools.managers)),
			into: issue._id
		};
		docs.push(again, action(tools, again, 'report', later, again.firstReceiver), merge);
	}
	const end = iso(instant(span.last, 720));
	return docs.filter((doc) => doc.createdAt < end);
}

function reported(
	kind: IssueKind,
	door: DemoDoor,
	grid: string,
	at: number,
	numbers: Map<string, number>,
	{ dice, pen, monitors, managers }: IssueTools
): Issue {
	const [issueType, title] = kind;
	const source = dice.weighted(SOURCES);
	const by =
		source === 'inspection' ? dice.pick(monitors) : source === 'hotline' ? dice.pick(managers) : door.worker;
	const day = iso(at).slice(0, 10).replaceAll('-', '');
	const nth = (numbers.get(day + by) ?? 0) + 1;
	numbers.set(day + by, nth);
	const atHome = ['dispute', 'helpRequest', 'noise'].includes(issueType);
	const near = (value: number) => Number((value + dice.between(-40, 40) / 100_000).toFixed(6));
	const resident = atHome && issueType === 'helpRequest' ? door.residents[0]?._id : undefined;
	return {
		...pen.sign('issue', at, by, door.household._id, String(nth)),
		no: `${day}-${by}-${String(nth).padStart(2, '0')}`,
		issueType,
		title,
		priority:
			issueType === 'lifeDanger'
				? 'emergency'
				: issueType === 'utilities' || issueType === 'fireHazard'
					? 'urgent'
					: 'normal',
		reportedAt: iso(at),
		grid,
		geo: { lat: near(door.geo.lat), lng: near(door.geo.lng) },
		...(atHome && { dwelling: door.household.dwelling }),
		...(resident !== undefined && { resident }),
		firstReceiver: by,
		source
	};
}

function action(
	{ pen }: IssueTools,
	issue: Issue,
	name: IssueAction['action'],
	at: number,
	by: string,
	more: Partial<IssueAction> = {}
): IssueAction {
	return {
		...pen.sign('issueAction', at, by, issue._id, name),
		issue: issue._id,
		action: name,
		at: iso(at),
		...more
	};
}

/** What is done with an issue after it was reported: six steps on average (domain.md 4.2). */
function livesOf(issue: Issue, kind: IssueKind, span: Span, tools: IssueTools): IssueAction[] {
	const { dice, managers } = tools;
	const [, , unit, hours] = kind;
	const steps: IssueAction[] = [];
	let at = Date.parse(issue.reportedAt);
	const manager = dice.pick(managers);
	const other = managers.find((each) => each !== manager) ?? manager;
	const step = (name: IssueAction['action'], by: string, after: number, more: Partial<IssueAction> = {}) => {
		at += Math.max(1, Math.round(after * 60)) * 60_000;
		steps.push(action(tools, issue, name, at, by, more));
	};
	steps.push(action(tools, issue, 'report', at, issue.firstReceiver, { toLevel: 'grid' }));
	// Solved where it was found (R-C3).
	if (dice.chance(0.27)) {
		step('handle', issue.firstReceiver, 0.2, { note: '当场处理完毕' });
		step('close', manager, 72);
		return steps;
	}
	step('escalate', issue.firstReceiver, dice.next() * 3, {
		fromLevel: 'grid',
		toLevel: 'community',
		note: '网格内无法解决'
	});
	step('accept', manager, dice.next() * 4);
	if (dice.chance(0.1)) {
		step('return', manager, 1, { note: '情况不清，请补充地点' });
		step('comment', issue.firstReceiver, 3, { note: '已补充' });
	}
	if (dice.chance(0.12))
		step('escalate', manager, 2, { fromLevel: 'community', toLevel: 'subdistrict', note: '需要街道协调' });
	step('dispatch', manager, 0.5 + dice.next() * 4, { toUnit: unit });
	if (dice.chance(0.05))
		step('extend', manager, hours * 0.5, { newDeadline: iso(at + hours * 2 * 3_600_000) });
	const late = dice.chance(0.09);
	if (late) step('yellow', other, hours * 1.1, { note: '超过办理时限' });
	step('handle', manager, hours * (late ? 0.6 : 0.25 + dice.next() * 0.6), { note: `${unit}已处理` });
	if (dice.chance(0.06)) {
		step('verifyFail', issue.firstReceiver, 6, { note: '现场仍有问题' });
		step('handle', manager, hours * 0.4, { note: '返工完成' });
	}
	step('verifyPass', other, 3 + dice.next() * 20);
	step('close', manager, 1 + dice.next() * 20);
	const end = instant(span.last, 720);
	return steps.filter((each) => Date.parse(each.at) < end);
}
