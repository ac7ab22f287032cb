/**
 * What authenticators sign, verified (W3C Web Authentication Level 3). The library is loaded when the first passkey is used: it is
 * the largest there is here, and most days of most people do without it. This file has the one `import()` of the house.
 */

/** Whom a passkey is for: the host and the origin of the service, never what a request claims. */
export type RelyingParty = { readonly id: string; readonly origin: string };

/** A passkey as it is kept. */
export type KeptPasskey = {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
};

/** What a browser hands over after a passkey was made, in our own spelling. Every text is base64url. */
type MadeAnswer = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
};

/** What a browser hands over after a passkey was used. */
export type UsedAnswer = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle: string;
};

const load = () => Promise.all([import('@simplewebauthn/server'), import('@simplewebauthn/server/helpers')]);
let loading: ReturnType<typeof load> | undefined;
const library = (): ReturnType<typeof load> => {
  loading ??= load();
  return loading;
};

/** COSE: ES256, RS256, EdDSA. What phones, computers and security keys make. */
export const algorithms = [-7, -257, -8];

/** Ways to reach an authenticator, from the standard's closed list; others are left out. */
const ways = ['ble', 'hybrid', 'internal', 'nfc', 'usb', 'cable', 'smart-card'] as const;
const isWay = (way: unknown): way is (typeof ways)[number] => ways.some((one) => one === way);

const isBase64url = (text: unknown): text is string => typeof text === 'string' && /^[\w-]+$/.test(text);

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    // Sound: an object's fields are looked at one by one below.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Not JSON: no authenticator answered.
    return undefined;
  }
}

/** The answer of a browser that made a passkey, if the text is one. */
export function readMade(text: string): MadeAnswer | undefined {
  const { id, clientDataJSON, attestationObject, transports } = parse(text) ?? {};
  if (!isBase64url(id) || !isBase64url(clientDataJSON) || !isBase64url(attestationObject)) return undefined;
  return {
    id,
    clientDataJSON,
    attestationObject,
    transports: Array.isArray(transports) ? transports.filter(isWay) : [],
  };
}

/** The answer of a browser that used a passkey, if the text is one. */
export function readUsed(text: string): UsedAnswer | undefined {
  const { id, clientDataJSON, authenticatorData, signature, userHandle } = parse(text) ?? {};
  if (!isBase64url(id) || !isBase64url(clientDataJSON)) return undefined;
  if (!isBase64url(authenticatorData) || !isBase64url(signature) || !isBase64url(userHandle))
    return undefined;
  return { id, clientDataJSON, authenticatorData, signature, userHandle };
}

/** The challenge an answer was given to. It proves nothing yet. */
export function challengeIn({ clientDataJSON }: { readonly clientDataJSON: string }): string {
  const { challenge } = parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) ?? {};
  return typeof challenge === 'string' ? challenge : '';
}

/** The passkey in an answer to our challenge, for our origin, its person verified; or nothing. */
export async function verifyMade(party: RelyingParty, answer: MadeAnswer): Promise<KeptPasskey | undefined> {
  const [server, helpers] = await library();
  try {
    const attestation = helpers.decodeAttestationObject(Buffer.from(answer.attestationObject, 'base64url'));
    // We ask for no attestation. One with certificates would send the library to addresses which they name.
    if (attestation.get('attStmt').get('x5c') !== undefined) return undefined;
    if (!['none', 'packed'].includes(attestation.get('fmt'))) return undefined;
    const { id, clientDataJSON, attestationObject, transports } = answer;
    const { verified, registrationInfo } = await server.verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challengeIn(answer),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified || registrationInfo.credential.id !== id) return undefined;
    const { credential } = registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports,
    };
  } catch {
    // The library says each no by throwing.
    return undefined;
  }
}

/** The new counter of a passkey that signed our challenge, for our origin, its person verified; or nothing. */
export async function verifyUsed(
  party: RelyingParty,
  answer: UsedAnswer,
  kept: KeptPasskey,
): Promise<number | undefined> {
  const [server] = await library();
  const { id, clientDataJSON, authenticatorData, signature } = answer;
  try {
    const { verified, authenticationInfo } = await server.verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challengeIn(answer),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: kept.credentialId.toString('base64url'),
        publicKey: new Uint8Array(kept.publicKey),
        counter: kept.counter,
      },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    // As above: a signature, origin or counter that is not right is a throw.
    return undefined;
  }
}
