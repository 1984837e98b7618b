import type { Finding } from '../contract';

/** More would help nobody. */
const MAX_FINDINGS = 100;

/** Collects what is wrong with a definition, each with the JSON path of its place. */
export class Findings {
	readonly list: Finding[] = [];

	get refused(): boolean {
		return this.list.some((finding) => finding.severity === 'error');
	}

	error(path: string, code: string, params: Finding['params'] = {}) {
		this.#add({ path, code, params, severity: 'error' });
	}

	warn(path: string, code: string, params: Finding['params'] = {}) {
		this.#add({ path, code, params, severity: 'warning' });
	}

	/** An error always finds room: what refuses a form must not be hidden by warnings. */
	#add(finding: Finding) {
		if (this.list.length < MAX_FINDINGS) this.list.push(finding);
		else if (finding.severity === 'error' && !this.refused) this.list[MAX_FINDINGS - 1] = finding;
	}
}
