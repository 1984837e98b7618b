import type { InspectionTemplate } from './inspection-template';

/** A template as it comes with the program; a community publishes it and may go on with versions of its own (R-I12). */
export type ShippedTemplate = Pick<
	InspectionTemplate,
	'code' | 'version' | 'title' | 'items' | 'grades' | 'expectedCadence'
>;

type Item = readonly [code: string, weight: number, zh: string, en: string, limit: Limit, veto?: 'veto'];
/** `0` on the spot, `24h`, or working days. */
type Limit = 0 | '24h' | 3 | 7 | 15;

const VERSION = '2026112101';
/** R-I3. */
const GRADES: ShippedTemplate['grades'] = [
	{ grade: 'excellent', from: 90 },
	{ grade: 'pass', from: 75 },
	{ grade: 'rectify', from: 60 },
	{ grade: 'fail', from: 0 }
];

const limitOf = (limit: Limit): ShippedTemplate['items'][number]['limit'] =>
	limit === 0
		? { unit: 'spot' }
		: limit === '24h'
			? { unit: 'hours', amount: 24 }
			: { unit: 'workingDays', amount: limit };

const template = (
	code: string,
	zh: string,
	en: string,
	expectedCadence: NonNullable<ShippedTemplate['expectedCadence']>,
	items: readonly Item[]
): ShippedTemplate => ({
	code,
	version: VERSION,
	title: { zh, en },
	items: items.map(([item, weight, itemZh, itemEn, limit, veto]) => {
		const mend = limitOf(limit);
		return {
			code: item,
			text: { zh: itemZh, en: itemEn },
			weight,
			photoRule: 'onFail' as const,
			...(mend && { limit: mend }),
			...(veto && { veto: true })
		};
	}),
	grades: GRADES,
	expectedCadence
});

/** The templates of R-I1 that the demo year uses; cadences of R-I11. */
export const SHIPPED_TEMPLATES: readonly ShippedTemplate[] = [
	template('patrol', '网格日常巡查', 'Daily patrol', 'day', [
		['road', 20, '道路整洁，无暴露垃圾', 'Roads clean, no exposed rubbish', '24h'],
		['fireLane', 25, '消防通道畅通', 'Fire lanes free', 0, 'veto'],
		['stickers', 10, '无小广告乱贴', 'No stickers', '24h'],
		['stalls', 15, '无占道经营', 'No stalls on the road', 0],
		['parking', 15, '车辆停放有序', 'Parking in order', 0],
		['facilities', 15, '公共设施完好', 'Public facilities whole', 7]
	]),
	template('wastePoint', '生活垃圾分类投放点', 'Waste point', 'week', [
		['bins', 20, '四类容器齐全、标志正确', 'Four bins with the right signs', 3],
		['purity', 25, '分类投放准确', 'Sorted rightly', '24h'],
		['overflow', 20, '无满溢', 'No overflow', 0],
		['removed', 20, '日产日清', 'Removed daily', '24h'],
		['hazardous', 15, '有害垃圾单独收集', 'Hazardous waste apart', 0]
	]),
	template('frontage3', '门前三包', 'Frontage duty', 'month', [
		['hygiene', 40, '门前卫生整洁', 'Frontage clean', 0],
		['greening', 25, '绿化完好，树上不挂物', 'Greenery whole, nothing hung on trees', 3],
		['order', 35, '无店外经营、乱停乱贴', 'No goods outside, no wild parking or stickers', 0]
	]),
	template('restaurant', '餐饮油烟', 'Restaurant', 'quarter', [
		['purifier', 35, '油烟净化设施已装并使用', 'Purifier present and used', 15, 'veto'],
		['greaseTrap', 25, '隔油设施完好', 'Grease trap present', 7],
		['cleanEnergy', 20, '使用清洁能源', 'Clean energy', 15],
		['cleaningLog', 20, '当月有清洗记录', 'Cleaned this month, with a log', 7]
	]),
	template('corridor', '楼道环境', 'Corridor', 'month', [
		['free', 35, '无堆物，疏散通道畅通', 'Nothing piled, escape way free', '24h', 'veto'],
		['charging', 25, '无电动车进楼充电', 'No charging of e-bikes inside', 0],
		['lights', 20, '楼道灯完好', 'Lights work', 7],
		['clean', 20, '墙面地面整洁', 'Walls and floor clean', 3]
	]),
	template('noise', '声环境测量', 'Noise', 'quarter', [
		['source', 60, '声源已采取措施', 'The source is damped', 15],
		['signs', 40, '禁鸣等标志齐全', 'Signs in place', 7]
	])
];
