import { transportContract } from '@scanclash/core/test';
import { SimulatedTransport } from './simulated-transport.ts';
import { contractHost } from './test/contract-host.ts';

transportContract((contract) => new SimulatedTransport(contractHost(contract)));
