import * as v from 'valibot';

/** Noise zones of GB 3096-2008, quietest first (domain.md 2.6). */
export const NOISE_ZONES = ['0', '1', '2', '3', '4a', '4b'] as const;
export const noiseZone = v.picklist(NOISE_ZONES);
