/** Results of socket calls, with the texts that Windows has for them. */
export const WINSOCK = {
  WSAEACCES: {
    code: 10013,
    text: 'An attempt was made to access a socket in a way forbidden by its access permissions.',
  },
  WSAEADDRINUSE: {
    code: 10048,
    text: 'Only one usage of each socket address (protocol/network address/port) is normally permitted.',
  },
  WSAECONNABORTED: {
    code: 10053,
    text: 'An established connection was aborted by the software in your host machine.',
  },
  WSAECONNRESET: { code: 10054, text: 'An existing connection was forcibly closed by the remote host.' },
  WSAETIMEDOUT: {
    code: 10060,
    text: 'A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.',
  },
  WSAECONNREFUSED: { code: 10061, text: 'No connection could be made because the target machine actively refused it.' },
  WSAHOST_NOT_FOUND: { code: 11001, text: 'No such host is known.' },
} as const;

export type WinsockError = (typeof WINSOCK)[keyof typeof WINSOCK];
