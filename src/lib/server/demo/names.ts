import type { Dice } from './dice';
import type { Sex } from '../roster/words';

/* Common surnames with given names put together by chance: nobody in particular is meant. */

const SURNAMES =
	'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const RARE_SURNAMES = ['欧阳', '司马', '诸葛', '上官'];

const GIVEN: Record<Sex, { old: string; young: string }> = {
	male: {
		old: '国建德福根生发财兴荣贵宝金水林森富明义仁寿松柏海山江长顺全庆祥坤',
		young: '浩宇轩博文子涵俊杰宸睿泽铭嘉一诺逸凡晨阳景行思远天佑承恩乐'
	},
	female: {
		old: '秀英桂兰珍玉凤梅菊花香莲云仙巧翠素琴芬娣妹霞美珠月芳淑惠爱',
		young: '欣怡梓涵诗雨可馨思琪语桐若曦雅静佳宁芷晴安然心悦书瑶依诺晓'
	}
};

export const surname = (dice: Dice): string =>
	dice.chance(0.004) ? dice.pick(RARE_SURNAMES) : dice.pick([...SURNAMES]);

/** A given name of one or two characters, in the taste of the years in which the person was born. */
export function givenName(dice: Dice, sex: Sex, birthYear: number): string {
	const { old, young } = GIVEN[sex];
	const letters = [...(birthYear < 1980 ? old : young)];
	const first = dice.pick(letters);
	return dice.chance(0.2) ? first : first + dice.pick(letters);
}
