import type { Component } from 'svelte';
import type { Item, QuestionType } from '../definition/definition';
import Acknowledge from './Acknowledge.svelte';
import DateInput from './DateInput.svelte';
import Note from './Note.svelte';
import NumberInput from './NumberInput.svelte';
import RangeInput from './RangeInput.svelte';
import Rank from './Rank.svelte';
import SelectMultiple from './SelectMultiple.svelte';
import SelectOne from './SelectOne.svelte';
import TextInput from './TextInput.svelte';
import TimeInput from './TimeInput.svelte';
import type { WidgetProps } from './widget';

type Widget = Component<WidgetProps>;
/** Loaded when a form first asks for it; the offline shell holds it already. */
type Later = () => Promise<{ readonly default: Widget }>;

/** The widget of each question type; null for those that nobody sees. */
const WIDGETS: Readonly<Record<QuestionType, { now: Widget } | { later: Later } | null>> = {
	text: { now: TextInput },
	integer: { now: NumberInput },
	decimal: { now: NumberInput },
	range: { now: RangeInput },
	date: { now: DateInput },
	time: { now: TimeInput },
	datetime: { now: TimeInput },
	select_one: { now: SelectOne },
	select_multiple: { now: SelectMultiple },
	rank: { now: Rank },
	note: { now: Note },
	calculate: null,
	hidden: null,
	meta: null,
	geopoint: { later: () => import('./GeopointInput.svelte') },
	image: { later: () => import('./ImageInput.svelte') },
	audio: { later: () => import('./AudioInput.svelte') },
	barcode: { later: () => import('./BarcodeInput.svelte') },
	acknowledge: { now: Acknowledge }
};
const SIGNATURE = { later: () => import('./SignatureInput.svelte') };

export const widgetOf = (item: Item): { now: Widget } | { later: Later } | null =>
	item.type === 'image' && item.appearance?.includes('signature')
		? SIGNATURE
		: (WIDGETS[item.type as QuestionType] ?? null);
