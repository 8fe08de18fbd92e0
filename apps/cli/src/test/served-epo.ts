import { type EpoServer, epoWebApi } from '@scanclash/products/emulations';
import { playArm, scenarioById } from '@scanclash/scenarios';
import { serveHttp } from '@scanclash/simulator/endpoints';
import { getResponse } from 'msw';
import { generate } from 'selfsigned';

export const SCENARIO = 'overrides/policy-of-the-server';
export const LOGIN = { user: 'auditor', password: 'planted-Secret-4711' };
/** The environment in which the password is found. */
export const ENVIRONMENT = { SCANCLASH_EPO_PASSWORD: LOGIN.password };

/** The ePO server of a played arm, standing still. */
export function epoOf(arm = 'broken', seed = 1, id = SCENARIO): EpoServer {
  const scenario = scenarioById(id);
  const played = scenario.arms.find(({ id }) => id === arm);
  if (played === undefined) throw new Error(`no arm ${arm}`);
  const host = playArm(scenario, played, { seed }).built.hosts.get('EPO01');
  if (host === undefined) throw new Error('no host EPO01');
  return host.part<EpoServer>('mcafee-epo');
}

/** A certificate that signs itself, as that of an ePO server does. */
export async function selfSigned() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'epo01.example.com' }], {
    keyType: 'ec',
  });
  return { key, certificate: cert };
}

const identity = selfSigned();

/** Answers in place of the server; undefined lets it answer itself. */
export type Interference = (request: Request) => Promise<Response> | undefined;

/** Serves the web API of a simulated ePO server over HTTPS on loopback: the handlers that msw intercepts with. */
export async function serveEpo(server: EpoServer, interfere: Interference = () => undefined) {
  const handlers = epoWebApi(server, LOGIN);
  const { key, certificate } = await identity;
  const endpoint = await serveHttp({
    tls: { key, certificate },
    answer: (request) => interfere(request) ?? getResponse(handlers, request),
  });
  return { ...endpoint, target: `epo://${LOGIN.user}@127.0.0.1:${endpoint.port}`, pin: await pin() };
}

/** The fingerprint of the certificate of the servers here, as a person pins it. */
export async function pin(): Promise<string> {
  const { X509Certificate } = await import('node:crypto');
  return `SHA256:${new X509Certificate((await identity).certificate).fingerprint256}`;
}
