import type { Scope } from '../../org/scopes';
import type { PhotoBox } from '../../photos/photo-box';
import { preparePhoto } from '../../photos/prepare-photo';
import type { PhotoKeeping } from './draft';

/** A form's photos go into the photo box of the scope where its record will lie. */
export const photoKeeping = (box: PhotoBox, scope: () => Scope | undefined): PhotoKeeping => ({
	async keep(file) {
		const home = scope();
		if (home === undefined) throw new Error('nobody knows yet where this record will lie');
		const prepared = await preparePhoto(file);
		const photo = await box.keep(home, prepared);
		return { photo, sha256: prepared.sha256, thumbnail: prepared.thumbnail };
	},
	async open(id) {
		const home = scope();
		const opened = home === undefined ? undefined : await box.open(home, id);
		return opened?.ok ? opened.bytes : undefined;
	}
});
