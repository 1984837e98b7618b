import { withSettings } from '../org/settings';
import {
	contradictions,
	problemOf,
	SETTING_FIELDS,
	settingAt,
	settingValues,
	type SettingField,
	type SettingProblem
} from './setting-fields';
import { DEFAULT_VISIT_SETTINGS, type VisitSettings } from './visit-settings';

const FIELDS: readonly SettingField[] = Object.values(SETTING_FIELDS).flat();

/** What a manager types into the settings of visits, against what holds now. */
export class VisitSettingDraft {
	readonly #holding: VisitSettings;
	readonly #before: Readonly<Record<string, unknown>>;
	/** Path → what is typed. */
	readonly typed: Record<string, string>;

	/** @param before what the community has changed so far, its last record */
	constructor(holding: VisitSettings, before: Readonly<Record<string, unknown>>) {
		this.#holding = holding;
		this.#before = before;
		this.typed = $state(
			Object.fromEntries(FIELDS.map(({ path }) => [path, String(settingAt(holding, path))]))
		);
	}

	readonly #changes = $derived.by(() =>
		Object.fromEntries(
			FIELDS.filter((field) => !problemOf(field, this.typed[field.path] ?? ''))
				.map(({ path }) => [path, Number(this.typed[path])] as const)
				.filter(([path, value]) => value !== settingAt(this.#holding, path))
		)
	);

	/** What would be stored of the topic. */
	readonly values = $derived.by(() => settingValues(this.#before, this.#changes));

	readonly #contradictions = $derived.by(() => contradictions(withSettings(this.#holding, this.values)));

	problem(field: SettingField): SettingProblem | undefined {
		const own = problemOf(field, this.typed[field.path] ?? '');
		return own ?? (this.#contradictions.includes(field.path) ? 'order' : undefined);
	}

	readonly problems = $derived.by(() => FIELDS.filter((field) => this.problem(field)).length);

	readonly differs = $derived.by(() => this.problems > 0 || Object.keys(this.#changes).length > 0);

	/** Types the shipped value into every field. */
	reset(): void {
		for (const { path } of FIELDS) this.typed[path] = String(settingAt(DEFAULT_VISIT_SETTINGS, path));
	}
}
