export * from './serve-handlers.ts';
export * from './winrm-handlers.ts';
