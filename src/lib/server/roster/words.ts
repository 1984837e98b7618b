import type { CareCategory, DWELLING_USES, RELATIONS, TENURES } from '../../people/people';

/*
 * The closed words of a roster as people write them. The code word itself is always understood, so that a file
 * which the program wrote can be read again.
 */

export type DwellingUse = (typeof DWELLING_USES)[number];
export type Tenure = (typeof TENURES)[number];
export type Relation = (typeof RELATIONS)[number];
export type Sex = 'male' | 'female';

export type Words<T extends string> = Record<T, readonly [shown: string, ...alsoWritten: string[]]>;

export const USE_WORDS: Words<DwellingUse> = {
	home: ['自住', '住宅', '居住'],
	rental: ['出租', '出租房', '租赁'],
	vacant: ['空置', '空户', '空关', '无人'],
	mixed: ['商住', '混用', '住商两用']
};
export const SEX_WORDS: Words<Sex> = { male: ['男', 'm'], female: ['女', 'f'] };
export const TENURE_WORDS: Words<Tenure> = {
	owner: ['自有', '产权人', '业主', '户籍常住'],
	tenant: ['租住', '租户', '承租'],
	registeredAbsent: ['空挂', '人户分离', '户在人不在'],
	floating: ['流动', '流动人口', '暂住', '外来']
};
export const RELATION_WORDS: Words<Relation> = {
	head: ['户主', '本人'],
	spouse: ['配偶', '妻', '妻子', '夫', '丈夫'],
	child: ['子女', '子', '女', '儿子', '女儿'],
	parent: ['父母', '父亲', '母亲', '父', '母'],
	grandchild: ['孙辈', '孙子', '孙女', '外孙', '外孙女'],
	grandparent: ['祖辈', '祖父', '祖母', '外祖父', '外祖母'],
	sibling: ['兄弟姐妹', '兄', '弟', '姐', '妹'],
	childInLaw: ['儿媳女婿', '儿媳', '女婿'],
	parentInLaw: ['公婆岳父母', '公公', '婆婆', '岳父', '岳母'],
	otherRelative: ['其他亲属', '亲属'],
	nonRelative: ['非亲属', '合租', '保姆', '其他']
};
export const CATEGORY_WORDS: Words<CareCategory> = {
	aloneElder: ['独居老人', '独居'],
	emptyNestElder: ['空巢老人', '空巢'],
	leftBehindElder: ['留守老人'],
	disabledElder: ['失能老人', '失能'],
	severeHandicap: ['重度残疾', '重残'],
	lossFamily: ['计生特殊家庭', '失独'],
	dementia: ['失智', '认知症'],
	oldest80: ['高龄', '80岁以上', '高龄老人'],
	destitute: ['特困', '特困人员'],
	lowIncome: ['低保', '低保户'],
	lowIncomeEdge: ['低保边缘', '低边'],
	handicap: ['残疾人', '残疾'],
	seriousIllness: ['重病', '大病'],
	leftBehindChild: ['留守儿童'],
	childInDifficulty: ['困境儿童'],
	orphan: ['孤儿'],
	pregnantNewborn: ['孕产妇'],
	veteranCare: ['优抚', '优抚对象'],
	jobless: ['失业', '下岗'],
	tenant: ['租户'],
	floating: ['流动人口']
};

/** Finds the code word for what somebody wrote; `undefined` when it is none of the list. */
export function wordReader<T extends string>(words: Words<T>): (written: string) => T | undefined {
	const known = new Map<string, T>();
	for (const [code, names] of Object.entries(words) as [T, readonly string[]][])
		for (const name of [code, ...names]) known.set(name.toLowerCase(), code);
	return (written) => known.get(written.toLowerCase());
}

/** What a list allows, for a message: the words people write. */
export const shownWords = (words: Record<string, readonly string[]>, locale: string): string =>
	locale === 'en'
		? Object.keys(words).join(', ')
		: Object.values(words)
				.map((names) => names[0])
				.join('、');

export const readUse = wordReader(USE_WORDS);
export const readSex = wordReader(SEX_WORDS);
export const readTenure = wordReader(TENURE_WORDS);
export const readRelation = wordReader(RELATION_WORDS);
export const readCategory = wordReader(CATEGORY_WORDS);
