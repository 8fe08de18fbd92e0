import { printHoldModel } from './event-queue/hold-model.ts';
import { printCheckMany } from './ssh-hosts/check-many.ts';
import { printWholeCommands } from './whole-command.ts';

// The part of the speed table that can be measured by itself so far; ratios against peers come with the peers.
printHoldModel();
console.log();
printWholeCommands();
console.log();
await printCheckMany();
