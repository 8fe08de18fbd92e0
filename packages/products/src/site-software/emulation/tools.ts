import { joinPath } from '@scanclash/core';
import { type MalwareKind, malwareBytes } from '@scanclash/simulator';

/**
 * Tools that administrators want and that scanners name by a class: remote administration, password cracker, dialer, joke.
 * The marks in them stand for the detections of a scanner.
 */
export const TOOLS = {
  remote: { file: 'remote.exe', detection: 'RemAdm-Example' },
  password: { file: 'passwords.exe', detection: 'PWCrack-Example' },
  dialer: { file: 'dialer.exe', detection: 'Dialer-Example' },
  joke: { file: 'penguin.exe', detection: 'Joke-Example' },
} as const;
export type Tool = keyof typeof TOOLS;
export const TOOL_NAMES = Object.keys(TOOLS) as [Tool, ...Tool[]];

export const TOOLS_FOLDER = 'C:\\Tools';
export const pathOfTool = (tool: Tool) => joinPath(TOOLS_FOLDER, TOOLS[tool].file);

/** @param kind - `virus` where a scanner takes it for a trojan instead. */
export const bytesOfTool = (tool: Tool, kind: MalwareKind = 'unwanted-program') =>
  malwareBytes({ kind, name: TOOLS[tool].detection, sinceDat: 4000 });
