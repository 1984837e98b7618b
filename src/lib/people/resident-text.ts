import { m } from '../paraglide/messages';
import { word } from '../ui/word';
import { maskName } from './mask';
import type { Household, Resident } from './people';

export const relationText: Readonly<Record<Resident['relationToHead'], () => string>> = {
	head: m.relation_head,
	spouse: m.relation_spouse,
	child: m.relation_child,
	parent: m.relation_parent,
	grandchild: m.relation_grandchild,
	grandparent: m.relation_grandparent,
	sibling: m.relation_sibling,
	childInLaw: m.relation_childInLaw,
	parentInLaw: m.relation_parentInLaw,
	otherRelative: m.relation_otherRelative,
	nonRelative: m.relation_nonRelative
};

export const sexText: Readonly<Record<NonNullable<Resident['sex']>, () => string>> = {
	male: m.sex_male,
	female: m.sex_female
};

/** Whom a search meant, masked: `王*（配偶）`, with the former name that led there. */
export function foundText(resident: Resident, formerName: string | undefined): string {
	const who = m.person_relation({
		name: maskName(resident.name),
		relation: word(relationText, resident.relationToHead)
	});
	return formerName ? `${who} · ${m.search_former_name({ name: maskName(formerName) })}` : who;
}

export const tenureText: Readonly<Record<Household['tenure'], () => string>> = {
	owner: m.tenure_owner,
	tenant: m.tenure_tenant,
	registeredAbsent: m.tenure_registeredAbsent,
	floating: m.tenure_floating
};
