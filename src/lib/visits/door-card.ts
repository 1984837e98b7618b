import { withSettings } from '../org/settings';
import type { Worker } from '../org/org';
import type { Locale } from '../paraglide/runtime';

/** What a community says of itself at a door (R-V14); topic `privacy`, under `doorCard`. */
export interface DoorCardSettings {
	/** The community's own number: shown where the worker has none, and always as the one that can be asked. */
	readonly phone: string;
	/**
	 * What is told first, one sentence or more a line, by language. `{name}`, `{badge}`, `{community}` and `{purpose}`
	 * stand for the values; a line with one that is missing is left out.
	 */
	readonly notice: Readonly<Record<Locale, string>>;
}

/** The shipped default (R-V14, domain.md 2.11). A community puts its own words and its number in. */
export const DEFAULT_DOOR_CARD: DoorCardSettings = {
	phone: '',
	notice: {
		'zh-CN': [
			'您好，我是{community}的{name}。',
			'我的工号是{badge}，您可以打社区电话核实。',
			'今天来是为了：{purpose}。',
			'您可以不回答，可以让我改天再来，也可以让家人在场。',
			'我只记录与走访有关的情况，只有社区工作人员能看到。',
			'我不收钱，不推销，也不要银行卡和密码。'
		].join('\n'),
		en: [
			'Hello, I am {name} from {community}.',
			'My badge number is {badge}; you can ring the community and ask.',
			'I come about: {purpose}.',
			'You need not answer, you can ask me to come another day, or to have your family with you.',
			'I write down only what concerns this visit, and only community staff can read it.',
			'I take no money, sell nothing, and never ask for bank cards or passwords.'
		].join('\n')
	}
};

/** What stands on the card that is shown or left at a door. */
export interface DoorCard {
	readonly name: string;
	readonly community: string;
	/** Absent while nobody has entered it: see `missing`. */
	readonly badge?: string;
	readonly purpose: string;
	/** The worker's number for work; else the community's. */
	readonly phone?: string;
	/** Where the resident can ask whether this is really so. */
	readonly communityPhone?: string;
	/** What I tell you first, line by line. */
	readonly notice: readonly string[];
	/** What a complete card lacks; managers enter it under 管理. */
	readonly missing: readonly ('badge' | 'phone')[];
}

export interface CardCommunity {
	readonly name: string;
	readonly settings: DoorCardSettings;
}

/**
 * The card of one worker at one door (R-V14). Says nothing about the household.
 * @param purpose in the reader's words; empty leaves its line out
 * @param language of the notice: the resident's, which need not be the app's
 */
export function doorCard(
	worker: Pick<Worker, 'displayName' | 'badgeNo' | 'phone'>,
	community: CardCommunity,
	purpose: string,
	language: Locale
): DoorCard {
	const badge = worker.badgeNo?.trim() ?? '';
	const communityPhone = community.settings.phone.trim();
	const phone = worker.phone?.trim() || communityPhone;
	const words: Readonly<Record<string, string>> = {
		name: worker.displayName,
		badge,
		community: community.name,
		purpose: purpose.trim()
	};
	return {
		name: worker.displayName,
		community: community.name,
		...(badge && { badge }),
		purpose: purpose.trim(),
		...(phone && { phone }),
		...(communityPhone && { communityPhone }),
		notice: (community.settings.notice[language] || DEFAULT_DOOR_CARD.notice[language])
			.split('\n')
			.map((line) => fill(line.trim(), words))
			.filter((line) => line !== ''),
		missing: [...(badge ? [] : (['badge'] as const)), ...(phone ? [] : (['phone'] as const))]
	};
}

/** A gap with nothing to put in empties its line: half a sentence at a door is worse than none. */
function fill(line: string, words: Readonly<Record<string, string>>): string {
	let empty = false;
	const filled = line.replace(/\{(\w+)\}/g, (gap, word: string) => {
		if (!Object.hasOwn(words, word)) return gap;
		empty ||= words[word] === '';
		return words[word] ?? '';
	});
	return empty ? '' : filled;
}

/** What a community has set for its cards over the shipped default. @param values of the topic `privacy`, oldest first */
export const doorCardSettings = (values: readonly unknown[]): DoorCardSettings =>
	values.reduce<{ doorCard: DoorCardSettings }>((sum, changed) => withSettings(sum, changed), {
		doorCard: DEFAULT_DOOR_CARD
	}).doorCard;
