/** A column of a table: its names in both languages, whether it must be there, and how long a value may be. */
export interface Column<K extends string = string> {
	readonly key: K;
	readonly zh: string;
	readonly en: string;
	/** Further names that people write in the header. */
	readonly aliases: readonly string[];
	readonly required: boolean;
	readonly maxLength: number;
	/** Whose empty cells mean something: only the column itself must be there. */
	readonly mayBeEmpty?: boolean;
}

export type ColumnKey =
	| 'grid'
	| 'compound'
	| 'building'
	| 'stairUnit'
	| 'floor'
	| 'room'
	| 'use'
	| 'household'
	| 'name'
	| 'sex'
	| 'birthYear'
	| 'phone'
	| 'relation'
	| 'tenure'
	| 'careCategories';

export const column = <K extends string>(
	key: K,
	zh: string,
	en: string,
	maxLength: number,
	aliases: string[] = [],
	required = false
): Column<K> => ({ key, zh, en, aliases, required, maxLength });

/** The columns of a roster of dwellings and residents. */
export const COLUMNS: readonly Column<ColumnKey>[] = [
	column('grid', '网格', 'grid', 60, ['网格编码', '网格名称', '所属网格', 'grid code'], true),
	column('compound', '小区', 'compound', 60, ['小区名称', 'estate'], true),
	column('building', '楼栋', 'building', 30, ['楼幢', '幢', '栋', '楼号'], true),
	column('stairUnit', '单元', 'stairUnit', 10, ['门栋', 'stair unit', 'unit', 'stair']),
	column('floor', '楼层', 'floor', 10, ['层'], true),
	column('room', '房号', 'room', 20, ['室', '室号', '房间号', '门牌'], true),
	column('use', '用途', 'use', 20, ['房屋用途']),
	column('household', '户号', 'household', 20, ['家庭编号']),
	{ ...column('name', '姓名', 'name', 60, [], true), mayBeEmpty: true },
	column('sex', '性别', 'sex', 10, ['gender']),
	column('birthYear', '出生年份', 'birthYear', 10, ['出生年', 'birth year', 'year of birth']),
	column('phone', '手机', 'phone', 30, ['电话', '手机号', '手机号码', '联系电话', 'mobile']),
	column('relation', '与户主关系', 'relation', 20, ['关系', 'relation to head']),
	column('tenure', '居住性质', 'tenure', 20, ['居住类型']),
	column('careCategories', '关爱类别', 'careCategories', 200, ['人员类别', 'care categories', 'categories'])
];

/** Header text as compared: no case, no spaces, no underscores or asterisks that mark required columns. */
const plain = (header: string) =>
	header
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s_*-]+/g, '');

/** The column of a table that a header names, in Chinese or English. */
export const columnNamed = <K extends string>(
	columns: readonly Column<K>[],
	header: string
): Column<K> | undefined =>
	columns.find((known) =>
		[known.key, known.zh, known.en, ...known.aliases].some((name) => plain(name) === plain(header))
	);
