import { printHoldModel } from './event-queue/hold-model.ts';
import { printCheckMany } from './ssh-hosts/check-many.ts';

// The part of the speed table that can be measured by itself so far; ratios against peers come with the peers.
printHoldModel();
await printCheckMany();
