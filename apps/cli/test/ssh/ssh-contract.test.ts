import { transportContract } from '@scanclash/core/test';
import { contractHost } from '@scanclash/simulator/test';
import { describe } from 'vitest';
import { HangingUp, served, transportTo } from './served-host.ts';

describe.each(['cmd', 'powershell', 'posix'] as const)('over ssh, %s being the default shell', (shell) => {
  transportContract(async (contract) => {
    const endpoint = await served(contractHost(contract), { shell });
    return new HangingUp(() => transportTo(endpoint));
  });
});
