import { m } from '../../paraglide/messages';
import { outgrown, type Growth } from '../couch/growth';
import type { Text } from '../text';

/** By what a community has outgrown the embedded server, and where it moves to: one line. */
export function outgrownText(growth: Growth, limits: Growth): Text {
	const percent = (share: number) => Math.round(share * 100);
	const told: Record<keyof Growth, Text> = {
		documents: (locale) =>
			m.doctor_outgrown_documents({ count: growth.documents, limit: limits.documents }, { locale }),
		devices: (locale) =>
			m.doctor_outgrown_devices({ count: growth.devices, limit: limits.devices }, { locale }),
		load: (locale) =>
			m.doctor_outgrown_load({ count: percent(growth.load), limit: percent(limits.load) }, { locale })
	};
	const measures = outgrown(growth, limits);
	return (locale) => {
		const what = measures.map((measure) => told[measure](locale)).join(locale === 'en' ? ', ' : '，');
		return m.doctor_outgrown({ what }, { locale });
	};
}
