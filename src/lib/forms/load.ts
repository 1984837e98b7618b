import type { Finding, FormHost, LoadForm } from './contract';
import { buildFields } from './definition/fields';
import { Findings } from './definition/findings';
import { link } from './definition/link';
import { readDefinition } from './definition/read';
import { FilledForm } from './live/form';

/**
 * Reads, checks and compiles a definition; the same check runs at publish, on the phone and on the server. Never
 * throws: what is wrong comes back as findings (texts: `messages.ts`).
 */
export const loadForm: LoadForm = (value) => {
	const findings = new Findings();
	const definition = readDefinition(value, findings);
	if (!definition) return { ok: false, findings: findings.list };
	const fields = buildFields(definition);
	const plan = link(definition, fields, findings);
	if (findings.refused) return { ok: false, findings: findings.list };
	return {
		ok: true,
		form: {
			definition,
			findings: findings.list,
			begin: (host: FormHost) => new FilledForm(definition, fields, plan, host)
		}
	};
};

/** What the publish check finds in a definition; nothing when it is right. */
export function checkForm(value: unknown): readonly Finding[] {
	const loaded = loadForm(value);
	return loaded.ok ? loaded.form.findings : loaded.findings;
}
