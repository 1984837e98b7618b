import type { Component } from 'svelte';
import type { QuestionType } from '../definition/definition';
import Acknowledge from './Acknowledge.svelte';
import DateInput from './DateInput.svelte';
import NotDrawn from './NotDrawn.svelte';
import Note from './Note.svelte';
import NumberInput from './NumberInput.svelte';
import Rank from './Rank.svelte';
import SelectMultiple from './SelectMultiple.svelte';
import SelectOne from './SelectOne.svelte';
import TextInput from './TextInput.svelte';
import type { WidgetProps } from './widget';

/** The widget of each question type; null for those that nobody sees. */
export const WIDGETS: Readonly<Record<QuestionType, Component<WidgetProps> | null>> = {
	text: TextInput,
	integer: NumberInput,
	decimal: NumberInput,
	range: NumberInput,
	date: DateInput,
	time: DateInput,
	datetime: DateInput,
	select_one: SelectOne,
	select_multiple: SelectMultiple,
	rank: Rank,
	note: Note,
	calculate: null,
	hidden: null,
	meta: null,
	geopoint: NotDrawn,
	image: NotDrawn,
	audio: NotDrawn,
	barcode: TextInput,
	acknowledge: Acknowledge
};
