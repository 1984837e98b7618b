import type { Page } from '@playwright/test';

/** What design.md 8 asks of the elder view: pixels of text and of targets, and the contrast of all text. */
const LEAST = { text: 18, most: 30, target: 60, contrast: 4.5 };

/**
 * Computed in the page over everything visible: text smaller than 18 px or larger than 30, a target narrower or lower
 * than 60 px, text on its background below 4.5:1 (also placeholders and what is typed). A box or a switch is as large
 * as its label. What is switched off is exempt from contrast (WCAG 1.4.3).
 */
export const illegible = (page: Page): Promise<string[]> =>
	page.evaluate((least) => {
		const found = new Set<string>();
		const shown = (element: Element) =>
			element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
		const named = (element: Element) =>
			`${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? '').trim().slice(0, 24)}”`;

		type Colour = readonly [number, number, number, number];
		const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
		function colour(text: string): Colour {
			if (!canvas) return [0, 0, 0, 1];
			canvas.clearRect(0, 0, 1, 1);
			canvas.fillStyle = text;
			canvas.fillRect(0, 0, 1, 1);
			const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
			return [r, g, b, a / 255];
		}
		const over = ([r, g, b, a]: Colour, [R, G, B]: Colour): Colour => [
			r * a + R * (1 - a),
			g * a + G * (1 - a),
			b * a + B * (1 - a),
			1
		];
		const luminance = (all: Colour) => {
			const [r = 0, g = 0, b = 0] = all.slice(0, 3).map((part) => {
				const c = part / 255;
				return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		const contrast = (a: Colour, b: Colour) => {
			const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
			return (light + 0.05) / (dark + 0.05);
		};
		/** What lies behind the text: colours of the ancestors, the nearest on top. */
		function behind(element: Element): Colour {
			const layers: Colour[] = [];
			for (let at: Element | null = element; at; at = at.parentElement) {
				const layer = colour(getComputedStyle(at).backgroundColor);
				layers.push(layer);
				if (layer[3] === 1) break;
			}
			return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255, 1] as Colour);
		}

		function readText(element: Element, style: CSSStyleDeclaration, what: string) {
			const size = Math.round(parseFloat(style.fontSize) * 100) / 100;
			if (size < least.text || size > least.most) found.add(`${what}: text of ${size} px`);
			if (element.closest(':disabled, [aria-disabled="true"]')) return;
			const back = behind(element);
			const ratio = contrast(over(colour(style.color), back), back);
			if (ratio < least.contrast) found.add(`${what}: contrast ${ratio.toFixed(2)}`);
		}

		const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = texts.nextNode(); node; node = texts.nextNode()) {
			const element = node.parentElement;
			if (!element || !node.textContent?.trim() || !shown(element)) continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			const box = range.getBoundingClientRect();
			// Said to screen readers only, or outside the page until it has the focus.
			if (box.width <= 1 || box.bottom + scrollY <= 0 || element.closest('.visually-hidden')) continue;
			readText(element, getComputedStyle(element), named(element));
		}
		for (const field of document.querySelectorAll('input, textarea, select')) {
			if (!shown(field) || field.matches('[type="checkbox"], [type="radio"], [type="range"]')) continue;
			readText(field, getComputedStyle(field), named(field));
			if (field.matches(':placeholder-shown'))
				readText(field, getComputedStyle(field, '::placeholder'), `${named(field)} placeholder`);
		}

		const TARGETS = 'a[href], button, input, textarea, select, summary, [role="button"], [tabindex="0"]';
		for (const target of document.querySelectorAll<HTMLElement>(TARGETS)) {
			if (!target.checkVisibility({ visibilityProperty: true })) continue;
			// Nobody reaches it: a browser's own picker that a button opens.
			if (target.tabIndex < 0 || target.closest('.visually-hidden')) continue;
			const label = target instanceof HTMLInputElement ? target.labels?.[0] : undefined;
			const boxes = [target, ...(label ? [label] : [])].map((one) => one.getBoundingClientRect());
			const [width, height] = [
				Math.max(...boxes.map((box) => box.width)),
				Math.max(...boxes.map((box) => box.height))
			];
			// The PIN's field is one pixel wide beside its keypad; a skip link waits above the page.
			const own = target.getBoundingClientRect();
			if (own.width <= 1 || own.height <= 1 || own.bottom + scrollY <= 0) continue;
			if (width < least.target - 0.5 || height < least.target - 0.5)
				found.add(`${named(target)}: target of ${Math.round(width)}×${Math.round(height)} px`);
		}
		return [...found];
	}, LEAST);
