export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const TEXT_SIZES = ['normal', 'large', 'larger', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const KEY = 'linli.display';

/**
 * How the app looks on this device, whoever uses it: theme, text size, elder view. Nothing personal; it must be known
 * before anybody has unlocked, so it lies in localStorage.
 */
class Display {
	#theme = $state<Theme>('system');
	#size = $state<TextSize>('normal');
	#elder = $state(false);

	get theme(): Theme {
		return this.#theme;
	}
	set theme(theme: Theme) {
		this.#theme = theme;
		this.#keep();
	}

	get size(): TextSize {
		return this.#size;
	}
	set size(size: TextSize) {
		this.#size = size;
		this.#keep();
	}

	/** Text from 18 px, targets of 60 px (design.md 8). */
	get elder(): boolean {
		return this.#elder;
	}
	set elder(elder: boolean) {
		this.#elder = elder;
		this.#keep();
	}

	/** Takes up what was chosen on this device. A browser without localStorage shows the defaults. */
	restore(): void {
		try {
			const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
			this.#theme = THEMES.find((theme) => theme === kept.theme) ?? 'system';
			this.#size = TEXT_SIZES.find((size) => size === kept.size) ?? 'normal';
			this.#elder = kept.elder === true;
		} catch {
			// Nothing kept, or nothing readable.
		}
		this.#apply();
	}

	#keep(): void {
		this.#apply();
		try {
			localStorage.setItem(KEY, JSON.stringify({ theme: this.#theme, size: this.#size, elder: this.#elder }));
		} catch {
			// It holds until the app is closed.
		}
	}

	#apply(): void {
		const { dataset } = document.documentElement;
		dataset.theme = this.#theme;
		dataset.size = this.#size;
		if (this.#elder) dataset.elder = '';
		else delete dataset.elder;
	}
}

export const display = new Display();
