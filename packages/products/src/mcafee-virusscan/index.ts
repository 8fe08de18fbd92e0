// What other products may know of VirusScan.
export { engineKey } from './context.ts';
