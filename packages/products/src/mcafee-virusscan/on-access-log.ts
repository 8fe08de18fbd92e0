/** One detection in `OnAccessScanLog.txt`. */
export interface Detection {
  /** As written by the host, in its own locale. */
  readonly date: string;
  readonly time: string;
  /** In the language of the host. */
  readonly action: string;
  readonly process: string;
  readonly target: string;
  readonly detection: string;
}

const DETECTION_COLUMNS = 7;

/** The detections of an on-access log: lines of seven columns, whatever language they are in. @source L2T */
export function detections(log: string): Detection[] {
  return log
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const columns = line.split('\t').map((column) => column.trim());
      if (columns.length !== DETECTION_COLUMNS) return [];
      const [date, time, action, , process, target, detection] = columns as [
        string, string, string, string, string, string, string,
      ]; // biome-ignore format: seven columns
      return [{ date, time, action, process, target, detection }];
    });
}
