const MOST = 8192;

/** Folding the same few thousand written names again and again is most of the cost of a read. */
export function remembered(fold: (written: string) => string): (written: string) => string {
  const folds = new Map<string, string>();
  return (written) => {
    let folded = folds.get(written);
    if (folded === undefined) {
      folded = fold(written);
      if (folds.size >= MOST) folds.clear();
      folds.set(written, folded);
    }
    return folded;
  };
}
