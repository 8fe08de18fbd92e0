// How questions reach a host: the only package with network and disk.
export * from './redaction/redact-answer.ts';
export { REDACTED } from './redaction/secret-text.ts';
