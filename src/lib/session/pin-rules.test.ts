import { expect, test } from 'vitest';
import { pinWeakness } from './pin-rules';

test.each([
	['12345', 'length'],
	['12345a', 'length'],
	['111111', 'same'],
	['123456', 'row'],
	['654321', 'row'],
	['890123', 'row'],
	['121212', 'repeat'],
	['527527', 'repeat'],
	['777222', 'repeat'],
	['557799', 'repeat'],
	['147258', 'known'],
	['850312', 'birthday'],
	['198503', 'birthday'],
	['031285', 'birthday']
])('PIN %s is refused: %s', (pin, weakness) => expect(pinWeakness(pin, 'digits')).toBe(weakness));

test.each(['274915', '906472', '583927', '860431'])('PIN %s is taken', (pin) =>
	expect(pinWeakness(pin, 'digits')).toBeUndefined()
);

test.each([
	['春江花月', 'length'],
	['aaaaaaaaab', 'same'],
	['23456789', 'row'],
	['abcdabcd', 'repeat'],
	['19850312', 'birthday'],
	['password1', 'known'],
	['xx-Grid03-xx', 'name']
])('passphrase %s is refused: %s', (secret, weakness) =>
	expect(pinWeakness(secret, 'passphrase', 'grid03')).toBe(weakness)
);

test('a passphrase of eight Chinese characters is taken', () =>
	expect(pinWeakness('楼下桂花开了三天', 'passphrase', 'grid03')).toBeUndefined());
