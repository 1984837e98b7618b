/** Level of a form's flag that calls for help at once, and code of the issue that it opens (R-E6, R-E8). */
export const RED = 'red';
export const RED_SIGN = 'redSign';

/** Fire brigade, ambulance, police. */
export const EMERGENCY_NUMBERS = ['119', '120', '110'] as const;

/** A call for help that began on the screen; recorded as an action of the issue. */
export interface HelpCall {
	/** A number, or the masked name of an emergency contact. */
	readonly who: string;
	/** UTC ISO. */
	readonly at: string;
}
