import type { FormHost, LoadForm } from './contract';
import { buildFields } from './definition/fields';
import { link } from './definition/link';
import { isRunnable } from './definition/structure';
import { FormFault } from './fault';
import { fillForm } from './live/form';

/**
 * Reads and compiles a definition: on the phone, at the preview and on the server. Never throws; a definition that
 * cannot be run is refused with the first reason. All reasons, with advice, are the publish check's: `check/`.
 */
export const loadForm: LoadForm = (value) => {
	let fault = new FormFault('not_understood');
	try {
		if (isRunnable(value)) {
			const fields = buildFields(value);
			const steps = link(fields);
			const begin = (host: FormHost) => fillForm(value, fields, steps, host);
			return { ok: true, form: { definition: value, begin } };
		}
	} catch (error) {
		// Anything else is a definition so odd that the stack ended: refused all the same.
		if (error instanceof FormFault) fault = error;
	}
	const { code, params, path } = fault;
	return { ok: false, findings: [{ path, code, params, severity: 'error' }] };
};
