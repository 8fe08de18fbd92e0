import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { CONTRACT_HOST } from '@scanclash/core/test';
import type { SimulatedHost } from '@scanclash/simulator';
import { serveHttp } from '@scanclash/simulator/endpoints';
import { contractHost } from '@scanclash/simulator/test';
import { winrmHandlers } from '@scanclash/simulator/winrm';
import { getResponse } from 'msw';
import { closeAtEnd, PASSWORD, tls, USER } from './served-winrm.ts';

export interface Asked {
  /** `Create`, `Command`, `Receive`, `Signal`, `Delete`; empty where nothing is asked, as in the middle of a login. */
  readonly action: string;
  /** The command line. */
  readonly line: string;
  /** How often that action was asked before, by somebody who was let in. */
  readonly before: number;
  /** The host, after the action. */
  readonly host: SimulatedHost;
  /** Cuts every connection. */
  readonly cut: () => void;
}

/** Answers in place of the service; undefined lets it answer itself. */
export type Interference = (asked: Asked) => Promise<Response> | Response | undefined | void;

/** The emulation over HTTPS, behind a line that can be cut. What is asked is noted, once it was let in. */
export async function disturbed(interfere: Interference) {
  const host = contractHost(CONTRACT_HOST);
  const handlers = winrmHandlers({ host, user: USER, password: PASSWORD, certificate: tls.certificate });
  const asked: string[] = [];
  const line = await openLine(async (request) => {
    const body = await request.clone().text();
    const response = await getResponse(handlers, request);
    if (response?.status === 401) return response;
    const action = /<a:Action[^>]*>[^<]*\/(\w+)</.exec(body)?.[1] ?? '';
    const before = asked.filter((one) => one === action).length;
    asked.push(action);
    const command = /<rsp:Command>([^<]*)</.exec(body)?.[1] ?? '';
    return (await interfere({ action, line: command, before, host, cut: line.cut })) ?? response;
  });
  return { host, asked, url: `https://127.0.0.1:${line.port}/wsman` };
}

async function openLine(answer: (request: Request) => Promise<Response | undefined>) {
  const { port: inner, close } = await serveHttp({ tls, answer });
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    const far = connect(inner, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  const port = await listening(server);
  closeAtEnd(() => {
    cut();
    server.close();
    return close();
  });
  return { port, cut };
}

/** A server of TCP that does what it likes with whoever connects. */
export async function oddListener(connected: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    connected(socket.on('error', () => undefined));
  });
  closeAtEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `https://127.0.0.1:${await listening(server)}/wsman`;
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
