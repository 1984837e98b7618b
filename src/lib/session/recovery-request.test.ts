import { expect, test } from 'vitest';
import { readRequest, requestText } from './recovery-request';

const escrow = { keyId: 'recoveryKey:01JQ0000000000000000000000', publicKey: '', box: 'A-_9'.repeat(33) };

test.each(['grid03', 'li.qiang', '王 芳', 'a%2Eb'])('the request of %s is found in a chat message', (user) =>
	expect(readRequest(`李姐帮我看下 ${requestText(user, escrow)} 谢谢`)).toEqual({
		user,
		keyId: escrow.keyId,
		box: escrow.box
	})
);

test('a request cut short is none', () => {
	expect(readRequest(requestText('grid03', escrow).slice(0, 90))).toBeUndefined();
	expect(readRequest('')).toBeUndefined();
});
